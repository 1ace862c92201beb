"""Settings of an establishment: the page, and a form for each of its rows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext

from etabli.kit import localised, undo
from etabli.kit.asking import Question, ask, do, sent
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.kit.wording import sentence
from etabli.org import forms, showing
from etabli.org.access import OrgRight
from etabli.org.actions import settings as acts
from etabli.org.models import Establishment
from etabli.org.queries import named_holidays, rights_in
from etabli.org.views.sections import CALENDAR_NOTE, SECTIONS, Section
from etabli.org.wording import KINDS


@page(see=OrgRight.SETTINGS_READ)
def settings(request: Request, place: Establishment) -> HttpResponse:
    """All that an establishment has decided or was approved for."""
    day, rights = today(), rights_in(request.user, place)
    year = _year(request.GET.get("year", ""), day.year)
    context = {
        "place": place,
        "kind": KINDS[place.kind],  # type: ignore[index]
        "places": showing.places(place, day),
        "openings": showing.openings(place, day),
        "closures": showing.closures(place, day),
        "year": year,
        "before": str(year - 1),
        "after": str(year + 1),
        "holidays": showing.holidays(place, year, get_language() or ""),
        "years": showing.years(place, day),
        "workshops": showing.workshops(place),
        "parameters": showing.parameters(place, day),
        "may_write": OrgRight.SETTINGS_WRITE in rights,
        "may_trace": OrgRight.JOURNAL_READ in rights,
        "undo": undo.offered(request),
    }
    return render(request, "org/settings.html", context)


def _year(text: str, usual: int) -> int:
    asked = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else usual
    return asked if forms.FIRST_YEAR <= asked <= forms.LAST_YEAR else usual


def _question(place: Establishment, heading: Any, done: Any, part: str, **more: Any) -> Question:
    back = reverse("org:settings", args=[place.finess])
    crumbs = [{"label": gettext("Settings"), "url": back}]
    return Question(str(heading), f"{back}#{part}", str(done), place.name, crumbs=crumbs, **more)


@page(see=OrgRight.SETTINGS_WRITE, do=OrgRight.SETTINGS_WRITE)
def identity(request: Request, place: Establishment) -> HttpResponse:
    initial = forms.IdentityForm.first_values(None, place, today())
    form = forms.IdentityForm(sent(request), initial=initial, place=place, today=today())
    fields = {
        "siret_wrong": "siret",
        "full_time_wrong": "full_time_weekly_minutes",
        "subdivision_unknown": "subdivision",
    }
    heading, done = gettext("Identity of the establishment"), gettext("The identity is saved.")
    question = _question(place, heading, done, "identity", note=str(CALENDAR_NOTE), fields=fields)
    return ask(
        request,
        form,
        lambda: acts.save_identity(establishment=place, **form.values(), by=request.user, at=now()),
        question,
    )


@page(see=OrgRight.SETTINGS_WRITE, do=OrgRight.SETTINGS_WRITE)
def holidays(request: Request, place: Establishment, year: int) -> HttpResponse:
    """Which public holidays of a year are worked."""
    if not forms.FIRST_YEAR <= year <= forms.LAST_YEAR:
        raise Http404
    named = [(day, f"{localised.day(day, 'weekday')}, {name}") for day, name in _named(place, year)]
    worked = [day.isoformat() for day in place.worked_holidays.values_list("day", flat=True)]
    form = forms.HolidaysForm(sent(request), initial={"days": worked}, place=place, holidays=named)

    def act() -> None:
        acts.save_worked_holidays(establishment=place, year=year, days=form.worked(), by=request.user, at=now())

    heading = gettext("Public holidays of %(year)s") % {"year": year}
    question = _question(place, heading, gettext("The public holidays are saved."), "holidays", note=str(CALENDAR_NOTE))
    return ask(request, form, act, question)


def _named(place: Establishment, year: int) -> list[Any]:
    return named_holidays(place, year, get_language() or "")


# ---------------------------------------------------------------- rows


def _section(slug: str) -> Section:
    if slug not in SECTIONS:
        raise Http404
    return SECTIONS[slug]


def _row(section: Section, place: Establishment, pk: int) -> Any:
    row = section.row(place, pk)
    if row is None:
        raise Http404
    return row


@page(see=OrgRight.SETTINGS_WRITE, do=OrgRight.SETTINGS_WRITE)
def row_add(request: Request, place: Establishment, section: str) -> HttpResponse:
    return _edit(request, place, _section(section), None)


@page(see=OrgRight.SETTINGS_WRITE, do=OrgRight.SETTINGS_WRITE)
def row(request: Request, place: Establishment, section: str, pk: int) -> HttpResponse:
    part = _section(section)
    return _edit(request, place, part, _row(part, place, pk))


def _edit(request: Request, place: Establishment, section: Section, row: Any) -> HttpResponse:
    initial = section.form.first_values(row, place, today())
    form = section.form(sent(request), initial=initial, place=place, today=today(), row=row)

    def act() -> None:
        section.save(establishment=place, row=row, **form.values(), by=request.user, at=now())
        if doubt := section.doubt(place, form.values()):
            messages.warning(request, sentence(doubt))

    heading = section.add if row is None else section.correct
    note, fields = str(section.note), section.fields or {}
    return ask(request, form, act, _question(place, heading, section.saved, section.slug, note=note, fields=fields))


@page(see=OrgRight.SETTINGS_WRITE, do=OrgRight.SETTINGS_WRITE)
def row_remove(request: Request, place: Establishment, section: str, pk: int) -> HttpResponse:
    part = _section(section)
    found = _row(part, place, pk)
    if not part.kept:
        raise Http404
    values, text = part.keep(found), gettext("%(row)s: removed.") % {"row": found}

    def act() -> None:
        acts.remove_row(row=found, by=request.user, at=now())
        way = reverse("org:row_restore", args=[place.finess, part.slug])
        undo.offer(request, act=f"org.{part.slug}.{place.pk}", address=way, text=text, values=values)

    form = forms.RemovalForm(sent(request), place=place, reach=part.form.held(found, place))
    if request.method == "POST" and not form.is_valid():
        heading = gettext("Remove: %(row)s") % {"row": found}
        return ask(request, form, act, _question(place, heading, "", part.slug, submit=gettext("Remove")))
    return do(request, act, reverse("org:settings", args=[place.finess]))


@page(see=OrgRight.SETTINGS_WRITE, do=OrgRight.SETTINGS_WRITE)
def row_restore(request: Request, place: Establishment, section: str) -> HttpResponse:
    """Put a removed row back."""
    part = _section(section)

    def act() -> None:
        values = part.kept_values(place, undo.redeem(request, f"org.{part.slug}.{place.pk}"))
        part.save(establishment=place, **values, by=request.user, at=now())

    return do(request, act, reverse("org:settings", args=[place.finess]), gettext("It is back."))
