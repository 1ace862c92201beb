"""How far the scale of a framework can be trusted."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit.asking import Question, ask, sent
from etabli.kit.clock import now
from etabli.kit.pages import Request, page
from etabli.org.models import Establishment
from etabli.support.access import SupportRight
from etabli.support.actions.evaluating import remove_reliability, save_reliability
from etabli.support.forms.evaluating import FIELDS, ReliabilityForm
from etabli.support.models import Framework
from etabli.support.queries import reliabilities

DO = SupportRight.FRAMEWORK_WRITE


@page(see=DO, do=DO)
def reliability(request: Request, place: Establishment, framework: int) -> HttpResponse:
    """Deviation, reliability and their source, by which the Reliable Change Index is reckoned; empty: it is not offered."""
    rows = Framework.objects.visible_to(request.user, place, DO)
    row = get_object_or_404(rows, pk=framework)
    form = ReliabilityForm(sent(request), reliabilities(place).get((row.code, row.scale_since)))

    def act() -> None:
        if form.is_empty:
            remove_reliability(framework=row, by=request.user, at=now())
        else:
            save_reliability(framework=row, **form.values, by=request.user, at=now())

    back = reverse("support:framework", args=[place.finess, row.pk])
    question = Question(
        gettext("Reliability of the scale"),
        back,
        gettext("The reliability of the scale is saved."),
        str(row),
        gettext(
            "With it a change between two levels is told from the error of the measure. Leave both empty if unknown."
        ),
        crumbs=[{"label": str(row), "url": back}],
        fields=FIELDS,
    )
    return ask(request, form, act, question)
