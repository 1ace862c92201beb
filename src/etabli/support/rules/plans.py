"""Rules of plans, actions, meetings and adaptations. Each `check_x` raises a Refusal; nothing reads a database or a clock."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from etabli.core.refusal import Refusal
from etabli.org.states import EstablishmentKind
from etabli.support.states import (
    ACTION_STEPS,
    PLAN_STEPS,
    WRITABLE,
    ActionState,
    Authority,
    PlanContent,
    PlanKind,
    PlanState,
    SignerKind,
)

LONGEST_PLAN_TEXT, LONGEST_NOTE, MOST_GROUP, MOST_SESSIONS, MOST_HALF_DAYS = 5000, 2000, 100, 500, 14
MOST_DOSE = 100_000
"""Minutes."""
_FLEMISH = frozenset({EstablishmentKind.MAATWERKBEDRIJF, EstablishmentKind.ARBEIDSZORG})
_INTEGRATION = frozenset({EstablishmentKind.AI, EstablishmentKind.ACI, EstablishmentKind.EI, EstablishmentKind.ETTI})


def plan_kind(establishment_kind: str) -> PlanKind:
    """The kind of the plans of an establishment."""
    kind = EstablishmentKind(establishment_kind)
    if kind in _FLEMISH:
        return PlanKind.POP
    return PlanKind.INTEGRATION if kind in _INTEGRATION else PlanKind.PERSONAL


def authority(establishment_kind: str) -> Authority:
    """Who may ask an establishment to show its plans."""
    kind = EstablishmentKind(establishment_kind)
    if kind in _FLEMISH:
        return Authority.FLEMISH_INSPECTION
    return Authority.ARS if kind == EstablishmentKind.ESAT else Authority.DDETS


# ---------------------------------------------------------------- plans


def check_plan_step(state: str, wanted: str) -> None:
    if PlanState(wanted) not in PLAN_STEPS[PlanState(state)]:
        raise Refusal("plan_step_refused", plan_state=state, wanted_state=wanted)


def check_plan_writable(state: str) -> None:
    """From `proposed` on, texts and goals are what is signed: a change takes an amendment, with signatures of its own."""
    if PlanState(state) not in WRITABLE:
        raise Refusal("plan_not_writable", plan_state=state)


def check_plan_text(text: str) -> None:
    if len(text) > LONGEST_PLAN_TEXT:
        raise Refusal("plan_text_too_long", most=LONGEST_PLAN_TEXT)


def check_section_known(section: str, known: Collection[str]) -> None:
    if section not in known:
        raise Refusal("plan_section_unknown", value=section)


def check_revision(sent: int, kept: int) -> None:
    """The text that was changed is the one that stands: else someone else changed it meanwhile."""
    if sent != kept:
        raise Refusal("plan_text_changed")


def check_sections(rows: Iterable[tuple[str, str]]) -> None:
    """(code, title) of each: codes differ, titles are there, one section at least."""
    codes = [code for code, _ in rows]
    if not codes or len(set(codes)) < len(codes) or not all(title.strip() for _, title in rows):
        raise Refusal("plan_sections_wrong")


def check_plan_days(starts_on: date, review_on: date | None) -> None:
    if review_on is not None and review_on <= starts_on:
        raise Refusal("plan_review_backwards", start=starts_on)


def check_no_open_plan(number: int | None) -> None:
    """One plan at a time is written or in force; the next one is its amendment."""
    if number is not None:
        raise Refusal("plan_open_already", number=number)


def check_amendable(state: str, open_amendment: int | None) -> None:
    if PlanState(state) not in (PlanState.IN_FORCE, PlanState.UNDER_REVIEW):
        raise Refusal("plan_not_amendable", plan_state=state)
    check_no_open_plan(open_amendment)


def check_proposable(texts: Iterable[str], goals: int) -> None:
    """What is proposed says something and aims at something."""
    if not any(text.strip() for text in texts):
        raise Refusal("plan_says_nothing")
    if goals == 0:
        raise Refusal("plan_without_goal")


def check_signed(signers: Iterable[str]) -> None:
    """By the person, or by someone who represents her, and by the establishment."""
    who = {SignerKind(one) for one in signers}
    if not who & {SignerKind.PERSON, SignerKind.REPRESENTATIVE} or SignerKind.ESTABLISHMENT not in who:
        raise Refusal("plan_not_signed")


def check_signable(state: str) -> None:
    if PlanState(state) not in (PlanState.PROPOSED, PlanState.SIGNED):
        raise Refusal("plan_not_signable", plan_state=state)


def check_not_to_come(day: date, today: date) -> None:
    if day > today:
        raise Refusal("support_day_to_come", day=day)


@dataclass(frozen=True)
class PlanFacts:
    """What a plan holds. `sections`: codes of its template; `texts`: by section."""

    kind: PlanKind
    sections: tuple[str, ...]
    texts: Mapping[str, str]
    goals: int
    measured_goals: int
    actions: int
    wants_ordinary_work: bool | None
    has_review_day: bool
    signers: tuple[str, ...]


def contents(facts: PlanFacts, least_actions: int) -> dict[PlanContent, bool]:
    """Which of its contents a plan holds. `least_actions`: one, or for a POP the number that is asked for.

    The will to go to ordinary work is asked in the national survey of ESATs; a POP has no such question.
    """
    signed = {SignerKind(one) for one in facts.signers}
    by_person = bool(signed & {SignerKind.PERSON, SignerKind.REPRESENTATIVE})
    held = {
        PlanContent.TEXTS: all(facts.texts.get(code, "").strip() for code in facts.sections),
        PlanContent.GOALS: facts.goals > 0,
        PlanContent.MEASURES: facts.goals > 0 and facts.measured_goals == facts.goals,
        PlanContent.ACTIONS: facts.actions >= least_actions,
        PlanContent.ORDINARY_WORK: facts.wants_ordinary_work is not None,
        PlanContent.REVIEW_DAY: facts.has_review_day,
        PlanContent.SIGNED: by_person and SignerKind.ESTABLISHMENT in signed,
    }
    if facts.kind == PlanKind.POP:
        del held[PlanContent.ORDINARY_WORK]
    return held


# ---------------------------------------------------------------- goals, actions, adaptations


def check_goal_practice(weekly_half_days: int | None) -> None:
    if weekly_half_days is not None and not 0 < weekly_half_days <= MOST_HALF_DAYS:
        raise Refusal("goal_practice_wrong", most=MOST_HALF_DAYS)


def check_goal_due(starts_on: date, due_on: date | None) -> None:
    if due_on is not None and due_on < starts_on:
        raise Refusal("goal_due_backwards", start=starts_on)


def check_action_step(state: str, wanted: str) -> None:
    if ActionState(wanted) not in ACTION_STEPS[ActionState(state)]:
        raise Refusal("action_step_refused", action_state=state, wanted_action=wanted)


def check_action_days(starts_on: date, ends_before: date | None) -> None:
    if ends_before is not None and ends_before <= starts_on:
        raise Refusal("support_period_backwards", start=starts_on)


def check_dose(minutes: int, group_size: int, sessions: int = 1) -> None:
    """`minutes`: of the person, in all for an action, of one for a session."""
    if not 0 < minutes <= MOST_DOSE:
        raise Refusal("dose_wrong", most=MOST_DOSE)
    if not 0 < group_size <= MOST_GROUP:
        raise Refusal("group_size_wrong", most=MOST_GROUP)
    if not 0 < sessions <= MOST_SESSIONS:
        raise Refusal("sessions_wrong", most=MOST_SESSIONS)


def check_led(user: object | None, words: str) -> None:
    """By someone of the team or by someone named in words, not both."""
    if user is not None and words.strip():
        raise Refusal("action_led_twice")


def check_kind_code(code: str, taken: bool) -> None:
    if taken:
        raise Refusal("action_kind_taken", value=code)


def check_support_named(text: str) -> None:
    if not text.strip():
        raise Refusal("support_words_missing")


def check_for_someone(person: object | None, workshop: object | None) -> None:
    if person is None and workshop is None:
        raise Refusal("adaptation_for_nobody")


def last_day(ends_before: date | None) -> date | None:
    """The last day of a period, included."""
    return None if ends_before is None else ends_before - timedelta(days=1)


def day_after(day: date) -> date:
    return day + timedelta(days=1)
