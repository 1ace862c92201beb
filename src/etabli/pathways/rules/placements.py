"""What the law allows of each device. Pure: durations are dated parameters (`org`), asked for by code.

Ends are excluded (`ends_before`). A limit that no parameter sets on the first day of a placement does not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from etabli.core.calendars import WeeklyPattern
from etabli.core.periods import Period, months_after
from etabli.core.refusal import Refusal
from etabli.pathways.states import PLACEMENT_STEPS, BeyondGround, Device, Objective, PlacementState, Prescriber

Limit = Callable[[str, date], int | None]
"""(code of a parameter, day) -> its value on that day, None when it does not hold."""
CODES = (
    "pathways_mad_months",
    "pathways_mad_notice_days",
    "pathways_mispe_days",
    "pathways_mispe_periods",
    "pathways_pmsmp_months",
    "pathways_pmsmp_periods",
    "pathways_pmsmp_days",
    "pathways_springboard_least_months",
    "pathways_springboard_most_months",
    "pathways_springboard_minutes",
    "pathways_orientation_days",
    "pathways_reinforced_months",
    "pathways_agreement_months",
    "pathways_agreement_most_months",
    "weekly_cap_minutes",
)
"""Every parameter that the rules of this room ask for."""
MOST_WEEKLY_MINUTES = 48 * 60
"""Most hours a week of any work contract (Code du travail, article L3121-20)."""
HOSTED = frozenset(Device) - {Device.MISPE, Device.SUPPORTED_EMPLOYMENT}
"""Devices with a host: a discovery is of the ESAT itself, and supported employment goes with a job."""
ENDING = frozenset({Device.MISPE, Device.PMSMP, Device.INTERNSHIP, Device.SPRINGBOARD})
"""Devices that have a last day."""
OF_THE_HOUSE = frozenset(
    {Device.PMSMP, Device.INTERNSHIP, Device.MAD_INDIVIDUAL, Device.MAD_COLLECTIVE, Device.SERVICE}
)
"""Devices during which a person stays of the house: she is engaged here on the first day, and they end when she leaves."""
IN_A_ROW = frozenset({Device.MAD_INDIVIDUAL, Device.SPRINGBOARD})
"""Devices that may last so long in all: contracts with one host that follow each other are one, renewed or written anew."""
PAID_ELSEWHERE = frozenset({Device.DUAL_ACTIVITY, Device.SPRINGBOARD, Device.JOB})
"""Paid work for another employer."""


@dataclass(frozen=True)
class Planned:
    """A placement as the rules see it. `begun_on`: the first day of the first of those that it goes on from, else its own;
    see `goes_on_from`.

    `pattern`: the half-days of the week, None for every one. `weekly_minutes`: of work there, None when nobody said.
    """

    device: Device
    starts_on: date
    ends_before: date | None
    host: int | None = None
    pattern: WeeklyPattern | None = None
    weekly_minutes: int | None = None
    prescriber: str = ""
    objective: str = ""
    cdaph_agreed_on: date | None = None
    beyond_ground: str = ""
    beyond_proof: str = ""
    begun_on: date | None = None
    key: int | None = None

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_before)

    @property
    def since(self) -> date:
        return self.begun_on or self.starts_on


@dataclass(frozen=True)
class Known:
    """What the rules need besides the placement itself.

    `others`: the placements of the same person that are agreed or over, this one left out. `holidays`: public holidays.
    """

    others: Sequence[Planned]
    limit: Limit
    holidays: Collection[date] = frozenset()


def check_step(state: str, wanted: str) -> None:
    """Refusal `placement_step_refused`, see `PLACEMENT_STEPS`."""
    if PlacementState(wanted) not in PLACEMENT_STEPS[PlacementState(state)]:
        raise Refusal("placement_step_refused", placement_state=state, wanted_placement=wanted)


def check_correctable(state: str) -> None:
    """What is over or cancelled stays as it was. Refusal `placement_not_correctable`."""
    if PlacementState(state) not in (PlacementState.DRAFT, PlacementState.AGREED):
        raise Refusal("placement_not_correctable", placement_state=state)


def check_restored(state: str) -> None:
    """Only what was cancelled is taken back from it. Refusal `placement_step_refused`."""
    if PlacementState(state) != PlacementState.CANCELLED:
        raise Refusal("placement_step_refused", placement_state=state, wanted_placement=PlacementState.AGREED.value)


def check_days(starts_on: date, ends_before: date | None) -> None:
    if ends_before is not None and ends_before <= starts_on:
        raise Refusal("placement_backwards", start=starts_on)


def check_pattern(pattern: WeeklyPattern | None) -> None:
    """Refusal `pattern_without_half_day`."""
    if pattern is not None and "1" not in pattern.text:
        raise Refusal("pattern_without_half_day")


def check_weekly_minutes(minutes: int | None) -> None:
    """Nobody works more than a week's days all through. Refusal `hours_above_week`."""
    if minutes is not None and not 0 < minutes <= MOST_WEEKLY_MINUTES:
        raise Refusal("hours_above_week", most_minutes=str(MOST_WEEKLY_MINUTES))


def check_steps(done: Mapping[str, date | None], today: date) -> None:
    """What the MDPH and the CDAPH were told, asked and agreed is past. `done`: day by column.

    Refusals `mdph_notified_to_come`, `cdaph_asked_to_come`, `cdaph_agreed_to_come`.
    """
    for name, day in done.items():
        if day is not None and day > today:
            raise Refusal(f"{name.removesuffix('_on')}_to_come", day=day)


def check_placement(planned: Planned, known: Known) -> None:
    """Every rule of its device, the first that does not hold raised. Which devices go together: see `exclusive`."""
    check_days(planned.starts_on, planned.ends_before)
    check_complete(planned)
    for rule in RULES.get(planned.device, ()):
        rule(planned, known)


def check_complete(planned: Planned) -> None:
    """Refusals `placement_host_missing`, `placement_end_missing`."""
    if planned.device in HOSTED and planned.host is None:
        raise Refusal("placement_host_missing")
    if planned.device in ENDING and planned.ends_before is None:
        raise Refusal("placement_end_missing")


def goes_on_from(ends_before: date | None, starts_on: date) -> bool:
    """Whether what begins one day goes on from what ended another (excluded): no weekday lies between."""
    if ends_before is None or ends_before >= starts_on:
        return True
    return all(day.weekday() >= 5 for day in Period(ends_before, starts_on).each_day())


def last_secondment_day(since: date, limit: Limit) -> date | None:
    """The last day, included, of a secondment that names the person without the CDAPH: date to date.

    From 1 March 2026 it is 1 March 2028: a time in years ends on the day of the same number (CASF, articles R344-16 to
    R344-21; Code de procédure civile, article 641).
    """
    months = limit("pathways_mad_months", since)
    return None if months is None else months_after(since, months)


def check_secondment(planned: Planned, known: Known) -> None:
    """Two years at most for a contract that names the person, renewals included; longer with the agreement of the CDAPH, for
    which the director asks (CASF, articles R344-16 to R344-21). Nothing limits one that names nobody.

    Refusal `secondment_too_long`.
    """
    last = last_secondment_day(planned.since, known.limit)
    if last is None or planned.cdaph_agreed_on is not None:
        return
    if planned.ends_before is None or planned.ends_before > last + timedelta(days=1):
        raise Refusal("secondment_too_long", last=last, start=planned.since)


def check_prescribed(planned: Planned, known: Known) -> None:
    """A discovery of the ESAT is prescribed by the MDPH, or, since 2025, by the public employment service."""
    if planned.prescriber not in (Prescriber.MDPH, Prescriber.EMPLOYMENT_NETWORK):
        raise Refusal("discovery_not_prescribed")


def check_discovery_days(planned: Planned, known: Known) -> None:
    """Ten working days at most, Monday to Friday, public holidays left out. Refusal `discovery_too_long`."""
    most = known.limit("pathways_mispe_days", planned.starts_on)
    if most is None:
        return
    working = sum(day.weekday() < 5 and day not in known.holidays for day in planned.period.each_day())
    if working > most:
        raise Refusal("discovery_too_long", most=most, days=working)


def check_discovery_periods(planned: Planned, known: Known) -> None:
    """Two in any twelve months: renewed once. Refusal `discovery_too_often`."""
    _check_periods("discovery_too_often", "pathways_mispe_periods", planned, known.others, known.limit)


def check_one_objective(planned: Planned, known: Known) -> None:
    """One objective: discover, confirm or begin a recruitment (Code du travail, article L5135-1)."""
    if planned.objective not in (Objective.DISCOVER, Objective.CONFIRM, Objective.RECRUIT):
        raise Refusal("trial_objective_missing")


def check_trial_length(planned: Planned, known: Known) -> None:
    """A month at most, date to date: from 15 March to 14 April, both included (PMSMP). Refusal `trial_month_over`."""
    months = known.limit("pathways_pmsmp_months", planned.starts_on)
    if months is None or planned.ends_before is None:
        return
    end = months_after(planned.starts_on, months)
    if planned.ends_before > end:
        raise Refusal("trial_month_over", last=end - timedelta(days=1))


def check_trial_periods(planned: Planned, known: Known) -> None:
    """Renewed once: two periods with the same host in any twelve months (PMSMP). Refusal `trial_too_often`."""
    _check_periods("trial_too_often", "pathways_pmsmp_periods", planned, _same_host(planned, known), known.limit)


def check_trial_days(planned: Planned, known: Known) -> None:
    """Sixty days with the same host in any twelve months (PMSMP). Refusal `trial_days_over`."""
    most = known.limit("pathways_pmsmp_days", planned.starts_on)
    if most is None:
        return
    periods = [planned.period, *(one.period for one in _same_host(planned, known))]
    days = sorted({day for period in periods if period.end is not None for day in period.each_day()})
    for number, last in enumerate(days):
        first = months_after(last, -12)
        held = sum(1 for day in days[: number + 1] if day > first)
        if held > most:
            raise Refusal("trial_days_over", most=most, day=last)


def check_springboard(planned: Planned, known: Known) -> None:
    """From four to twenty-four months, renewals included, at least twenty hours a week (CDD tremplin); longer only to end a
    training, which is proved (rules of the CDD tremplin in adapted companies, as published in March 2024).

    Refusals `springboard_too_short`, `springboard_too_long`, `springboard_proof_missing`, `springboard_hours`.
    """
    least = known.limit("pathways_springboard_least_months", planned.since)
    most = known.limit("pathways_springboard_most_months", planned.since)
    minutes = known.limit("pathways_springboard_minutes", planned.starts_on)
    if planned.ends_before is not None:
        if least is not None and planned.ends_before < (end := months_after(planned.since, least)):
            raise Refusal("springboard_too_short", last=end - timedelta(days=1), months=least)
        if most is not None and planned.ends_before > (end := months_after(planned.since, most)):
            _check_beyond(planned, end - timedelta(days=1), most)
    if minutes is not None and (planned.weekly_minutes or 0) < minutes:
        raise Refusal("springboard_hours", work_minutes=str(minutes))


def _check_beyond(planned: Planned, last: date, most: int) -> None:
    if planned.beyond_ground != BeyondGround.TRAINING:
        raise Refusal("springboard_too_long", last=last, months=most)
    if not planned.beyond_proof.strip():
        raise Refusal("springboard_proof_missing")


def check_dual_hours_said(planned: Planned, known: Known | None = None) -> None:
    """A time shared with another employer says how much of it is there. Refusal `dual_hours_missing`."""
    if not planned.weekly_minutes:
        raise Refusal("dual_hours_missing")


def check_weekly_work(minutes: int, day: date, limit: Limit) -> None:
    """All paid work of a person together, thirty-five hours a week at most (décret 2022-1561 of 13 December 2022).

    Refusal `dual_hours_over`.
    """
    most = limit("weekly_cap_minutes", day)
    if most is not None and minutes > most:
        raise Refusal("dual_hours_over", work_minutes=str(minutes), most_minutes=str(most), day=day)


def notice_due(signed_on: date, limit: Limit) -> date | None:
    """The last day on which the contract that names the person goes to the MDPH: fifteen days after it was signed."""
    days = limit("pathways_mad_notice_days", signed_on)
    return None if days is None else signed_on + timedelta(days=days)


def _same_host(planned: Planned, known: Known) -> list[Planned]:
    return [one for one in known.others if one.device == planned.device and one.host == planned.host]


def _check_periods(code: str, parameter: str, planned: Planned, others: Iterable[Planned], limit: Limit) -> None:
    """At most so many of the same device begin within twelve months of each other."""
    most = limit(parameter, planned.starts_on)
    if most is None:
        return
    starts = sorted([planned.starts_on, *(one.starts_on for one in others if one.device == planned.device)])
    for first, beyond in zip(starts, starts[most:], strict=False):
        if beyond < months_after(first, 12):
            raise Refusal(code, most=most, day=months_after(first, 12))


RULES: dict[Device, tuple[Callable[[Planned, Known], None], ...]] = {
    Device.MISPE: (check_prescribed, check_discovery_days, check_discovery_periods),
    Device.PMSMP: (check_one_objective, check_trial_length, check_trial_periods, check_trial_days),
    Device.MAD_INDIVIDUAL: (check_secondment,),
    Device.DUAL_ACTIVITY: (check_dual_hours_said,),
    Device.SPRINGBOARD: (check_springboard,),
}
"""The rules of each device, in the order they are told; of the others the law says nothing that is checked here."""
