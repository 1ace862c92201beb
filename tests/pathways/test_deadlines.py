"""What is owed on the way of a person: each duty, the day it is due, and how it stands."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from etabli.pathways.rules.deadlines import Agreed, Followed, PathwayDeadline, deadlines, is_unanswerable, owed
from etabli.pathways.rules.placements import Planned
from etabli.pathways.states import Device, PathwayDue, PathwayDuty, PlacementState
from tests.pathways.test_rules import VALUES

DAY = timedelta(days=1)
LIMITS = {
    **VALUES,
    "pathways_agreement_most_months": 36,
    "pathways_reinforced_months": 1,
    "pathways_orientation_days": 180,
}
START, END = date(2026, 3, 1), date(2026, 4, 1)


def limit(code: str, day: date) -> int | None:
    return LIMITS.get(code)


def placed(device: Device, end: date | None = END, *, cdaph_agreed_on: date | None = None, **more: Any) -> Followed:
    planned = Planned(device, START, end, key=5, cdaph_agreed_on=cdaph_agreed_on)
    return Followed(planned, 7, **{"state": PlacementState.AGREED, **more})


def due(row: Followed) -> dict[str, date]:
    return {one.duty.value: one.due_on for one in deadlines([row], [], [], limit)}


def test_the_mdph_is_told_of_a_secondment_within_fifteen_days_of_its_signature() -> None:
    """Signed on 1 March 2026: until 16 March (CASF, articles R344-16 to R344-21)."""
    assert due(placed(Device.MAD_INDIVIDUAL, signed_on=START))["mdph_notice"] == date(2026, 3, 16)


@pytest.mark.parametrize("device", sorted(frozenset(Device) - {Device.MAD_INDIVIDUAL}))
def test_the_mdph_is_told_of_no_other(device: Device) -> None:
    assert "mdph_notice" not in due(placed(device, signed_on=START))


def test_without_a_day_of_signature_nothing_is_late() -> None:
    assert "mdph_notice" not in due(placed(Device.MAD_INDIVIDUAL))


def test_what_was_told_is_done_or_done_late() -> None:
    def state(day: date) -> PathwayDue:
        row = placed(Device.MAD_INDIVIDUAL, signed_on=START, mdph_notified_on=day)
        (one,) = [one for one in deadlines([row], [], [], limit) if one.duty == PathwayDuty.MDPH_NOTICE]
        return one.state(date(2026, 4, 1))

    assert state(date(2026, 3, 16)) == PathwayDue.DONE
    assert state(date(2026, 3, 17)) == PathwayDue.DONE_LATE
    assert state(date(2026, 4, 2)) == PathwayDue.LATE, "not yet done on that day"


def test_the_cdaph_is_asked_before_two_years_are_over() -> None:
    assert due(placed(Device.MAD_INDIVIDUAL, date(2028, 3, 1)))["cdaph_request"] == date(2028, 3, 1)
    assert "cdaph_request" not in due(placed(Device.MAD_INDIVIDUAL, date(2027, 3, 1)))
    assert "cdaph_request" not in due(placed(Device.MAD_INDIVIDUAL, date(2028, 3, 1), renewed=True))
    assert "cdaph_request" not in due(placed(Device.MAD_COLLECTIVE, date(2028, 3, 1)))
    agreed = placed(Device.MAD_INDIVIDUAL, date(2028, 3, 1), cdaph_agreed_on=date(2028, 1, 1))
    assert "cdaph_request" not in due(agreed)


def test_the_cdaph_is_asked_for_the_last_of_contracts_that_were_written_anew() -> None:
    assert "cdaph_request" not in due(placed(Device.MAD_INDIVIDUAL, date(2028, 3, 1), written_anew=True))


def test_what_is_late_for_more_than_a_year_stands_last_and_its_outcome_may_be_not_known() -> None:
    old, late, soon = date(2024, 3, 1), date(2026, 3, 2), date(2026, 4, 1)
    rows = deadlines([placed(Device.INTERNSHIP, day) for day in (old, late, soon)], [], [], limit)
    on = date(2026, 3, 20)
    found = [(one.state(on), is_unanswerable(one, on)) for one in owed(rows, on)]
    assert found == [(PathwayDue.LATE, False), (PathwayDue.SOON, False), (PathwayDue.LONG_PAST, True)]
    year = PathwayDeadline(7, PathwayDuty.PLACEMENT_END, date(2025, 3, 20))
    assert year.state(on) == PathwayDue.LATE and year.state(on + DAY) == PathwayDue.LONG_PAST
    notice = PathwayDeadline(7, PathwayDuty.MDPH_NOTICE, old)
    assert notice.state(on) == PathwayDue.LONG_PAST and not is_unanswerable(notice, on), "it can still be sent"


def test_the_end_of_a_placement_is_told_and_a_renewal_where_there_may_be_one() -> None:
    assert due(placed(Device.INTERNSHIP)) == {"placement_end": END - DAY}
    assert due(placed(Device.PMSMP)) == {"placement_renewal": END - DAY}
    assert due(placed(Device.PMSMP, renewals=1)) == {"placement_end": END - DAY}
    assert due(placed(Device.PMSMP, renewed=True)) == due(placed(Device.INTERNSHIP, None)) == {}
    assert due(placed(Device.INTERNSHIP, state=PlacementState.ENDED)) == {}


def test_the_document_of_a_reinforced_pathway_is_handed_on_within_a_month_of_the_contract() -> None:
    """Décret 2022-1561 of 13 December 2022."""
    row = placed(Device.JOB, None, signed_on=date(2026, 2, 20), is_reinforced=True)
    assert due(row) == {"reinforced_pathway": date(2026, 3, 20)}
    assert due(placed(Device.JOB, None, is_reinforced=True)) == {"reinforced_pathway": date(2026, 4, 1)}
    assert due(placed(Device.JOB, None)) == {}


def test_a_support_agreement_is_renewed_until_it_has_lasted_three_years() -> None:
    def duties(row: Agreed) -> list[tuple[str, date]]:
        return [(one.duty.value, one.due_on) for one in deadlines([], [row], [], limit)]

    year = Agreed(3, 7, date(2027, 3, 1), START)
    assert duties(year) == [("agreement_renewal", date(2027, 2, 28))]
    assert duties(Agreed(3, 7, date(2029, 3, 1), START)) == [("agreement_end", date(2029, 2, 28))]
    assert duties(Agreed(3, 7, date(2027, 3, 1), START, renewed=True)) == []


def test_the_end_of_an_orientation_is_told_half_a_year_ahead() -> None:
    (one,) = deadlines([], [], [(7, date(2026, 12, 31))], limit)
    assert one.state(date(2026, 7, 3)) == PathwayDue.TO_COME
    assert one.state(date(2026, 7, 4)) == PathwayDue.SOON
    assert one.state(date(2027, 1, 1)) == PathwayDue.LATE


def test_a_deadline_is_late_the_day_after_and_soon_a_month_before() -> None:
    one = PathwayDeadline(7, PathwayDuty.PLACEMENT_END, END)
    states = {day: one.state(day) for day in (END - 31 * DAY, END - 30 * DAY, END, END + DAY)}
    assert list(states.values()) == [PathwayDue.TO_COME, PathwayDue.SOON, PathwayDue.SOON, PathwayDue.LATE]


def test_they_stand_in_order_and_what_is_done_is_not_owed() -> None:
    rows = deadlines(
        [placed(Device.MAD_INDIVIDUAL, signed_on=START, mdph_notified_on=START)],
        [Agreed(3, 8, date(2027, 3, 1), START)],
        [(9, date(2026, 3, 2))],
        limit,
    )
    assert [one.person for one in rows] == [9, 7, 7, 8]
    assert [one.duty.value for one in owed(rows, START)] == ["orientation", "placement_end", "agreement_renewal"]
    assert {one.placement for one in rows} == {5, None}
