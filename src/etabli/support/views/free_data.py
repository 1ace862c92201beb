"""Free data: the fields that a workplace defines, what is written in them, and what is found in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit import exports
from etabli.kit.asking import Question, ask, do, sent
from etabli.kit.clock import now, today
from etabli.kit.inputs import attempt
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.models import Establishment
from etabli.org.wording import ROLES
from etabli.people.models import Person
from etabli.people.reach import roles_over
from etabli.support.access import SupportRight
from etabli.support.actions.free_data import retire_free_field, save_free_field, write_free_values
from etabli.support.columns_free_data import COLUMNS
from etabli.support.forms.free_data import FindForm, FreeDataForm, FreeFieldForm
from etabli.support.models import FreeField
from etabli.support.queries.free_data import (
    Found,
    counted,
    find_free_data,
    free_data_of,
    free_fields_of,
    is_about,
    searchable_fields,
)
from etabli.support.states import Target
from etabli.support.views.common import crumbs_of, registration_or_404
from etabli.support.wording import FIELD_KINDS, TARGETS
from etabli.support.wording.free_data import FIELDS

SETTINGS, READ = SupportRight.SETTINGS_WRITE, SupportRight.OBSERVE


# ---------------------------------------------------------------- the fields


def _fields_url(place: Establishment) -> str:
    return reverse("support:free_fields", args=[place.finess])


@page(see=SETTINGS)
def free_fields(request: Request, place: Establishment) -> HttpResponse:
    rows = [
        {
            "row": row,
            "target": TARGETS[row.target],  # type: ignore[index]
            "kind": FIELD_KINDS[row.kind],  # type: ignore[index]
            "readers": [ROLES[role] for role in row.read_roles],
            "writers": [ROLES[role] for role in row.write_roles],
        }
        for row in free_fields_of(request.user, place)
    ]
    crumbs = [{"label": gettext("Free fields")}]
    return render(request, "support/free_fields.html", {"place": place, "rows": rows, "crumbs": crumbs})


@page(see=SETTINGS, do=SETTINGS)
def free_field_add(request: Request, place: Establishment) -> HttpResponse:
    return _edit(request, place, None)


@page(see=SETTINGS, do=SETTINGS)
def free_field(request: Request, place: Establishment, field: int) -> HttpResponse:
    return _edit(request, place, get_object_or_404(free_fields_of(request.user, place), pk=field))


def _edit(request: Request, place: Establishment, row: FreeField | None) -> HttpResponse:
    form = FreeFieldForm(sent(request), row)

    def act() -> None:
        save_free_field(establishment=place, spec=form.spec(), row=row, by=request.user, at=now())

    heading = gettext("Correct a free field") if row else gettext("Add a free field")
    crumbs = [{"label": gettext("Free fields"), "url": _fields_url(place)}]
    question = Question(heading, _fields_url(place), gettext("The field is saved."), crumbs=crumbs, fields=FIELDS)
    return ask(request, form, act, question)


@page(see=SETTINGS, do=SETTINGS)
def free_field_retire(request: Request, place: Establishment, field: int) -> HttpResponse:
    """No longer asked; sent again, asked again."""
    row = get_object_or_404(free_fields_of(request.user, place), pk=field)
    on = today() if row.retired_on is None else None
    words = gettext("“%(label)s” is no longer asked.") if on else gettext("“%(label)s” is asked again.")
    return do(
        request,
        lambda: retire_free_field(field=row, on=on, by=request.user, at=now()),
        _fields_url(place),
        words % {"label": row.label},
    )


# ---------------------------------------------------------------- of one person, plan or action


@page(see=READ, do=READ, sensitive=True)
def free_data(request: Request, place: Establishment, pk: int, target: str = "person", about: int = 0) -> HttpResponse:
    """What is written, and the form of what the reader writes."""
    registration = registration_or_404(request, place, pk, READ)
    if target not in set(Target) or not is_about(request.user, place, pk, target, about):
        raise Http404
    request.note_read("support.free", [pk], table=Person._meta.db_table)
    roles = roles_over(request.user, registration, today())
    lines = free_data_of(place, pk, target, about, roles)
    form = FreeDataForm(sent(request), [one for one in lines if one.may_write])
    who = {"person": registration.person, "about": about, "roles": roles, "by": request.user, "at": now()}
    if _written(request, form, lambda: write_free_values(values=form.values(), **who)):
        return redirect(request.path)
    context = {
        "place": place,
        "person": registration.person,
        "target": TARGETS[target],  # type: ignore[index]
        "read_only": [one for one in lines if not one.may_write],
        "form": form,
        "crumbs": [*crumbs_of(registration), {"label": gettext("Free data")}],
    }
    return render(request, "support/free_data.html", context)


def _written(request: Request, form: FreeDataForm, act: Callable[[], object]) -> bool:
    if request.method != "POST" or not form.is_valid() or not attempt(form, act, FIELDS):
        return False
    messages.success(request, gettext("The free data are saved."))
    return True


# ---------------------------------------------------------------- found among all


def _found(request: Request, place: Establishment) -> tuple[FindForm, list[Found]]:
    form = FindForm(request.GET, searchable_fields(request.user, place))
    return form, find_free_data(request.user, place, form.chosen, form.text_wanted) if form.chosen else []


def _noted(found: Sequence[Found]) -> list[int]:
    return sorted({one.person.pk for one in found})


@page(see=READ, sensitive=True)
def free_find(request: Request, place: Establishment) -> HttpResponse:
    """By free data: persons in whose field something is written."""
    form, found = _found(request, place)
    shown = paged(found, request.GET.get("page"))
    request.note_read("support.free.find", _noted(shown.object_list), table=Person._meta.db_table)
    chosen = form.chosen
    context = {
        "place": place,
        "form": form,
        "chosen": chosen,
        "page": shown,
        "table": exports.screen(COLUMNS, shown.object_list),
        "counts": counted(chosen, found) if chosen else [],
        "query": urlencode({"field": chosen.pk, "text": form.text_wanted}) if chosen else "",
        "may_define": request.user.may(SETTINGS, place),
        "crumbs": [{"label": gettext("Find by free data")}],
    }
    return render(request, "support/free_find.html", context)


@page(see=READ)
def free_export(request: Request, place: Establishment, kind: str) -> HttpResponse:
    """What was found, whole, as a sheet."""
    form, found = _found(request, place)
    if kind not in exports.CONTENT_TYPES or form.chosen is None:
        raise Http404
    table = {"what": "support.free.export", "title": form.chosen.label, "purpose": form.chosen.purpose[:200]}
    return exports.download(request, kind, COLUMNS, found, **table, subjects=_noted(found), table=Person._meta.db_table)
