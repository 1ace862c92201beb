"""Exits: listed, to complete, written, corrected, taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit import exports, localised, undo
from etabli.kit.asking import Question, ask, do, sent
from etabli.kit.clock import now, today
from etabli.kit.fields import opened
from etabli.kit.links import address
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.kit.texts import fold
from etabli.org.models import Establishment
from etabli.pathways.access import PathwaysRight
from etabli.pathways.actions import exits as actions
from etabli.pathways.columns.exits import EXITS, ExitShown, exit_url
from etabli.pathways.forms import exits as forms
from etabli.pathways.models import Exit, Host, Placement
from etabli.pathways.queries import exits as queries
from etabli.pathways.queries.returns import orientations, rights_left
from etabli.pathways.rules import exits as rules
from etabli.pathways.rules.timeline import last_day
from etabli.pathways.showing.exits import exit_facts, follow_up_cards
from etabli.pathways.states import ORDINARY, Destination
from etabli.pathways.views.common import (
    ON_A_PAGE,
    PERSONS,
    crumbs_to,
    pathways_crumb,
    registration_or_404,
    timeline_url,
)
from etabli.pathways.wording import DESTINATIONS
from etabli.pathways.wording.exits import FIELDS
from etabli.people.models import Engagement, Person

READ, WRITE = PathwaysRight.READ, PathwaysRight.WRITE


# ---------------------------------------------------------------- listed


@page(see=READ, sensitive=True)
def exits(request: Request, place: Establishment) -> HttpResponse:
    """Who left in a year, where to, and whether she may still come back by right."""
    form, year, destination = _filter(request, place)
    found = paged(_chosen(request, place, year, destination), request.GET.get("page"), ON_A_PAGE)
    rows = _shown(place, list(found.object_list))
    request.note_read("pathways.exits", [one.row.person_id for one in rows], table=PERSONS)
    context = {
        "place": place,
        "crumbs": [pathways_crumb(place), {"label": gettext("Exits")}],
        "tabs": tabs(request, "exits"),
        "form": form,
        "page": found,
        "query": f"year={year}&destination={destination}",
        "year": year,
        "filtered": bool(destination),
        "counts": queries.breakdown_of(request.user, place, year),
        "unsaid": queries.to_complete(request.user, place, today()).count(),
        **exports.screen(EXITS, rows),
    }
    return render(request, "pathways/exits.html", context)


def tabs(request: Request, current: str) -> list[dict[str, Any]]:
    """The lists of those who left, side by side, as far as the reader may see them."""
    words = {
        "exits": gettext("Exits"),
        "exits_to_complete": gettext("To complete"),
        "follow_ups": gettext("Asked after"),
        "returns": gettext("Returns"),
    }
    ways = [(name, word, address(request, f"pathways:{name}")) for name, word in words.items()]
    return [{"label": word, "url": way, "current": name == current} for name, word, way in ways if way]


def _filter(request: Request, place: Establishment) -> tuple[forms.ExitFilter, int, str]:
    form = forms.ExitFilter(request.GET, years=queries.years_with_exits(request.user, place, today()))
    return form, *form.chosen()


def _chosen(request: Request, place: Establishment, year: int, destination: str) -> Any:
    wanted = ORDINARY if destination == "ordinary" else [destination] if destination else ()
    return queries.exits_in(request.user, place, year, wanted)


def _shown(place: Establishment, rows: Sequence[Exit]) -> list[ExitShown]:
    left, back = rights_left(place, rows, today()), queries.returns_of(rows)
    return [
        ExitShown(row, *left.get(row.pk, (None, None)), back[row.pk].returned_on if row.pk in back else None)
        for row in rows
    ]


@page(see=READ, sensitive=True)
def exits_export(request: Request, place: Establishment, kind: str) -> HttpResponse:
    if kind not in exports.CONTENT_TYPES:
        raise Http404
    _form, year, destination = _filter(request, place)
    rows = _shown(place, list(_chosen(request, place, year, destination)))
    what = {"what": "pathways.exits", "title": gettext("Exits of %(year)s") % {"year": year}}
    subjects = [one.row.person_id for one in rows]
    return exports.download(request, kind, EXITS, rows, **what, subjects=subjects, table=PERSONS)


# ---------------------------------------------------------------- to complete


@page(see=WRITE, sensitive=True)
def exits_to_complete(request: Request, place: Establishment) -> HttpResponse:
    """Who left without anyone saying where to: one tap each, by what the end of her engagement says."""
    found = paged(queries.to_complete(request.user, place, today()), request.GET.get("page"), ON_A_PAGE)
    rows = list(found.object_list)
    request.note_read("pathways.exits", [row.person_id for row in rows], table=PERSONS)
    context = {
        "place": place,
        "crumbs": [pathways_crumb(place), {"label": gettext("Exits to complete")}],
        "tabs": tabs(request, "exits_to_complete"),
        "page": found,
        "cards": [_card(row) for row in rows],
        "undo": undo.offered(request),
    }
    return render(request, "pathways/exits_to_complete.html", context)


def _card(row: Engagement) -> dict[str, Any]:
    proposed = rules.proposed(fold(row.end_reason))
    return {
        "row": row,
        "last_day": last_day(row.ends_before),
        "taps": [(one.value, DESTINATIONS[one]) for one in (proposed, Destination.UNKNOWN) if one],
    }


def _to_complete_or_404(request: Request, place: Establishment, engagement: int) -> Engagement:
    return get_object_or_404(queries.to_complete(request.user, place, today()), pk=engagement)


@page(see=WRITE, do=WRITE)
def exit_tap(request: Request, place: Establishment, engagement: int) -> HttpResponse:
    """One tap: where she went, and nothing else."""
    row = _to_complete_or_404(request, place, engagement)
    destination = request.POST.get("destination", "")
    if request.method == "POST" and destination not in set(Destination):
        raise Http404

    def act() -> None:
        day = last_day(row.ends_before) or today()
        made = actions.leave(engagement=row, spec=actions.ExitSpec(day, destination), by=request.user, at=now())
        _offer_undo(request, made, row.ends_before)

    return do(request, act, reverse("pathways:exits_to_complete", args=[place.finess]))


@page(see=WRITE, do=WRITE, sensitive=True)
def exit_complete(request: Request, place: Establishment, engagement: int) -> HttpResponse:
    """All that is known of someone who left."""
    return _leave(request, place, _to_complete_or_404(request, place, engagement))


# ---------------------------------------------------------------- written


@page(see=WRITE, do=WRITE, sensitive=True)
def exit_add(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """A person leaves: her engagement ends, and it is said where she goes."""
    registration_or_404(request, place, pk, WRITE)
    row = queries.engagement_to_leave(place, pk)
    if row is None:
        messages.error(request, gettext("There is no engagement here that the person could leave."))
        return redirect(timeline_url(place, pk))
    return _leave(request, place, row)


def _leave(request: Request, place: Establishment, engagement: Engagement) -> HttpResponse:
    person = engagement.person
    request.note_read("pathways.exit", [person.pk], table=PERSONS)
    before, proposed = engagement.ends_before, rules.proposed(fold(engagement.end_reason))
    until = orientations(place, [person.pk]).get(person.pk)
    form = _form(request, place, person.pk, forms.leaving_initial(engagement, proposed, until, today()))
    made: list[Exit] = []

    def act() -> None:
        made.append(actions.leave(engagement=engagement, spec=form.spec(), by=request.user, at=now()))
        _offer_undo(request, made[0], before)

    note = gettext(
        "The engagement ends on that day: half-days after it no longer count. After an exit to a job you are reminded to ask"
        " after the person 3, 6 and 12 months later."
    )
    question = _question(place, person, gettext("The person leaves"), timeline_url(place, person.pk), note=note)
    return ask(request, form, act, question, then=lambda: exit_url(made[0]))


def _form(request: Request, place: Establishment, person: int, initial: Mapping[str, Any]) -> forms.ExitForm:
    jobs = queries.jobs_of(request.user, place, person)
    hosts = list(Host.objects.visible_to(request.user, place))
    return forms.ExitForm(sent(request), jobs=jobs, hosts=hosts, initial=initial)


def _question(place: Establishment, person: Person, heading: str, back: str, **said: Any) -> Question:
    return Question(heading, back, lead=str(person), crumbs=crumbs_to(place, person), fields=FIELDS, **said)


def _offer_undo(request: Request, row: Exit, before: date | None) -> None:
    day = localised.day(last_day(row.engagement.ends_before) or today())
    words = {"name": row.person, "day": day, "where": DESTINATIONS[Destination(row.destination)]}
    text = gettext("%(name)s: last day %(day)s, %(where)s.") % words
    way = reverse("pathways:exit_take_back", args=[request.place.finess, row.pk])
    values = {"ends_before": before and before.isoformat()}
    undo.offer(request, act=f"pathways.exit.{row.pk}", address=way, text=text, values=values)


# ---------------------------------------------------------------- one exit


def exit_or_404(request: Request, place: Establishment, exit: int, right: str = READ) -> Exit:
    """Http404 unless the user holds the right over the person who left."""
    rows = Exit.objects.visible_to(request.user, place, right)
    return get_object_or_404(rows.select_related("person", "establishment", "engagement", "host", "job__host"), pk=exit)


@page(see=READ, sensitive=True)
def exit_page(request: Request, place: Establishment, exit: int) -> HttpResponse:
    """What is known of an exit, the right to return, and what was asked after."""
    row = exit_or_404(request, place, exit)
    request.note_read("pathways.exit", [row.person_id], table=PERSONS)
    until, days = rights_left(place, [row], today()).get(row.pk, (None, None))
    context = {
        "place": place,
        "exit": row,
        "person": row.person,
        "crumbs": [*crumbs_to(place, row.person), {"label": gettext("Exit")}],
        "facts": exit_facts(row),
        "ordinary": row.destination in ORDINARY,
        "right_until": until,
        "days_left": days,
        "back": queries.returns_of([row]).get(row.pk),
        "follow_ups": follow_up_cards(row, today()),
        "may_write": Exit.objects.visible_to(request.user, place, WRITE).filter(pk=row.pk).exists(),
        "agreement": address(request, "pathways:agreement_add_exit", exit=row.pk)
        if row.destination in ORDINARY
        else "",
        "undo": undo.offered(request),
    }
    return render(request, "pathways/exit.html", context)


@page(see=WRITE, do=WRITE, sensitive=True)
def exit_correct(request: Request, place: Establishment, exit: int) -> HttpResponse:
    row = exit_or_404(request, place, exit, WRITE)
    request.note_read("pathways.exit", [row.person_id], table=PERSONS)
    form = _form(request, place, row.person_id, forms.exit_initial(row))

    def act() -> None:
        actions.correct_exit(row=row, spec=form.spec(), by=request.user, at=now())

    done = gettext("The exit is corrected.")
    return ask(request, form, act, _question(place, row.person, gettext("Correct an exit"), exit_url(row), done=done))


@page(see=WRITE, do=WRITE)
def exit_take_back(request: Request, place: Establishment, exit: int) -> HttpResponse:
    """She did not leave: the engagement goes on, or ends as it did before when that is known (undo)."""
    row = exit_or_404(request, place, exit, WRITE)
    if request.method != "POST":
        return redirect(exit_url(row))
    values = undo.redeem(request, f"pathways.exit.{row.pk}") if "token" in request.POST else {}
    before = date.fromisoformat(values["ends_before"]) if values.get("ends_before") else None
    taken, here, gone = _kept(row), exit_url(row), timeline_url(place, row.person_id)

    def act() -> None:
        actions.take_exit_back(row=row, ends_before=before, by=request.user, at=now())
        text = gettext("The exit of %(name)s is taken back.") % {"name": row.person}
        way = reverse("pathways:exit_restore", args=[place.finess])
        undo.offer(request, act="pathways.exit_restore", address=way, text=text, values=taken)

    answer = do(request, act, gone)
    return redirect(here) if Exit.objects.filter(pk=exit).exists() else answer


def _kept(row: Exit) -> dict[str, Any]:
    """An exit as JSON; its reason as encrypted as in the table."""
    day = last_day(row.engagement.ends_before)
    until = row.orientation_until
    return {
        "engagement": row.engagement_id,
        "last_day": day and day.isoformat(),
        "destination": row.destination,
        "contract": row.contract,
        "job": row.job_id,
        "host": row.host_id,
        "reason": Exit._meta.get_field("reason").get_prep_value(row.reason),
        "mdph_validated": row.mdph_validated,
        "orientation_until": until and until.isoformat(),
    }


@page(see=WRITE, do=WRITE)
def exit_restore(request: Request, place: Establishment) -> HttpResponse:
    """An exit that was taken back is written down again as it was."""
    if request.method != "POST":
        return redirect(reverse("pathways:exits", args=[place.finess]))
    kept = undo.redeem(request, "pathways.exit_restore")
    rows = Engagement.objects.filter(establishment=place).select_related("person", "establishment")
    engagement = get_object_or_404(rows, pk=kept["engagement"])
    registration_or_404(request, place, engagement.person_id, WRITE)

    def act() -> None:
        actions.leave(engagement=engagement, spec=_spec_of(place, kept), by=request.user, at=now())

    return do(request, act, timeline_url(place, engagement.person_id), gettext("The exit is written down again."))


def _spec_of(place: Establishment, kept: Mapping[str, Any]) -> actions.ExitSpec:
    until = kept["orientation_until"]
    return actions.ExitSpec(
        last_day=date.fromisoformat(kept["last_day"]),
        destination=kept["destination"],
        contract=kept["contract"],
        job=Placement.objects.filter(establishment=place, pk=kept["job"]).first(),
        host=Host.objects.filter(establishment=place, pk=kept["host"]).first(),
        reason=opened(kept["reason"]) or "",
        mdph_validated=kept["mdph_validated"],
        orientation_until=until and date.fromisoformat(until),
    )
