"""Sick notes: which are awaited, what each changes, received, entered, corrected, removed and put back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.attendance.access import AttendanceRight
from etabli.attendance.actions import remove_sick_note, save_sick_note
from etabli.attendance.forms import NoteForm
from etabli.attendance.forms.notes import note_initial
from etabli.attendance.models import SickNote
from etabli.attendance.queries.notes import Effects, effects_of, notes_seen
from etabli.attendance.states import NoteKind
from etabli.attendance.views.common import tabs
from etabli.attendance.wording import NOTE_EFFECTS, NOTE_KINDS, NOTE_ORIGINS
from etabli.kit import localised, undo
from etabli.kit.asking import Question, ask, do
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.models import Establishment
from etabli.org.queries import rights_in
from etabli.people.models import Person

AWAITED, RECEIVED = "awaited", "received"
FIELDS = {"sick_note_backwards": "last_day", "sick_notes_overlap": "first_day", "month_closed": "first_day"}
"""The field beside which the sentence of each refusal stands."""
UNDO = "attendance.note"


@page(see=AttendanceRight.REASON_READ, sensitive=True)
def notes(request: Request, place: Establishment) -> HttpResponse:
    """Every note the reader may see, awaited ones first."""
    state = request.GET.get("state", "")
    person = _person(request, place, request.GET.get("person", ""))
    rows = notes_seen(request.user, place)
    rows = rows.filter(person=person) if person else rows
    if state in (AWAITED, RECEIVED):
        rows = rows.filter(received_on__isnull=state == AWAITED)
    found = paged(rows, request.GET.get("page"))
    request.note_read("attendance.notes", [row.pk for row in found.object_list], table=SickNote._meta.db_table)
    rights = rights_in(request.user, place)
    effects = effects_of(place, found.object_list)
    context = {
        "place": place,
        "page": found,
        "rows": [_shown(row, effects[row.pk], today()) for row in found.object_list],
        "state": state,
        "person": person,
        "today": today(),
        "may_write": AttendanceRight.NOTE_WRITE in rights,
        "tabs": tabs(rights, place, "attendance:notes"),
        "undo": undo.offered(request),
    }
    return render(request, "attendance/notes.html", context)


def _person(request: Request, place: Establishment, key: str) -> Person | None:
    if not key.isascii() or not key.isdigit() or len(key) > 15:
        return None
    return Person.objects.visible_to(request.user, place, AttendanceRight.REASON_READ).filter(pk=int(key)).first()


def _shown(note: SickNote, effects: Effects, day: date) -> dict[str, Any]:
    last_day = note.ends_before - timedelta(days=1)
    awaited = note.received_on is None
    return {
        "pk": str(note.pk),
        "person": note.person,
        "first_day": note.starts_on,
        "last_day": last_day,
        "days": (note.ends_before - note.starts_on).days,
        "kind": NOTE_KINDS[NoteKind(note.kind)],
        "origin": NOTE_ORIGINS.get(note.origin, ""),
        "awaited": awaited,
        "since": max(0, (day - note.starts_on).days),
        "received_on": note.received_on,
        "changes": _changes(effects, awaited),
        "title": f"{note.person}, {localised.day(note.starts_on, 'short')}",
    }


def _changes(effects: Effects, awaited: bool) -> list[str]:
    """What a note changes, in sentences."""
    text = str(NOTE_EFFECTS[effects.effect])
    if effects.unpaid is not None:
        first, last = effects.unpaid
        text %= {"first": localised.day(first, "short"), "last": localised.day(last, "short")}
    return [gettext("Unpaid until it is received."), text] if awaited else [text]


# ---------------------------------------------------------------- writing


@page(see=AttendanceRight.NOTE_WRITE, do=AttendanceRight.NOTE_WRITE)
def note_add(request: Request, place: Establishment) -> HttpResponse:
    people = list(_writable(request, place))
    initial = {"kind": NoteKind.FIRST.value, "received_on": today(), "person": request.GET.get("person", "")}
    form = NoteForm(request.POST or None, initial=initial, people=people)

    def act() -> None:
        chosen = next(row for row in people if str(row.pk) == form.cleaned_data["person"])
        _save(request, place, chosen, None, form.note)

    return ask(request, form, act, _question(place, gettext("Add a sick note")))


@page(see=AttendanceRight.NOTE_WRITE, do=AttendanceRight.NOTE_WRITE, sensitive=True)
def note(request: Request, place: Establishment, note: int) -> HttpResponse:
    row = _note(request, place, note)
    request.note_read("attendance.note", [row.pk], table=SickNote._meta.db_table)
    form = NoteForm(request.POST or None, initial=note_initial(row), people=None)

    def act() -> None:
        _save(request, place, row.person, row, form.note)

    return ask(request, form, act, _question(place, gettext("Correct a sick note"), str(row.person)))


def _question(place: Establishment, heading: str, lead: str = "") -> Question:
    back = reverse("attendance:notes", args=[place.finess])
    note = gettext("A received note pays its half-days, save the waiting days of a first note: three calendar days.")
    return Question(
        heading, back, lead=lead, note=note, crumbs=[{"label": gettext("Sick notes"), "url": back}], fields=FIELDS
    )


def _writable(request: Request, place: Establishment) -> Any:
    return Person.objects.visible_to(request.user, place, AttendanceRight.NOTE_WRITE)


def _note(request: Request, place: Establishment, pk: int) -> SickNote:
    return get_object_or_404(notes_seen(request.user, place, AttendanceRight.NOTE_WRITE), pk=pk)


def _save(
    request: Request, place: Establishment, person: Person, row: SickNote | None, values: Mapping[str, Any]
) -> None:
    saved = save_sick_note(establishment=place, person=person, note=row, **values, by=request.user, at=now())
    effects = effects_of(place, [saved])[saved.pk]
    said = [gettext("The sick note of %(person)s is saved.") % {"person": person}]
    messages.success(request, " ".join([*said, *_changes(effects, saved.received_on is None)]))


@page(see=AttendanceRight.NOTE_WRITE, do=AttendanceRight.NOTE_WRITE)
def note_received(request: Request, place: Establishment, note: int) -> HttpResponse:
    """An awaited note came in today."""
    row = _note(request, place, note)
    values = {
        "starts_on": row.starts_on,
        "ends_before": row.ends_before,
        "kind": row.kind,
        "long_term_illness": row.long_term_illness,
        "work_accident": row.work_accident,
        "received_on": row.received_on or today(),
    }
    return do(request, lambda: _save(request, place, row.person, row, values), _question(place, "").back)


@page(see=AttendanceRight.NOTE_WRITE, do=AttendanceRight.NOTE_WRITE)
def note_remove(request: Request, place: Establishment, note: int) -> HttpResponse:
    row = _note(request, place, note)
    values = {
        "person": row.person_id,
        "starts_on": row.starts_on.isoformat(),
        "ends_before": row.ends_before.isoformat(),
        "kind": row.kind,
        "long_term_illness": row.long_term_illness,
        "work_accident": row.work_accident,
        "received_on": row.received_on.isoformat() if row.received_on else None,
    }

    def act() -> None:
        remove_sick_note(note=row, by=request.user, at=now())
        text = gettext("The sick note of %(person)s is removed.") % {"person": row.person}
        way = reverse("attendance:note_restore", args=[place.finess])
        undo.offer(request, act=UNDO, address=way, text=text, values=values)

    return do(request, act, _question(place, "").back)


@page(see=AttendanceRight.NOTE_WRITE, do=AttendanceRight.NOTE_WRITE)
def note_restore(request: Request, place: Establishment) -> HttpResponse:
    """Put a removed note back."""
    back = _question(place, "").back
    if request.method != "POST":
        return do(request, lambda: None, back)
    values = undo.redeem(request, UNDO)
    person = _writable(request, place).filter(pk=values.pop("person")).first()
    if person is None:
        raise Http404
    for name in ("starts_on", "ends_before", "received_on"):
        values[name] = date.fromisoformat(values[name]) if values[name] else None

    def act() -> None:
        # Sent twice, it is put back once.
        if not SickNote.objects.filter(establishment=place, person=person, **values).exists():
            _save(request, place, person, None, values)

    return do(request, act, back)
