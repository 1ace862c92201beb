"""Engagements and their terms, changed one at a time from a screen. Each takes `by` (None for the operator) and `at`.

Every one derives the facts of the person anew, so that no figure disagrees with the engagement.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from etabli.core.calendars import WeeklyPattern
from etabli.core.periods import Period, monday_of
from etabli.core.refusal import Refusal
from etabli.org.models import Establishment, User
from etabli.people import rules
from etabli.people.actions.deriving import derive_engagements
from etabli.people.actions.hours import check_weekly_cap_over
from etabli.people.models import Engagement, EngagementTerms, Person
from etabli.people.queries import period_of


@dataclass(frozen=True)
class EngagementSpec:
    """An engagement as a form gives it; `ends_before` is excluded."""

    kind: str
    starts_on: date
    ends_before: date | None
    end_reason: str = ""

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_before)


@dataclass(frozen=True)
class TermsSpec:
    """Terms as a form gives them. `fraction`: ten-thousandths. `weeks`: half-days due, None without a pattern of its own;
    then every open half-day when `follows_opening`, else still to be confirmed.
    """

    fraction: int
    weeks: tuple[str, ...] | None = None
    follows_opening: bool = True

    def values(self, valid_from: date) -> dict[str, object]:
        """The columns of the row. The first week of the pattern is the one that holds `valid_from`."""
        anchor = monday_of(valid_from) if self.weeks else None
        if self.weeks and anchor:
            WeeklyPattern(self.weeks, anchor)
        return {
            "fraction": self.fraction,
            "pattern": "|".join(self.weeks or ()),
            "pattern_anchor": anchor,
            "follows_opening": self.follows_opening and not self.weeks,
        }


@transaction.atomic
def add_engagement(
    *,
    establishment: Establishment,
    person: Person,
    spec: EngagementSpec,
    terms: TermsSpec,
    by: User | None,
    at: datetime,
) -> Engagement:
    """A new engagement of a person registered here, with its first terms."""
    _check(establishment, person, spec)
    rules.check_fraction(terms.fraction)
    engagement = Engagement.objects.create(
        establishment=establishment,
        person=person,
        kind=spec.kind,
        starts_on=spec.starts_on,
        ends_before=spec.ends_before,
        end_reason=spec.end_reason,
    )
    EngagementTerms.objects.create(engagement=engagement, valid_from=spec.starts_on, **terms.values(spec.starts_on))
    check_weekly_cap_over(person, spec.period)
    derive_engagements(establishment, [person.pk], at)
    return engagement


def _check(establishment: Establishment, person: Person, spec: EngagementSpec, mine: Engagement | None = None) -> None:
    rules.check_kind(spec.kind, establishment.kind)
    rules.check_days(spec.starts_on, spec.ends_before)
    others = person.engagements.filter(establishment=establishment).exclude(pk=mine.pk if mine else None)
    rules.check_no_overlap(spec.period, [period_of(other) for other in others])


@transaction.atomic
def correct_engagement(*, engagement: Engagement, spec: EngagementSpec, by: User | None, at: datetime) -> None:
    """Kind, days and reason become these. The first terms follow the first day; later ones must come after it."""
    _check(engagement.establishment, engagement.person, spec, engagement)
    first, *later = engagement.terms.order_by("valid_from")
    for terms in later:
        rules.check_terms_after(terms.valid_from, spec.starts_on)
    if first.valid_from != spec.starts_on:
        first.valid_from = spec.starts_on
        first.save(update_fields=["valid_from"])
    for name in ("kind", "starts_on", "ends_before", "end_reason"):
        setattr(engagement, name, getattr(spec, name))
    engagement.save()
    check_weekly_cap_over(engagement.person, spec.period)
    derive_engagements(engagement.establishment, [engagement.person_id], at)


@transaction.atomic
def end_engagement(
    *, engagement: Engagement, ends_before: date | None, end_reason: str, by: User | None, at: datetime
) -> None:
    """End an engagement, or (`ends_before` None) take its end back. Terms that it no longer reaches wait for its return."""
    spec = EngagementSpec(engagement.kind, engagement.starts_on, ends_before, end_reason)
    if ends_before is None and engagement.ends_before is None:
        raise Refusal("engagement_not_ended")
    _check(engagement.establishment, engagement.person, spec, engagement)
    engagement.ends_before, engagement.end_reason = ends_before, end_reason
    engagement.save(update_fields=["ends_before", "end_reason"])
    check_weekly_cap_over(engagement.person, spec.period)
    derive_engagements(engagement.establishment, [engagement.person_id], at)


@transaction.atomic
def save_terms(
    *,
    engagement: Engagement,
    valid_from: date,
    spec: TermsSpec,
    row: EngagementTerms | None = None,
    by: User | None,
    at: datetime,
) -> EngagementTerms:
    """Terms from a day on, made or (`row`) corrected. Refusals: `terms_twice`, `terms_outside`, `fraction_wrong`,
    `terms_first` (the first terms stay on the first day), `weekly_hours_over_cap`.
    """
    rules.check_fraction(spec.fraction)
    rules.check_terms_inside(valid_from, period_of(engagement))
    if engagement.terms.filter(valid_from=valid_from).exclude(pk=row.pk if row else None).exists():
        raise Refusal("terms_twice", day=valid_from)
    if row is not None and row.pk == _first_terms(engagement) and valid_from != row.valid_from:
        raise Refusal("terms_first")
    row = row or EngagementTerms(engagement=engagement)
    row.valid_from = valid_from
    for name, value in spec.values(valid_from).items():
        setattr(row, name, value)
    row.save()
    check_weekly_cap_over(engagement.person, Period(valid_from, engagement.ends_before))
    derive_engagements(engagement.establishment, [engagement.person_id], at)
    return row


def _first_terms(engagement: Engagement) -> int | None:
    return engagement.terms.order_by("valid_from").values_list("pk", flat=True).first()


@transaction.atomic
def remove_terms(*, terms: EngagementTerms, by: User | None, at: datetime) -> None:
    """Those before hold again. Refusal `terms_first`: an engagement keeps the terms of its first day."""
    engagement = terms.engagement
    if terms.pk == _first_terms(engagement):
        raise Refusal("terms_first")
    terms.delete()
    check_weekly_cap_over(engagement.person, period_of(engagement))
    derive_engagements(engagement.establishment, [engagement.person_id], at)
