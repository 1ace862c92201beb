"""Frameworks of competences: listed, written as drafts, published, revised, exported."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, gettext

from etabli.kit import undo
from etabli.kit.asking import Question, ask, do, sent
from etabli.kit.clock import now
from etabli.kit.exports import screen
from etabli.kit.links import address
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.models import Establishment
from etabli.support import actions, columns, forms, queries, showing_competences
from etabli.support.access import SupportRight
from etabli.support.models import Competence, Framework
from etabli.support.rules import CompetenceSpec
from etabli.support.scales import usual_scale

SEE, DO = SupportRight.ASSESS, SupportRight.FRAMEWORK_WRITE


def to(place: Establishment, name: str, *keys: Any) -> str:
    return reverse(f"support:{name}", args=[place.finess, *keys])


def _found(request: Request, framework: int, right: str = DO) -> Framework:
    rows = Framework.objects.visible_to(request.user, request.place, right).select_related("establishment")
    return get_object_or_404(rows, pk=framework)


def _crumbs(place: Establishment, row: Framework | None = None) -> list[dict[str, Any]]:
    way = [{"label": gettext("Competences"), "url": to(place, "frameworks")}]
    return way if row is None else [*way, {"label": str(row), "url": to(place, "framework", row.pk)}]


@page(see=SEE)
def frameworks(request: Request, place: Establishment) -> HttpResponse:
    """Every version, those in use with those that they replaced."""
    rows = queries.frameworks_of(request.user, place).select_related("establishment")
    found = paged(rows, request.GET.get("page"))
    context = {
        "place": place,
        "page": found,
        "table": screen(columns.FRAMEWORKS, found.object_list),
        "tabs": showing_competences.tabs(place, "frameworks"),
        "may_write": request.user.may(DO, place),
        "take_in": address(request, "exchange:upload", kind="package"),
    }
    return render(request, "support/frameworks.html", context)


@page(see=SEE)
def framework(request: Request, place: Establishment, framework: int) -> HttpResponse:
    """One version: its scale and its competences."""
    row = _found(request, framework, SEE)
    found = paged(row.competences.select_related("parent").order_by("position", "pk"), request.GET.get("page"))
    context = {
        "place": place,
        "framework": row,
        "levels": row.levels.all(),
        "page": found,
        "competences": showing_competences.competence_rows(found.object_list),
        "crumbs": [*_crumbs(place), {"label": str(row)}],
        "status": showing_competences.framework_status(row),
        "may_write": request.user.may(DO, place),
        "undo": undo.offered(request),
    }
    return render(request, "support/framework.html", context)


@page(see=DO, do=DO)
def framework_add(request: Request, place: Establishment) -> HttpResponse:
    form = forms.FrameworkForm(sent(request), None, get_language() or "fr")
    made: list[Framework] = []

    def act() -> None:
        levels = usual_scale(form.cleaned_data["language"])
        made.append(
            actions.add_framework(establishment=place, levels=levels, **form.cleaned_data, by=request.user, at=now())
        )

    question = Question(
        gettext("Add a framework"),
        to(place, "frameworks"),
        gettext("The framework is a draft: write its scale and its competences, then take it into use."),
        crumbs=_crumbs(place),
        fields=forms.FIELDS,
    )
    return ask(request, form, act, question, lambda: to(place, "framework", made[0].pk))


def _ask(request: Request, row: Framework, form: Any, act: Any, heading: str, template: str = "") -> HttpResponse:
    question = Question(
        heading,
        to(request.place, "framework", row.pk),
        gettext("The draft is saved."),
        str(row),
        crumbs=_crumbs(request.place, row),
        fields=forms.FIELDS,
        template=template or "kit/form.html",
    )
    return ask(request, form, act, question)


@page(see=DO, do=DO)
def framework_change(request: Request, place: Establishment, framework: int) -> HttpResponse:
    row = _found(request, framework)
    form = forms.FrameworkForm(sent(request), row, row.language)

    def act() -> None:
        actions.change_framework(framework=row, **form.cleaned_data, by=request.user, at=now())

    return _ask(request, row, form, act, gettext("Change what it is called"))


@page(see=DO, do=DO)
def scale(request: Request, place: Establishment, framework: int) -> HttpResponse:
    row = _found(request, framework)
    form = forms.ScaleForm(sent(request), queries.level_specs(row))

    def act() -> None:
        actions.save_scale(framework=row, levels=form.levels, by=request.user, at=now())

    return _ask(request, row, form, act, gettext("Change the scale"), "support/scale_form.html")


@page(see=DO, do=DO)
def competence_add(request: Request, place: Establishment, framework: int) -> HttpResponse:
    return _edit(request, _found(request, framework), None)


@page(see=DO, do=DO)
def competence(request: Request, place: Establishment, framework: int, competence: int) -> HttpResponse:
    row = _found(request, framework)
    return _edit(request, row, get_object_or_404(row.competences.select_related("parent"), pk=competence))


def _edit(request: Request, framework: Framework, row: Competence | None) -> HttpResponse:
    form = forms.CompetenceForm(sent(request), framework, row)

    def act() -> None:
        actions.save_competence(framework=framework, spec=form.spec, row=row, by=request.user, at=now())

    heading = gettext("Change a competence") if row else gettext("Add a competence")
    return _ask(request, framework, form, act, heading)


@page(see=DO, do=DO)
def competence_remove(request: Request, place: Establishment, framework: int, competence: int) -> HttpResponse:
    row = _found(request, framework)
    gone = get_object_or_404(row.competences.select_related("parent", "framework"), pk=competence)
    spec = forms.competence_spec(gone)

    def act() -> None:
        actions.remove_competence(row=gone, by=request.user, at=now())
        way = to(place, "competence_restore", row.pk)
        text = gettext("“%(title)s” is taken away.") % {"title": spec.title}
        undo.offer(request, act=f"support.competence.{row.pk}", address=way, text=text, values=asdict(spec))

    return do(request, act, to(place, "framework", row.pk))


@page(see=DO, do=DO)
def competence_restore(request: Request, place: Establishment, framework: int) -> HttpResponse:
    """Put back what was taken away, at the end."""
    row = _found(request, framework)
    values = undo.redeem(request, f"support.competence.{row.pk}") if request.method == "POST" else {}

    def act() -> None:
        actions.save_competence(framework=row, spec=CompetenceSpec(**values), by=request.user, at=now())

    return do(request, act, to(place, "framework", row.pk), gettext("The competence is back."))


@page(see=DO, do=DO)
def framework_publish(request: Request, place: Establishment, framework: int) -> HttpResponse:
    row = _found(request, framework)

    def act() -> None:
        actions.publish_framework(framework=row, by=request.user, at=now())

    return do(request, act, to(place, "framework", row.pk), gettext("The framework is in use."))


@page(see=DO, do=DO)
def framework_revise(request: Request, place: Establishment, framework: int) -> HttpResponse:
    row = _found(request, framework)

    def act() -> None:
        actions.revise_framework(framework=row, by=request.user, at=now())

    done = gettext("A new version is a draft: change it, then take it into use. Until then this one stays in use.")
    return do(request, act, to(place, "frameworks"), done)


@page(see=DO, do=DO)
def framework_discard(request: Request, place: Establishment, framework: int) -> HttpResponse:
    row = _found(request, framework)

    def act() -> None:
        actions.discard_draft(framework=row, by=request.user, at=now())

    return do(request, act, to(place, "frameworks"), gettext("The draft is thrown away."))


@page(see=SEE)
def framework_export(request: Request, place: Establishment, framework: int) -> HttpResponse:
    """The version as a package that another workplace imports."""
    row = _found(request, framework, SEE)
    return _package(queries.package_of(frameworks=[row]), f"{row.code.replace('/', '-')}-{row.version}")


@page(see=DO)
def package_export(request: Request, place: Establishment) -> HttpResponse:
    """All that a package holds of this workplace."""
    return _package(queries.whole_package(place), f"package-{place.finess}")


def _package(content: dict[str, Any], name: str) -> HttpResponse:
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return answer
