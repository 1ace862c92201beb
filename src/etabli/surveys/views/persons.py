"""The persons behind a field, and behind what is missing: by name as far as the reader may see them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext

from etabli.indicators.queries import scope_of
from etabli.kit import localised
from etabli.kit.exports import XLSX, download
from etabli.kit.links import address
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.models import Establishment
from etabli.people.models import Person
from etabli.people.queries import staff_numbers
from etabli.surveys.access import SurveysRight
from etabli.surveys.columns import BEHIND
from etabli.surveys.computed import Row, rows_of
from etabli.surveys.queries import Filling, filling
from etabli.surveys.questionnaire import Field, Questionnaire
from etabli.surveys.showing import field_row, gaps_of
from etabli.surveys.states import Means
from etabli.surveys.views.common import form_or_404, frame
from etabli.surveys.wording import GAPS

TABLE = "people_person"
PEOPLE_A_GAP = 100


def _counted_or_404(form: Questionnaire, name: str) -> Field:
    field = form.fields.get(name)
    if field is None or field.means != Means.COMPUTED:
        raise Http404
    return field


def _named(request: Request, place: Establishment, keys: set[int]) -> dict[int, Person]:
    readable = Person.objects.visible_to(request.user, place, SurveysRight.PERSONS)
    return {person.pk: person for person in readable.filter(pk__in=keys)}


@page(see=SurveysRight.DRAFTS)
def behind(request: Request, place: Establishment, form: str, year: int, field: str) -> HttpResponse:
    """Every row behind a computed field, from the text that is summed; those not shown to the reader in one line."""
    wanted = form_or_404(place, form, year)
    counted = _counted_or_404(wanted, field)
    rows, subjects = _lines(request, place, wanted, counted, year)
    found = paged(rows, request.GET.get("page"))
    if subjects:
        request.note_read("surveys.behind", subjects, purpose=field, table=TABLE)
    present = filling(wanted, place, year)
    context = {
        **frame(request, place, wanted, year, ""),
        "row": field_row(present, present.fields[field], {}),
        "page": found,
        "is_mean": counted.mean,
        "sql": wanted.groups[counted.group],
        "opens_persons": bool(address(request, "people:person", pk=1)),
    }
    return render(request, "surveys/behind.html", context)


def _lines(
    request: Request, place: Establishment, form: Questionnaire, field: Field, year: int
) -> tuple[list[dict[str, Any]], list[int]]:
    """The rows as shown, those who may be named by name, one line for all others; and the keys of the persons named."""
    rows = rows_of(form, field, scope_of(place), year)
    people = _named(request, place, {row.subject for row in rows if row.subject is not None})
    numbers = staff_numbers(place, people)
    shown = [
        _line(row, field, people.get(row.subject or 0), numbers)
        for row in rows
        if row.subject is None or row.subject in people
    ]
    shown.sort(key=lambda line: (line["excluded"] != "", line["name"], line["day"]))
    hidden = [row for row in rows if row.subject is not None and row.subject not in people]
    if hidden:
        shown.append(_hidden_line(hidden, field))
    return shown, sorted(people)


def _line(row: Row, field: Field, person: Person | None, numbers: dict[int, str]) -> dict[str, Any]:
    return {
        "key": row.subject if person else None,
        "number": numbers.get(row.subject or 0, ""),
        "name": str(person) if person else gettext("The establishment"),
        "day": row.day,
        "num": row.num / field.divide,
        "den": row.den,
        "excluded": str(GAPS.get(row.excluded, row.excluded)),
    }


def _hidden_line(hidden: list[Row], field: Field) -> dict[str, Any]:
    persons = len({row.subject for row in hidden})
    words = ngettext("%(count)s person not shown to you", "%(count)s persons not shown to you", persons)
    counted = [row for row in hidden if not row.excluded]
    return {
        "key": None,
        "number": "",
        "name": words % {"count": persons},
        "day": None,
        "num": sum(row.num for row in counted) / field.divide,
        "den": sum(row.den for row in counted),
        "excluded": "",
    }


@page(see=SurveysRight.PERSONS)
def behind_export(request: Request, place: Establishment, form: str, year: int, field: str) -> HttpResponse:
    """Every row behind a computed field as a workbook; its sum is that of the field."""
    wanted = form_or_404(place, form, year)
    counted = _counted_or_404(wanted, field)
    rows, subjects = _lines(request, place, wanted, counted, year)
    title = f"{field} {year} {place.name}"
    return download(
        request, XLSX, BEHIND, rows, what="surveys.rows", title=title, subjects=subjects, purpose=field, table=TABLE
    )


@page(see=SurveysRight.DRAFTS)
def gaps(request: Request, place: Establishment, form: str, year: int) -> HttpResponse:
    """What is missing: what persons lack, controls that fail, fields nobody answered; each with where it is repaired."""
    wanted = form_or_404(place, form, year)
    found = filling(wanted, place, year)
    lacking = gaps_of(found, scope_of(place))
    people = _named(request, place, {key for gap in lacking for key in gap.persons})
    if people:
        request.note_read("surveys.gaps", sorted(people), table=TABLE)
    context = {
        **frame(request, place, wanted, year, "gaps"),
        "gaps": [_gap_shown(request, gap, people) for gap in lacking],
        "problems": [field_row(found, filled, {}) for filled in _failing(found)],
        "missing": [field_row(found, filled, {}) for filled in found.missing],
    }
    return render(request, "surveys/gaps.html", context)


def _failing(found: Filling) -> list[Any]:
    return [found.fields[name] for name in dict.fromkeys(failure.field for failure in found.failures)]


REPAIRED_AT = {
    "no_birth_date": "people:person",
    "no_entry_date": "people:person",
    "not_asked": "pathways:situation",
    "no_prescriber": "pathways:timeline",
    "destination_unknown": "pathways:timeline",
    "no_contract": "pathways:timeline",
}
"""The page of a person on which she gets what she lacks."""


def _gap_shown(request: Request, gap: Any, people: dict[int, Person]) -> dict[str, Any]:
    """Persons by name with the way to the page that repairs; the others as a number."""
    named = sorted((person for key, person in people.items() if key in gap.persons), key=str)
    name = REPAIRED_AT.get(gap.reason, "people:person")
    # One look at the rights for all of them.
    opens = bool(named) and bool(address(request, name, pk=named[0].pk))
    hidden = len(gap.persons) - len(named)
    return {
        "label": gap.label,
        "fields": gap.fields,
        "count": localised.number(len(gap.persons)),
        "persons": [{"key": person.pk, "name": str(person)} for person in named[:PEOPLE_A_GAP]],
        "page": name if opens else "",
        "more": max(0, len(named) - PEOPLE_A_GAP),
        "hidden": hidden,
    }
