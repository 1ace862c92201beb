"""A support plan: begun, written with drafts saved, talked over in interview mode, brought from state to state, signed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.core.refusal import Refusal
from etabli.kit import undo
from etabli.kit.asking import do, sent
from etabli.kit.clock import now, today
from etabli.kit.inputs import attempt
from etabli.kit.pages import Request, page
from etabli.kit.wording import sentence
from etabli.org.models import Establishment
from etabli.people.models import Engagement, Registration
from etabli.support import actions, showing_plans
from etabli.support.access import SupportRight
from etabli.support.forms import plans as forms
from etabli.support.models import Milestone, Participant, Plan
from etabli.support.queries import plans
from etabli.support.queries.wills import standing_will, wills_of
from etabli.support.rules.wills import is_will_in_plan
from etabli.support.states import WRITABLE, MeetingKind, PlanState
from etabli.support.views.casework import PERSONS, asked, crumbs_to, diagnosis_url
from etabli.support.views.common import registration_or_404
from etabli.support.wording import plans as words

READ, WRITE = SupportRight.PLAN_READ, SupportRight.PLAN_WRITE


def found(request: Request, place: Establishment, pk: int, plan: int, right: str) -> tuple[Registration, Plan]:
    """Http404 unless the user holds the right over the person there."""
    registration = registration_or_404(request, place, pk, right)
    rows = Plan.objects.visible_to(request.user, place, right).select_related("person", "establishment", "referent")
    return registration, get_object_or_404(rows, pk=plan, person=pk)


def plan_url(plan: Plan) -> str:
    return reverse("support:plan", args=[plan.establishment.finess, plan.person_id, plan.pk])


# ---------------------------------------------------------------- the plan


@page(see=WRITE, do=WRITE)
def plan_begin(request: Request, place: Establishment, pk: int) -> HttpResponse:
    registration = registration_or_404(request, place, pk, WRITE)
    users = plans.referents_in(place, today())
    form = forms.BeginPlanForm(sent(request), users=users, initial={"starts_on": today(), "referent": request.user.pk})
    made: list[Plan] = []

    def act() -> None:
        where = {"establishment": place, "person": registration.person}
        made.append(actions.begin_plan(**where, **form.values(), by=request.user, at=now()))

    if request.method == "POST" and form.is_valid() and attempt(form, act, forms.PLAN_FIELDS):
        return redirect(plan_url(made[0]))
    context = {"form": form, "person": registration.person, "back": diagnosis_url(registration)}
    crumbs = [*crumbs_to(registration), {"label": gettext("Begin a plan")}]
    return render(request, "support/plan_begin.html", context | {"crumbs": crumbs})


@page(see=READ, sensitive=True)
def plan(request: Request, place: Establishment, pk: int, plan: int) -> HttpResponse:
    """What a plan says; while it may change, each text saves itself as it is written."""
    registration, row = found(request, place, pk, plan, READ)
    request.note_read("support.plan", [pk], table=PERSONS)
    may_write = bool(registration and request.user.may(WRITE, place))
    context = {
        "place": place,
        "person": registration.person,
        "crumbs": [*crumbs_to(registration), {"label": gettext("Plan %(number)s") % {"number": row.number}}],
        "plan": showing_plans.plan_card(row),
        "row": row,
        "may_write": may_write,
        "is_writable": may_write and row.state in WRITABLE,
        "may_amend": may_write and row.state in (PlanState.IN_FORCE, PlanState.UNDER_REVIEW),
        "may_sign": may_write and row.state == PlanState.PROPOSED,
        "steps": showing_plans.step_cards(row) if may_write else [],
    }
    return render(request, "support/plan.html", context | _will(request, row, may_write) | _contents(row))


def _will(request: Request, row: Plan, may_write: bool) -> dict[str, Any]:
    rows = list(wills_of(request.user, row.establishment, row.person_id))
    may_say = may_write and is_will_in_plan(row.state) and all(one.withdrawn_on for one in rows)
    return {"wills": showing_plans.will_cards(rows), "may_say": may_say, "undo": undo.offered(request)}


def _contents(row: Plan) -> dict[str, Any]:
    return {
        "sections": showing_plans.section_cards(plans.sections_of(row), row),
        "goals": showing_plans.goal_rows(plans.goals_in(row), today()),
        "participants": showing_plans.participant_cards(row.participants.all()),
        "signatures": showing_plans.signature_cards(row.signatures.all()),
        "meetings": [
            showing_plans.meeting_event(one)
            for one in row.meetings.select_related("led_by").prefetch_related("present")
        ],
    }


@page(see=WRITE, do=WRITE, sensitive=True)
def plan_settings(request: Request, place: Establishment, pk: int, plan: int) -> HttpResponse:
    registration, row = found(request, place, pk, plan, WRITE)
    request.note_read("support.plan", [pk], table=PERSONS)
    form = forms.PlanForm(sent(request), users=plans.referents_in(place, today()), initial=forms.plan_initial(row))

    def act() -> None:
        actions.save_plan(plan=row, **form.values(), by=request.user, at=now())

    words_of_it = {"heading": gettext("Days and ordinary work"), "done": gettext("The plan is saved.")}
    return asked(request, registration, form, act, **words_of_it, back=plan_url(row))


@page(see=WRITE, do=WRITE)
def plan_text(request: Request, place: Establishment, pk: int, plan: int, section: str) -> HttpResponse:
    """One text, saved as it is written (htmx) or by its button; the answer says whether it is saved."""
    registration, row = found(request, place, pk, plan, WRITE)
    if request.method != "POST":
        return redirect(plan_url(row))
    form = forms.TextForm(request.POST)
    if not form.is_valid():
        told = " ".join(form.errors.get("text", [gettext("Not saved.")]))
        return _text_state(request, row, section, revision=form.cleaned_data.get("revision", 0), refusal=told)
    data = form.cleaned_data
    try:
        kept = actions.save_text(plan=row, section=section, **data, by=request.user, at=now())
    except Refusal as refusal:
        return _text_state(request, row, section, revision=data["revision"], refusal=sentence(refusal))
    return _text_state(request, row, section, revision=kept.revision, saved_at=kept.saved_at)


def _text_state(request: Request, row: Plan, section: str, **state: Any) -> HttpResponse:
    if not request.htmx:
        if state.get("refusal"):
            messages.error(request, state["refusal"])
        return redirect(plan_url(row))
    told = {"revision": 0, "saved_at": None, "refusal": "", **state}
    return render(request, "support/text_state.html", {**told, "code": section})


@page(see=WRITE, do=WRITE)
def plan_move(request: Request, place: Establishment, pk: int, plan: int, state: str) -> HttpResponse:
    """To another state; a refusal is said on the page of the plan."""
    _registration, row = found(request, place, pk, plan, WRITE)
    if state not in set(words.PLAN_ACTS):
        raise Http404

    def act() -> None:
        actions.move_plan(plan=row, state=state, on=today(), by=request.user, at=now())

    done = gettext("The plan is now: %(state)s.") % {"state": words.PLAN_STATES[PlanState(state)]}
    return do(request, act, plan_url(row), done)


@page(see=WRITE, do=WRITE)
def plan_amend(request: Request, place: Establishment, pk: int, plan: int) -> HttpResponse:
    """A draft that begins with what the plan says; until it is in force the plan holds."""
    _registration, row = found(request, place, pk, plan, WRITE)
    back = [plan_url(row)]

    def act() -> None:
        back[0] = plan_url(actions.amend_plan(plan=row, starts_on=today(), by=request.user, at=now()))

    response = do(request, act, back[0], gettext("The amendment begins with what the plan says."))
    return redirect(back[0]) if response.status_code == 302 else response


@page(see=WRITE, do=WRITE)
def plan_sign(request: Request, place: Establishment, pk: int, plan: int) -> HttpResponse:
    registration, row = found(request, place, pk, plan, WRITE)
    form = forms.SignatureForm(sent(request), initial={"signed_on": today(), "name": str(row.person)})

    def act() -> None:
        actions.sign_plan(plan=row, **form.cleaned_data, on=today(), by=request.user, at=now())

    note = gettext("Write down who signed. The paper itself stays in the file of the person.")
    said = {"heading": gettext("Note a signature"), "done": gettext("The signature is noted."), "note": note}
    return asked(request, registration, form, act, **said, back=plan_url(row), fields=forms.SIGNATURE_FIELDS)


# ---------------------------------------------------------------- those beside her


@page(see=WRITE, do=WRITE, sensitive=True)
def participant(
    request: Request, place: Establishment, pk: int, plan: int, participant: int | None = None
) -> HttpResponse:
    """Someone beside the person, added or corrected."""
    registration, row = found(request, place, pk, plan, WRITE)
    request.note_read("support.plan", [pk], table=PERSONS)
    known = get_object_or_404(row.participants, pk=participant) if participant else None
    names = ("name", "role", "contact", "needed_for")
    initial = {name: getattr(known, name) for name in names} if known else {}
    form = forms.ParticipantForm(sent(request), initial=initial)

    def act() -> None:
        actions.save_participant(plan=row, **form.cleaned_data, row=known, by=request.user, at=now())

    said = {"heading": gettext("Someone beside the person"), "done": gettext("It is saved.")}
    return asked(request, registration, form, act, **said, back=plan_url(row))


@page(see=WRITE, do=WRITE)
def participant_remove(request: Request, place: Establishment, pk: int, plan: int, participant: int) -> HttpResponse:
    _registration, row = found(request, place, pk, plan, WRITE)
    known = get_object_or_404(Participant, pk=participant, plan=row)

    def act() -> None:
        actions.remove_participant(participant=known, by=request.user, at=now())

    return do(request, act, plan_url(row), gettext("%(name)s is no longer in the plan.") % {"name": known.name})


# ---------------------------------------------------------------- interview mode


@page(see=WRITE, do=WRITE, sensitive=True)
def interview(request: Request, place: Establishment, pk: int, plan: int) -> HttpResponse:
    """One screen for the person and her referent: her words, her goals, what comes next; drafts save themselves."""
    registration, row = found(request, place, pk, plan, WRITE)
    request.note_read("support.plan", [pk], table=PERSONS)
    will = standing_will(request.user, place, pk)
    form = _interview_form(request, row, asks_will=will is None)

    def act() -> None:
        actions.hold_meeting(plan=row, spec=form.spec(), on=today(), by=request.user, at=now())

    if request.method == "POST" and form.is_valid() and attempt(form, act, forms.PLAN_FIELDS):
        messages.success(request, gettext("The meeting is saved."))
        return redirect(plan_url(row))
    context = {
        "place": place,
        "person": registration.person,
        "row": row,
        "form": form,
        "will": will,
        "sections": showing_plans.section_cards(plans.sections_of(row), row) if row.state in WRITABLE else [],
        "crumbs": [*crumbs_to(registration), {"label": gettext("Interview")}],
        "back": plan_url(row),
    }
    return render(request, "support/interview.html", context)


def _interview_form(request: Request, row: Plan, *, asks_will: bool) -> forms.InterviewForm:
    goals, participants = list(plans.open_goals_of(row)), list(row.participants.all())
    asks_will = asks_will and is_will_in_plan(row.state)
    known = {"participants": participants, "goals": goals, "asks_will": asks_will}
    return forms.InterviewForm(sent(request), **known, initial=_interview_initial(row))


def _interview_initial(row: Plan) -> dict[str, Any]:
    first = not row.meetings.exists() and row.amends_id is None
    kind = MeetingKind.FIRST if first else MeetingKind.AMENDMENT if row.amends_id else MeetingKind.REVIEW
    return {"day": today(), "person_present": True, "kind": str(kind)}


# ---------------------------------------------------------------- the contract


@page(see=WRITE, do=WRITE)
def contract(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """The dated steps of the contract that runs, which deadlines are counted from."""
    registration = registration_or_404(request, place, pk, WRITE)
    rows = Engagement.objects.filter(establishment=place, person=pk, starts_on__lte=today())
    engagement = rows.order_by("-starts_on").first()
    if engagement is None:
        raise Http404
    known = dict(Milestone.objects.filter(engagement=engagement).values_list("kind", "day"))
    form = forms.MilestoneForm(sent(request), initial=known)

    def act() -> None:
        for kind, day in form.days().items():
            actions.save_milestone(engagement=engagement, kind=kind, day=day, on=today(), by=request.user, at=now())

    said = {"heading": gettext("Steps of the contract"), "done": gettext("The steps are saved.")}
    return asked(request, registration, form, act, **said, fields=forms.MILESTONE_FIELDS)
