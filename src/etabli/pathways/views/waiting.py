"""The waiting list: who asks, who is admitted, withdrawn or refused; how many wait, and how long."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit import exports, undo
from etabli.kit.asking import Question, ask, do, sent
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.models import Establishment, Workshop
from etabli.pathways.access import PathwaysRight
from etabli.pathways.actions import waiting as actions
from etabli.pathways.columns.waiting import STATUS, screen_columns, waiting_columns
from etabli.pathways.forms import waiting as forms
from etabli.pathways.models import WaitingEntry
from etabli.pathways.queries.waiting import counts_in, entries_in, registered_alike
from etabli.pathways.states import WAITING_STEPS, WaitingState
from etabli.pathways.views.ways import way_to
from etabli.pathways.wording.waiting import WAIT_LENGTHS, WAITING_STATES

READ, WRITE = PathwaysRight.READ, PathwaysRight.WAITING_WRITE
ENTRIES = WaitingEntry._meta.db_table
CLOSINGS = (WaitingState.WITHDRAWN, WaitingState.REFUSED)


def _list_url(place: Establishment) -> str:
    return reverse("pathways:waiting", args=[place.finess])


def _entry_url(row: WaitingEntry) -> str:
    return reverse("pathways:waiting_entry", args=[row.establishment.finess, row.pk])


def _workshops(request: Request, place: Establishment, right: str = READ) -> list[Workshop]:
    return list(Workshop.objects.visible_to(request.user, place, right))


def _found(request: Request, place: Establishment, entry: int, right: str = WRITE) -> WaitingEntry:
    rows = WaitingEntry.objects.visible_to(request.user, place, right)
    return get_object_or_404(rows.select_related("establishment", "wanted_workshop", "person"), pk=entry)


# ---------------------------------------------------------------- the list


@page(see=READ, sensitive=True)
def waiting(request: Request, place: Establishment) -> HttpResponse:
    """Who waits, as filtered, and how many wait in all."""
    chosen = forms.WaitingFilter(request.GET, _workshops(request, place))
    found = paged(entries_in(request.user, place, **chosen.chosen()), request.GET.get("page"))
    rows = list(found.object_list)
    request.note_read("pathways.waiting", [row.pk for row in rows], table=ENTRIES)
    counts = counts_in(request.user, place, today())
    context = {
        "place": place,
        "crumbs": way_to(request, None, {"label": gettext("Waiting list")}),
        "page": found,
        "table": _table(place, rows),
        "counts": counts,
        "lengths": [{"label": WAIT_LENGTHS[length], "count": count} for length, count in counts.lengths.items()],
        "filter": chosen,
        "query": urlencode(chosen.chosen()),
        "may_write": request.user.may(WRITE, place),
        "undo": undo.offered(request),
    }
    return render(request, "pathways/waiting.html", context)


def _table(place: Establishment, rows: list[WaitingEntry]) -> dict[str, Any]:
    columns = screen_columns(place.finess, today())
    table = exports.screen(columns, rows)
    where = [column.name for column in columns].index("state")
    for row, drawn in zip(rows, table["rows"], strict=True):
        drawn["cells"][where]["status"] = STATUS[WaitingState(row.state)]
    return table


@page(see=READ)
def waiting_export(request: Request, place: Establishment, kind: str) -> HttpResponse:
    """The list as filtered, whole."""
    if kind not in exports.CONTENT_TYPES:
        raise Http404
    chosen = forms.WaitingFilter(request.GET, _workshops(request, place))
    rows = list(entries_in(request.user, place, **chosen.chosen()))
    known = {"what": "pathways.waiting_export", "title": gettext("Waiting list %(place)s") % {"place": place.name}}
    subjects = [row.pk for row in rows]
    columns = waiting_columns(place.finess, today())
    return exports.download(request, kind, columns, rows, **known, subjects=subjects, table=ENTRIES)


# ---------------------------------------------------------------- one entry


@page(see=READ, sensitive=True)
def waiting_entry(request: Request, place: Establishment, entry: int) -> HttpResponse:
    """Who asks, how it stands, and what can be done."""
    row = _found(request, place, entry, READ)
    request.note_read("pathways.waiting", [row.pk], table=ENTRIES)
    state = WaitingState(row.state)
    context = {
        "place": place,
        "row": row,
        "crumbs": _crumbs(request, row),
        "state": WAITING_STATES[state],
        "status": STATUS[state],
        "steps": WAITING_STEPS[state],
        "is_closed": state in CLOSINGS,
        "may_write": request.user.may(WRITE, place),
        "undo": undo.offered(request),
    }
    return render(request, "pathways/waiting_entry.html", context)


def _crumbs(request: Request, row: WaitingEntry | None = None, heading: str = "") -> list[Any]:
    """The way to an entry, or to an act on it."""
    own = [{"label": str(row), "url": _entry_url(row)}] if row else []
    last = [{"label": heading}] if heading else []
    return way_to(request, None, {"label": gettext("Waiting list"), "url": _list_url(request.place)}, *own, *last)


def _question(request: Request, heading: str, done: str, row: WaitingEntry | None, **more: Any) -> Question:
    back = _entry_url(row) if row else _list_url(request.place)
    return Question(heading, back, done, str(row or ""), crumbs=_crumbs(request, row), **more)


@page(see=WRITE, do=WRITE, sensitive=True)
def waiting_edit(request: Request, place: Establishment, entry: int | None = None) -> HttpResponse:
    """Someone put on the list, or what is written of her corrected."""
    row = _found(request, place, entry) if entry else None
    request.note_read("pathways.waiting", [row.pk] if row else [], table=ENTRIES)
    options = {"workshops": _workshops(request, place, WRITE), "initial": forms.entry_initial(row, today())}
    form = forms.EntryForm(sent(request), **options)

    def act() -> None:
        where = {"establishment": place, "row": row, "on": today()}
        actions.save_entry(**where, spec=form.spec(), by=request.user, at=now())

    heading = gettext("Correct an entry") if row else gettext("Put someone on the list")
    return ask(request, form, act, _question(request, heading, gettext("The list is saved."), row, fields=forms.FIELDS))


@page(see=WRITE, do=WRITE)
def waiting_close(request: Request, place: Establishment, entry: int, state: str) -> HttpResponse:
    """Withdrawn or refused; the next page offers to take that back."""
    row = _found(request, place, entry)
    if state not in set(CLOSINGS):
        raise Http404
    form = forms.ClosingForm(sent(request), initial={"closed_on": today()})

    def act() -> None:
        actions.close_entry(entry=row, state=state, **form.cleaned_data, on=today(), by=request.user, at=now())
        text = gettext("%(name)s is now: %(state)s.") % {"name": row, "state": WAITING_STATES[WaitingState(state)]}
        way = reverse("pathways:waiting_reopen", args=[place.finess, row.pk])
        undo.offer(request, act="waiting_close", address=way, text=text, values={"entry": row.pk})

    headings = {
        WaitingState.WITHDRAWN: gettext("The person no longer asks"),
        WaitingState.REFUSED: gettext("Refuse the request"),
    }
    return ask(
        request, form, act, _question(request, headings[WaitingState(state)], "", row, fields=forms.CLOSING_FIELDS)
    )


@page(see=WRITE, do=WRITE)
def waiting_reopen(request: Request, place: Establishment, entry: int) -> HttpResponse:
    row = _found(request, place, entry)

    def act() -> None:
        actions.reopen_entry(entry=row, by=request.user, at=now())

    return do(request, act, _entry_url(row), gettext("%(name)s waits again.") % {"name": row})


@page(see=WRITE, do=WRITE)
def waiting_remove(request: Request, place: Establishment, entry: int) -> HttpResponse:
    """Asks once more: nothing of who did not come is kept."""
    row = _found(request, place, entry)
    name = str(row)

    def act() -> None:
        actions.remove_entry(entry=row, by=request.user, at=now())

    note = gettext("All that is written here of the person goes. It cannot be taken back.")
    crumbs = _crumbs(request, row)
    done = gettext("%(name)s is no longer on the list.") % {"name": name}
    words = (gettext("Delete an entry"), _list_url(place), done, name, note, gettext("Delete for good"))
    return ask(request, forms.RemovalForm(sent(request)), act, Question(*words, crumbs=crumbs))


@page(see=WRITE, do=WRITE, sensitive=True)
def waiting_admit(request: Request, place: Establishment, entry: int) -> HttpResponse:
    """She comes in: registered with her engagement, or linked to who she is here already."""
    row = _found(request, place, entry)
    request.note_read("pathways.waiting", [row.pk], table=ENTRIES)
    options = {
        "place": place,
        "workshops": _workshops(request, place, WRITE),
        "known": registered_alike(request.user, row),
    }
    form = forms.AdmissionForm(sent(request), **options, initial=forms.admission_initial(row, today()))

    def act() -> None:
        actions.admit(entry=row, admission=form.admission(), by=request.user, at=now())

    done = gettext("%(name)s is admitted.") % {"name": row}
    return ask(request, form, act, _question(request, gettext("Admit"), done, row, fields=forms.ADMISSION_FIELDS))
