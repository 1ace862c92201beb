"""Support plans: begun, written, brought from state to state, signed, amended. Each takes `by` and `at`, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from etabli.core.refusal import Refusal
from etabli.org.models import Establishment, User
from etabli.people.models import Person
from etabli.support.models import Plan, PlanSection, PlanText, Signature
from etabli.support.queries.plans import open_goals_of, sections_of
from etabli.support.rules import plans as rules
from etabli.support.states import OPEN_STATES, ActionState, PlanState


@dataclass(frozen=True)
class SectionSpec:
    """A section of a template, as `PlanSection`."""

    code: str
    title: str
    hint: str = ""


@transaction.atomic
def save_sections(
    *, establishment: Establishment, kind: str, sections: Sequence[SectionSpec], by: User | None, at: datetime
) -> None:
    """The template of the plans of a kind, in this order. What plans already say stays. Refusal `plan_sections_wrong`."""
    rules.check_sections([(one.code, one.title) for one in sections])
    PlanSection.objects.filter(establishment=establishment, kind=kind).delete()
    for position, one in enumerate(sections):
        PlanSection.objects.create(
            establishment=establishment,
            kind=kind,
            code=one.code,
            title=one.title.strip(),
            hint=one.hint.strip(),
            position=position,
        )


@transaction.atomic
def begin_plan(
    *,
    establishment: Establishment,
    person: Person,
    starts_on: date,
    review_on: date | None = None,
    referent: User | None = None,
    by: User | None,
    at: datetime,
) -> Plan:
    """A first draft. Refusals: `plan_open_already`, `plan_review_backwards`."""
    rules.check_no_open_plan(_open_plan(establishment, person))
    rules.check_plan_days(starts_on, review_on)
    return Plan.objects.create(
        establishment=establishment,
        person=person,
        number=_next_number(establishment, person),
        kind=rules.plan_kind(establishment.kind),
        starts_on=starts_on,
        review_on=review_on,
        referent=referent,
    )


def _open_plan(establishment: Establishment, person: Person) -> int | None:
    rows = Plan.objects.filter(establishment=establishment, person=person, state__in=OPEN_STATES)
    return rows.values_list("number", flat=True).first()


def _next_number(establishment: Establishment, person: Person) -> int:
    rows = Plan.objects.filter(establishment=establishment, person=person)
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def save_plan(
    *,
    plan: Plan,
    starts_on: date,
    review_on: date | None,
    referent: User | None,
    wants_ordinary_work: bool | None,
    ordinary_work_evidence: str,
    by: User | None,
    at: datetime,
) -> None:
    """Its days, its referent, and the will to go to ordinary work. Refusals: `plan_not_writable`, `plan_review_backwards`."""
    rules.check_plan_writable(plan.state)
    rules.check_plan_days(starts_on, review_on)
    rules.check_plan_text(ordinary_work_evidence)
    plan.starts_on, plan.review_on, plan.referent = starts_on, review_on, referent
    plan.wants_ordinary_work, plan.ordinary_work_evidence = wants_ordinary_work, ordinary_work_evidence.strip()
    plan.save()


@transaction.atomic
def save_text(*, plan: Plan, section: str, text: str, revision: int, by: User | None, at: datetime) -> PlanText:
    """A section of a draft. `revision`: of the text that was changed, 0 for none yet.

    The same text again changes nothing. Refusals: `plan_not_writable`, `plan_section_unknown`, `plan_text_too_long`,
    `plan_text_changed`.
    """
    rules.check_plan_writable(plan.state)
    rules.check_section_known(section, [one.code for one in sections_of(plan)])
    rules.check_plan_text(text)
    row = PlanText.objects.select_for_update(of=("self",)).filter(plan=plan, section=section).first()
    if row is not None and row.text == text:
        return row
    rules.check_revision(revision, row.revision if row else 0)
    row = row or PlanText(plan=plan, section=section, revision=0)
    row.text, row.revision, row.saved_at = text, row.revision + 1, at
    row.save()
    return row


@transaction.atomic
def amend_plan(*, plan: Plan, starts_on: date, by: User | None, at: datetime) -> Plan:
    """A draft that begins with what a plan in force says, and replaces it once it is in force.

    Refusals: `plan_not_amendable`, `plan_open_already`.
    """
    drafts = plan.amendments.filter(state__in=OPEN_STATES).values_list("number", flat=True)
    rules.check_amendable(plan.state, drafts.first())
    made = Plan.objects.create(
        establishment=plan.establishment,
        person=plan.person,
        number=_next_number(plan.establishment, plan.person),
        kind=plan.kind,
        starts_on=starts_on,
        amends=plan,
        referent=plan.referent,
        wants_ordinary_work=plan.wants_ordinary_work,
        ordinary_work_evidence=plan.ordinary_work_evidence,
    )
    texts = [PlanText(plan=made, section=row.section, text=row.text, saved_at=at) for row in plan.texts.all()]
    PlanText.objects.bulk_create(texts)
    return made


@transaction.atomic
def move_plan(*, plan: Plan, state: str, on: date, by: User | None, at: datetime) -> None:
    """To another state, on a day. In force, it takes on the open goals and actions of the plan that it amends, which it
    replaces, and goals that stood without a plan.

    Refusals: `plan_step_refused`, `plan_says_nothing`, `plan_without_goal`, `plan_not_signed`.
    """
    rules.check_plan_step(plan.state, state)
    if state == PlanState.PROPOSED:
        rules.check_proposable([row.text for row in plan.texts.all()], open_goals_of(plan).count())
    if state == PlanState.SIGNED:
        rules.check_signed(plan.signatures.values_list("who", flat=True))
    if state == PlanState.IN_FORCE:
        _take_on(plan)
    if state == PlanState.CLOSED:
        plan.ends_before = max(on, plan.starts_on)
    if state == PlanState.DRAFT:
        plan.signatures.all().delete()
    plan.state = state
    plan.save()


def _take_on(plan: Plan) -> None:
    for goal in open_goals_of(plan).exclude(plan=plan):
        goal.plan = plan
        goal.save(update_fields=["plan"])
    old = plan.amends
    if old is None or old.state not in OPEN_STATES:
        return
    for action in old.actions.filter(state__in=[ActionState.PLANNED, ActionState.RUNNING]):
        action.plan = plan
        action.save(update_fields=["plan"])
    old.state, old.ends_before = PlanState.REPLACED, max(plan.starts_on, old.starts_on)
    old.save(update_fields=["state", "ends_before"])


@transaction.atomic
def sign_plan(
    *, plan: Plan, who: str, name: str, signed_on: date, means: str, on: date, by: User | None, at: datetime
) -> Signature:
    """That someone signed. `on`: today. Refusals: `plan_not_signable`, `support_day_to_come`, `support_words_missing`,
    `signed_already`."""
    rules.check_signable(plan.state)
    rules.check_not_to_come(signed_on, on)
    rules.check_support_named(name)
    if plan.signatures.filter(who=who, name=name.strip()).exists():
        raise Refusal("signed_already", name=name.strip())
    return Signature.objects.create(plan=plan, who=who, name=name.strip(), signed_on=signed_on, means=means)
