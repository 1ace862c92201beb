"""Under which code of the attendance each device is written."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from etabli.attendance.queries import active_codes
from etabli.kit.asking import Question, ask, sent
from etabli.kit.clock import now
from etabli.kit.pages import Request, page
from etabli.org.models import Establishment
from etabli.pathways.access import PathwaysRight
from etabli.pathways.actions.codes import choose_codes
from etabli.pathways.forms.codes import CodesForm
from etabli.pathways.queries.codes import chosen_codes
from etabli.pathways.views.common import pathways_crumb

WRITE = PathwaysRight.CODES_WRITE


@page(see=WRITE, do=WRITE)
def device_codes(request: Request, place: Establishment) -> HttpResponse:
    """A code for each device, for what is agreed from now on."""
    form = CodesForm(sent(request), codes=active_codes(place), chosen=chosen_codes(place))
    question = Question(
        gettext("Attendance codes of placements"),
        reverse("pathways:pathways", args=[place.finess]),
        gettext("The codes are saved."),
        note=gettext(
            "For placements agreed from now on: those agreed already keep their code, and nothing written changes."
            " Days by device count the half-days written under the code of the placement."
        ),
        crumbs=[pathways_crumb(place)],
    )

    def act() -> None:
        choose_codes(establishment=place, codes=form.wanted(), by=request.user, at=now())

    return ask(request, form, act, question)
