"""What is done: kinds of action, actions and their sessions, the register of adaptations, trainings; an observation made a goal."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit import exports
from etabli.kit.asking import Question, ask, do, sent
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.models import Establishment, Workshop
from etabli.people.models import Certification, Registration
from etabli.support import actions, columns
from etabli.support import forms as room_forms
from etabli.support.access import SupportRight
from etabli.support.forms import actions_done as forms
from etabli.support.models import ActionKind, ActionSession, Adaptation, Observation, SupportAction, Training
from etabli.support.queries import goals_of, plans
from etabli.support.states import ActionState
from etabli.support.views.casework import PERSONS, asked, crumbs_to, diagnosis_url
from etabli.support.views.common import registration_or_404, run
from etabli.support.wording import plans as words

READ, WRITE = SupportRight.PLAN_READ, SupportRight.PLAN_WRITE
ON_A_PAGE = 25


# ---------------------------------------------------------------- the catalogue


@page(see=READ)
def kinds(request: Request, place: Establishment) -> HttpResponse:
    """Which kinds of action the workplace offers."""
    rows = plans.kinds_in(request.user, place)
    context = {
        "place": place,
        "kinds": [{"row": row, "category": words.CATEGORIES[row.category]} for row in rows],
        "may_write": request.user.may(SupportRight.FRAMEWORK_WRITE, place),
    }
    return render(request, "support/kinds.html", context)


@page(see=SupportRight.FRAMEWORK_WRITE, do=SupportRight.FRAMEWORK_WRITE)
def kind(request: Request, place: Establishment, kind: int | None = None) -> HttpResponse:
    """A kind of action, added or corrected."""
    row = get_object_or_404(ActionKind, pk=kind, establishment=place) if kind else None
    names = ("name", "code", "category", "default_minutes", "retired")
    initial = {name: getattr(row, name) for name in names} if row else {"default_minutes": 60}
    form = forms.KindForm(sent(request), initial=initial)
    way = reverse("support:kinds", args=[place.finess])

    def act() -> None:
        actions.save_action_kind(establishment=place, **form.cleaned_data, row=row, by=request.user, at=now())

    heading = gettext("Correct a kind of action") if row else gettext("Add a kind of action")
    crumbs = [{"label": gettext("Kinds of action"), "url": way}]
    fields = {**forms.ACTION_FIELDS, "dose_wrong": "default_minutes"}
    return ask(request, form, act, Question(heading, way, gettext("It is saved."), crumbs=crumbs, fields=fields))


# ---------------------------------------------------------------- actions and sessions


def _found(request: Request, place: Establishment, pk: int, action: int) -> tuple[Registration, SupportAction]:
    registration = registration_or_404(request, place, pk, WRITE)
    rows = SupportAction.objects.visible_to(request.user, place, WRITE).select_related("kind", "plan")
    return registration, get_object_or_404(rows, pk=action, person=pk)


@page(see=WRITE, do=WRITE, sensitive=True)
def action(request: Request, place: Establishment, pk: int, action: int | None = None) -> HttpResponse:
    """What is planned with a person, added or corrected."""
    registration = registration_or_404(request, place, pk, WRITE)
    row = _found(request, place, pk, action)[1] if action else None
    request.note_read("support.actions", [pk], table=PERSONS)
    current = plans.current_plan(plans.plans_of(request.user, place, pk))
    options = {
        "kinds": [
            one for one in plans.kinds_in(request.user, place) if not one.retired or row and one.pk == row.kind_id
        ],
        "goals": list(goals_of(place, pk)),
        "users": plans.referents_in(place, today()),
    }
    form = forms.ActionForm(sent(request), **options, initial=forms.action_initial(row, today(), request.user))

    def act() -> None:
        spec = form.spec(row.plan if row else current)
        where = {"establishment": place, "person": registration.person}
        actions.save_support_action(**where, spec=spec, row=row, by=request.user, at=now())

    said = {"heading": gettext("A support action"), "done": gettext("The action is saved.")}
    return asked(request, registration, form, act, **said, fields=forms.ACTION_FIELDS)


@page(see=WRITE, do=WRITE)
def session(request: Request, place: Establishment, pk: int, action: int) -> HttpResponse:
    """A session that took place: filled with what was planned, one touch when it went as planned."""
    registration, row = _found(request, place, pk, action)
    usual = row.dose_planned // row.planned_sessions
    initial = {"day": today(), "minutes": usual, "group_size": row.group_size}
    form = forms.SessionForm(sent(request), initial=initial)

    def act() -> None:
        actions.add_session(action=row, **form.cleaned_data, on=today(), by=request.user, at=now())

    said = {"heading": gettext("A session took place"), "done": gettext("The session is saved.")}
    return asked(request, registration, form, act, **said, note=row.kind.name, fields=forms.ACTION_FIELDS)


@page(see=WRITE, do=WRITE, sensitive=True)
def sessions(request: Request, place: Establishment, pk: int, action: int) -> HttpResponse:
    """Every session of an action, and the way to take one back that was written down by mistake."""
    registration, row = _found(request, place, pk, action)
    request.note_read("support.actions", [pk], table=PERSONS)
    context = {
        "place": place,
        "person": registration.person,
        "action": row,
        "sessions": row.sessions.select_related("author"),
        "crumbs": [*crumbs_to(registration), {"label": gettext("Sessions")}],
    }
    return render(request, "support/sessions.html", context)


@page(see=WRITE, do=WRITE)
def session_remove(request: Request, place: Establishment, pk: int, action: int, session: int) -> HttpResponse:
    _registration, row = _found(request, place, pk, action)
    known = get_object_or_404(ActionSession, pk=session, action=row)
    back = reverse("support:sessions", args=[place.finess, pk, action])

    def act() -> None:
        actions.remove_session(session=known, by=request.user, at=now())

    return do(request, act, back, gettext("The session is taken back."))


@page(see=WRITE, do=WRITE)
def action_move(request: Request, place: Establishment, pk: int, action: int, state: str) -> HttpResponse:
    registration, row = _found(request, place, pk, action)
    if state not in set(ActionState):
        raise Http404

    def act() -> None:
        actions.move_action(action=row, state=state, by=request.user, at=now())

    done = gettext("The action is now: %(state)s.") % {"state": words.ACTION_STATES[ActionState(state)]}
    return do(request, act, diagnosis_url(registration), done)


# ---------------------------------------------------------------- the register of adaptations


@page(see=READ, sensitive=True)
def adaptations(request: Request, place: Establishment) -> HttpResponse:
    """What the workplace changed, for whom, at what cost and with what gain; the newest first."""
    found = paged(plans.adaptations_in(request.user, place), request.GET.get("page"), ON_A_PAGE)
    request.note_read(
        "support.adaptations", [row.person_id for row in found.object_list if row.person_id], table=PERSONS
    )
    context = {
        "place": place,
        "page": found,
        "may_write": request.user.may(WRITE, place),
        **exports.screen(columns.ADAPTATIONS, found.object_list),
    }
    return render(request, "support/adaptations.html", context)


@page(see=READ, sensitive=True)
def adaptations_export(request: Request, place: Establishment, kind: str) -> HttpResponse:
    if kind not in exports.CONTENT_TYPES:
        raise Http404
    rows = list(plans.adaptations_in(request.user, place))
    subjects = [row.person_id for row in rows if row.person_id]
    what = {"what": "support.adaptations", "title": gettext("Register of adaptations")}
    return exports.download(request, kind, columns.ADAPTATIONS, rows, **what, subjects=subjects, table=PERSONS)


@page(see=WRITE, do=WRITE)
def adaptation_add(request: Request, place: Establishment, pk: int | None = None) -> HttpResponse:
    """For a person, or (without her) for a workshop."""
    registration = registration_or_404(request, place, pk, WRITE) if pk else None
    return _adaptation(request, registration, None)


@page(see=WRITE, do=WRITE, sensitive=True)
def adaptation(request: Request, place: Establishment, adaptation: int) -> HttpResponse:
    row = get_object_or_404(Adaptation.objects.visible_to(request.user, place, WRITE), pk=adaptation)
    request.note_read("support.adaptations", [row.person_id] if row.person_id else [], table=PERSONS)
    registration = registration_or_404(request, place, row.person_id, WRITE) if row.person_id else None
    return _adaptation(request, registration, row)


def _adaptation(request: Request, registration: Registration | None, row: Adaptation | None) -> HttpResponse:
    place = request.place
    workshops = list(Workshop.objects.visible_to(request.user, place, WRITE))
    initial = forms.adaptation_initial(row, today())
    form = forms.AdaptationForm(sent(request), workshops=workshops, of_person=registration is not None, initial=initial)
    person = registration.person if registration else None

    def act() -> None:
        actions.save_adaptation(establishment=place, spec=form.spec(person), row=row, by=request.user, at=now())

    register = reverse("support:adaptations", args=[place.finess])
    crumbs = [{"label": gettext("Register of adaptations"), "url": register}]
    back = diagnosis_url(registration) if registration and row is None else register
    heading = gettext("Correct an adaptation") if row else gettext("Add an adaptation")
    said = {"done": gettext("The adaptation is saved."), "lead": str(person or ""), "crumbs": crumbs}
    return ask(request, form, act, Question(heading, back, **said, fields=forms.ADAPTATION_FIELDS))


# ---------------------------------------------------------------- trainings


@page(see=WRITE, do=WRITE)
def training(request: Request, place: Establishment, pk: int, training: int | None = None) -> HttpResponse:
    """A course, added or corrected."""
    registration = registration_or_404(request, place, pk, WRITE)
    rows = Training.objects.visible_to(request.user, place, WRITE).filter(person=pk)
    row = get_object_or_404(rows, pk=training) if training else None
    held = list(Certification.objects.filter(person=pk))
    form = forms.TrainingForm(sent(request), certificates=held, initial=forms.training_initial(row, today()))

    def act() -> None:
        where = {"establishment": place, "person": registration.person}
        actions.save_training(**where, **form.values(), row=row, by=request.user, at=now())

    said = {"heading": gettext("A training"), "done": gettext("The training is saved.")}
    return asked(request, registration, form, act, **said, fields=forms.TRAINING_FIELDS)


# ---------------------------------------------------------------- from an observation to a goal


@page(see=SupportRight.GOAL_WRITE, do=SupportRight.GOAL_WRITE, sensitive=True)
def observation_goal(request: Request, place: Establishment, observation: UUID) -> HttpResponse:
    """A goal made from what was seen, in one act: the observation stays beside it."""
    row = get_object_or_404(Observation.objects.visible_to(request.user, place), pk=observation)
    registration = registration_or_404(request, place, row.person_id, SupportRight.GOAL_WRITE)
    request.note_read("support.thread", [row.person_id], table=PERSONS)
    form = room_forms.GoalForm(sent(request), initial=room_forms.goal_initial(None, today()))

    def act() -> None:
        where = {"establishment": place, "person": registration.person, "observation": row}
        actions.save_goal(**where, **form.values(), by=request.user, at=now())

    note = row.text or row.task
    return run(request, registration, form, act, gettext("Make a goal of it"), gettext("The goal is saved."), note)
