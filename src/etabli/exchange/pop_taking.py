"""A support plan of another place taken over here as a draft. One transaction, kept only without an error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from etabli.core.refusal import Refusal
from etabli.exchange.actions import Mode
from etabli.exchange.matching import Persons
from etabli.exchange.reading import items
from etabli.exchange.reading.objects import path_to
from etabli.exchange.reading.pops import TEXTS, ActionRow, GoalRow, Head, PopReader, read_pop
from etabli.exchange.reading.problems import Place, Problem, Unreadable
from etabli.exchange.report import Report
from etabli.org.models import Establishment, User
from etabli.people.models import Person, Registration
from etabli.support.actions import ActionSpec, begin_plan, save_goal, save_support_action, save_text
from etabli.support.models import ActionKind, Competence, Goal, Plan
from etabli.support.queries.plans import template_of
from etabli.support.rules.plans import plan_kind
from etabli.support.states import OPEN_STATES, FrameworkState, Section


@dataclass(frozen=True)
class Matched:
    """What the file says, found here: texts by section, goals each with its competence, actions each with its kind."""

    head: Head
    texts: Mapping[Section, str]
    goals: list[tuple[GoalRow, Competence | None]]
    actions: list[tuple[ActionRow, ActionKind]]

    @property
    def count(self) -> int:
        """The plan, its goals and its actions."""
        return 1 + len(self.goals) + len(self.actions)


def import_pop(*, path: Path, establishment: Establishment, mode: Mode, by: User | None, at: datetime) -> Report:
    """The plan of one person: a draft, with its goals and its actions. The same again changes nothing."""
    try:
        read = read_pop(path)
    except Unreadable as error:
        return Report.of_unreadable(error)
    reading = read.reading
    report = Report(rows=reading.lines)
    report.errors, report.warnings, report.ignored = [*reading.errors], [*reading.warnings], [*reading.ignored]
    person, matched = _person(read.head, establishment, report), _match(read, establishment, report)
    with transaction.atomic():
        plan = None
        if person is not None and matched is not None:
            plan = _plan(matched, person, establishment, report, by, at)
        # Without a plan there is nothing that the good rows could belong to.
        accepted = plan is not None and (mode.accept_good_rows or not report.errors)
        report.written = accepted and not mode.dry_run
        if not report.written:
            transaction.set_rollback(True)
    if not accepted:
        report.created = report.unchanged = 0
    return report


# ---------------------------------------------------------------- found here


def _person(head: Head | None, establishment: Establishment, report: Report) -> Person | None:
    if head is None:
        return None
    rows = Registration.objects.filter(establishment=establishment, person__erased_on=None).select_related("person")
    known = {row.person_id: row for row in rows}
    names = {key: (row.person.last_name, row.person.first_name) for key, row in known.items()}
    persons = Persons({key: row.staff_number for key, row in known.items()}, names)
    place = Place("person.staff_number")
    found = persons.find(items.Person(head.staff_number, "", place))
    if isinstance(found, Problem):
        report.errors.append(found)
        return None
    person, written = known[found].person, f"{head.last_name} {head.first_name}"
    both = person.birth_date and head.birth_date
    # In another workplace the same number is often someone else's.
    if person.birth_date == head.birth_date if both else persons.is_called(found, written):
        return person
    facts = {"name": str(person), "written": written}
    report.errors.append(Problem("pop_other_person", place, head.staff_number, facts))
    return None


def _match(read: PopReader, establishment: Establishment, report: Report) -> Matched | None:
    """With what is not known here told. None when the file does not say whose plan it is, from which day on."""
    kinds = {kind.code: kind for kind in ActionKind.objects.filter(establishment=establishment)}
    report.errors += [
        Problem("pop_kind_unknown", Place(f"{row.place}.kind"), row.kind)
        for row in read.actions
        if row.kind not in kinds
    ]
    known = _competences(read, establishment)
    goals = [(row, _competence(row, known, report)) for row in read.goals]
    if read.head is None:
        return None
    sections = {one.code for one in template_of(establishment, plan_kind(establishment.kind))}
    keys = {section: key for key, section in TEXTS.items()}
    report.warnings += [
        Problem("pop_section_missing", Place(path_to("competences", keys[section])))
        for section in read.head.texts
        if section not in sections
    ]
    texts = {section: text for section, text in read.head.texts.items() if section in sections}
    return Matched(read.head, texts, goals, [(row, kinds[row.kind]) for row in read.actions if row.kind in kinds])


def _competences(read: PopReader, establishment: Establishment) -> dict[tuple[str, object, str], Competence]:
    """By code of the framework, its version and their own; those of a draft may still change, and are not taken."""
    codes = {row.competence.framework for row in read.goals if row.competence}
    rows: QuerySet[Competence] = Competence.objects.filter(
        framework__establishment=establishment, framework__code__in=codes
    )
    rows = rows.exclude(framework__state=FrameworkState.DRAFT).select_related("framework")
    return {(row.framework.code, str(row.framework.version), row.code): row for row in rows}


def _competence(row: GoalRow, known: Mapping[tuple[str, object, str], Competence], report: Report) -> Competence | None:
    named = row.competence
    if named is None:
        return None
    found = known.get((named.framework, str(named.version), named.code))
    if found is None:
        facts = {"framework": named.framework, "version": named.version}
        report.warnings.append(Problem("pop_competence_unknown", named.place, named.code, facts))
    return found


# ---------------------------------------------------------------- written


def _plan(
    matched: Matched, person: Person, establishment: Establishment, report: Report, by: User | None, at: datetime
) -> Plan | None:
    """The plan made, or the one that says the same already; None when it is refused."""
    rows = Plan.objects.filter(establishment=establishment, person=person, state__in=OPEN_STATES)
    known = next((plan for plan in rows if _says_the_same(plan, matched)), None)
    try:
        plan = known or begin_plan(
            establishment=establishment,
            person=person,
            starts_on=matched.head.starts_on,
            review_on=matched.head.review_on,
            by=by,
            at=at,
        )
    except Refusal as refusal:
        report.errors.append(Problem(refusal.code, Place("plan"), "", refusal.facts))
        return None
    if known is not None:
        report.unchanged = matched.count
    else:
        _fill(plan, matched, by, at)
        report.created = matched.count
    report.summary = {"plan": plan.number, "goals": len(matched.goals), "actions": len(matched.actions)}
    return plan


def _fill(plan: Plan, matched: Matched, by: User | None, at: datetime) -> None:
    where: dict[str, Any] = {"establishment": plan.establishment, "person": plan.person, "by": by, "at": at}
    for section, text in matched.texts.items():
        save_text(plan=plan, section=section, text=text, revision=0, by=by, at=at)
    goals: dict[str, Goal] = {}
    for row, competence in matched.goals:
        values: dict[str, Any] = {"measure": row.measure, "due_on": row.due_on, "competence": competence}
        goal = save_goal(plan=plan, wording=row.wording, starts_on=row.starts_on, **values, **where)
        goals.setdefault(row.wording, goal)
    for action, kind in matched.actions:
        spec = ActionSpec(kind, action.starts_on, action.minutes, plan=plan, goal=goals.get(action.goal))
        save_support_action(spec=spec, **where)


def _says_the_same(plan: Plan, matched: Matched) -> bool:
    """The same days, texts, goals and actions; what else it says was written here, and does not count."""
    if (plan.starts_on, plan.review_on) != (matched.head.starts_on, matched.head.review_on):
        return False
    texts = plan.texts.filter(section__in=TEXTS.values()).values_list("section", "text")
    goals = plan.goals.values_list("wording", "measure", "starts_on", "due_on", "competence")
    actions = plan.actions.values_list("kind", "goal__wording", "starts_on", "dose_planned")
    wanted_goals = Counter(
        (row.wording, row.measure, row.starts_on, row.due_on, competence and competence.pk)
        for row, competence in matched.goals
    )
    wanted_actions = Counter((kind.pk, row.goal or None, row.starts_on, row.minutes) for row, kind in matched.actions)
    return (
        {section: text for section, text in texts if text} == matched.texts
        and Counter(goals) == wanted_goals
        and Counter(actions) == wanted_actions
    )
