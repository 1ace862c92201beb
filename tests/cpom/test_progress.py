"""Objectives against their figures: which terms and targets hold when, what is judged, what is lacking."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from etabli.core.refusal import Refusal
from etabli.cpom import rules
from etabli.cpom.actions.objectives import Aim, TermsSpec, amend_objective, say, withdraw_objective
from etabli.cpom.boards import progress_board
from etabli.cpom.models import Contract, Objective, ObjectiveTerms
from etabli.cpom.queries.progress import Progress, progress_of
from etabli.cpom.showing import objective_shown
from etabli.cpom.states import OTHER, Direction, Horizon, Standing
from etabli.org.models import Establishment
from etabli.people.models import WorkGroup
from tests import workplace as small
from tests.cpom import promised
from tests.cpom.promised import TODAY, WHO
from tests.once import made_once

pytestmark = pytest.mark.django_db


world = made_once(promised.world)


@pytest.fixture
def place(world: Any) -> Establishment:
    return Establishment.objects.get(pk=world["place"].pk)


@pytest.fixture
def contract(place: Establishment) -> Contract:
    return promised.contract(place)


def progress(contract: Contract, on: date = TODAY) -> list[Progress]:
    return progress_of(contract, list(contract.objectives.all()), on, [])


def test_each_year_has_its_value_and_the_year_to_come_has_none(contract: Contract) -> None:
    promised.objective(contract, measure="headcount", aim=Aim(2))
    (one,) = progress(contract)
    assert [(cell.span.year, cell.standing) for cell in one.years] == [
        (2025, Standing.MET),
        (2026, Standing.TO_COME),
        (2027, Standing.TO_COME),
    ]
    assert one.years[0].figure is not None and one.years[0].figure.value == 2
    assert one.headline.span.year == 2025


def test_a_year_that_is_not_over_is_judged_so_far(contract: Contract) -> None:
    promised.objective(contract, measure="headcount", aim=Aim(3))
    (one,) = progress(contract, date(2025, 7, 20))
    cell = one.years[0]
    assert cell.standing == Standing.NOT_SO_FAR and cell.span.past is not None
    assert cell.span.past.end == date(2025, 7, 1)


def test_the_target_of_a_year_prevails_over_that_of_every_year(contract: Contract) -> None:
    promised.objective(contract, years={2026: Aim(9700)})
    (one,) = progress(contract)
    assert [cell.target for cell in one.years] == [0.95, 0.97, 0.95]


def test_a_target_over_the_contract_is_judged_over_the_contract_alone(contract: Contract) -> None:
    promised.objective(contract, measure="headcount", aim=Aim(2), horizon=Horizon.TERM)
    (one,) = progress(contract)
    assert [cell.standing for cell in one.years][0] == Standing.NO_TARGET
    assert one.whole.standing == Standing.MET_SO_FAR and one.headline is one.whole


def test_days_that_add_up_are_told_a_year_beside_a_target_of_each_year(contract: Contract, world: Any) -> None:
    """One day in 2025, three in 2026: four over the contract, two a year; 2027 is not over."""
    promised.objective(contract, measure="absence_days", aim=Aim(3), direction=Direction.AT_MOST)
    promised.objective(contract, measure="absence_days", aim=Aim(6), horizon=Horizon.TERM)
    promised.objective(contract, measure="headcount", aim=Aim(2))
    promised.objective(contract, measure="mean_stay_length", aim=Aim(20_000))
    promised.regional(contract.establishment, code="absence_days", value=3, direction=Direction.AT_MOST)
    for day in (date(2026, 2, 2), date(2026, 2, 3), date(2026, 2, 4), date(2027, 2, 1)):
        small.type_days(contract.establishment, world["people"][0], day, "MAL")
    yearly, term, *others = progress(contract, date(2027, 3, 15))
    assert (yearly.mean_a_year, yearly.is_by_year, term.is_by_year) == (2, True, False)
    assert not any(one.is_by_year for one in others), "neither persons nor years of stay grow with the days counted"
    shown = [objective_shown(one, lambda code: "")["whole"] for one in (yearly, term)]
    assert [row["value"].split()[0] for row in shown] == ["2", "5"] and shown[0]["to_date"] == "2025, 2026"
    assert shown[0]["label"] != shown[1]["label"]
    assert shown[0]["regional_status"] == {} != shown[1]["regional_status"], "five days in all are not two a year"
    (begun, *_) = progress(contract, date(2025, 7, 1))
    assert begun.mean_a_year is None and objective_shown(begun, lambda code: "")["whole"]["value"] == ""


def test_half_a_year_is_no_year_of_a_mean(place: Establishment, world: Any) -> None:
    """From 1 July 2025: the one day before is not of the contract, three in 2026, none in the half of 2025."""
    held = promised.contract(place, starts_on=date(2025, 7, 1))
    begins = {"starts_on": held.starts_on}
    promised.objective(held, measure="absence_days", aim=Aim(3), direction=Direction.AT_MOST, **begins)
    for day in (date(2026, 2, 2), date(2026, 2, 3), date(2026, 2, 4)):
        small.type_days(place, world["people"][0], day, "MAL")
    (one,) = progress(held, date(2027, 3, 15))
    assert ([cell.span.year for cell in one.full_years], one.mean_a_year) == ([2026], 3)


def test_an_amendment_supersedes_from_its_day_on_and_rewrites_nothing(contract: Contract) -> None:
    row = promised.objective(contract)
    before = ObjectiveTerms.objects.values().get()
    spec = TermsSpec(date(2026, 1, 1), "Avenant 1", "Occuper mieux", measure="occupancy_rate", aim=Aim(9600))
    amend_objective(objective=row, spec=spec, **WHO)
    (one,) = progress(contract)
    assert [cell.target for cell in one.years] == [0.95, 0.96, 0.96]
    assert ObjectiveTerms.objects.values().get(pk=before["id"]) == before
    assert one.terms.supersedes_id == before["id"]


def test_a_correction_from_the_same_day_replaces_what_it_corrects(contract: Contract) -> None:
    row = promised.objective(contract)
    amend_objective(objective=row, spec=promised.replace(promised.TERMS, aim=Aim(9000)), **WHO)
    (one,) = progress(contract)
    assert [cell.target for cell in one.years] == [0.9, 0.9, 0.9]


def test_what_is_withdrawn_promises_nothing_from_that_day_on(contract: Contract) -> None:
    row = promised.objective(contract)
    withdraw_objective(objective=row, starts_on=date(2026, 1, 1), source="Avenant 2", comment="", **WHO)
    (one,) = progress(contract)
    assert [cell.target for cell in one.years] == [0.95, None, None]
    assert one.years[1].standing == Standing.NO_TARGET
    with pytest.raises(Refusal, match="cpom_withdrawn_already"):
        amend_objective(objective=row, spec=promised.TERMS, **WHO)


def test_a_workshop_counts_its_own_persons_and_divides_no_places(contract: Contract, world: Any) -> None:
    room = contract.establishment.workshops.get(code="BLA")
    promised.objective(contract, who={"workshop": room}, measure="headcount", aim=Aim(1))
    promised.objective(contract, who={"workshop": room})
    count, rate = progress(contract)
    assert count.years[0].figure is not None and count.years[0].figure.value == 1
    assert rate.years[0].figure is not None and rate.years[0].figure.is_undefined
    assert rate.years[0].standing == Standing.UNKNOWN


def test_a_group_and_a_person_count_theirs(contract: Contract, world: Any) -> None:
    group = WorkGroup.objects.create(establishment=contract.establishment, name="Cuisine")
    group.registrations.add(world["people"][0].registrations.get())
    promised.objective(contract, who={"work_group": group}, measure="headcount", aim=Aim(1))
    promised.objective(contract, who={"person": world["people"][1]}, measure="headcount", aim=Aim(1))
    assert [one.years[0].figure.value for one in progress(contract) if one.years[0].figure] == [1, 1]


def test_persons_together_make_the_figure_of_the_house(contract: Contract, world: Any) -> None:
    promised.objective(contract, measure="absence_days", direction=Direction.AT_MOST, aim=Aim(900))
    for person in world["people"]:
        promised.objective(contract, who={"person": person}, measure="absence_days", aim=Aim(900))
    whole, *parts = [one.years[0].figure.value for one in progress(contract) if one.years[0].figure]
    assert whole == sum(part or 0 for part in parts) == 1


def test_the_target_of_the_region_is_judged_beside_that_of_the_contract(contract: Contract) -> None:
    promised.objective(contract, measure="headcount", aim=Aim(2))
    promised.regional(contract.establishment, code="headcount", value=3)
    board = progress_board(contract, list(contract.objectives.all()), lambda code: "", TODAY)
    cell = board["objectives"][0]["years"][0]
    assert cell["status"]["kind"] == "ok" and cell["regional_status"]["kind"] == "late"
    assert cell["prevails"] and cell["regional_source"] == "PRS 2023-2028, p. 41"


def test_a_regional_target_holds_only_on_its_days(contract: Contract) -> None:
    promised.objective(contract)
    promised.regional(contract.establishment, ends_before=date(2026, 1, 1))
    (one,) = progress(contract)
    assert [cell.regional is not None for cell in one.years] == [True, False, False]


def test_a_measure_told_by_hand_stands_as_it_was_last_said(contract: Contract) -> None:
    row = promised.objective(contract, measure=OTHER, unit="partnerships", aim=Aim(words="two"))
    assert progress(contract)[0].years[0].standing == Standing.UNKNOWN
    for value, met in (("1", False), ("2", True)):
        say(objective=row, year=2025, value=value, met=met, comment="", said_on=TODAY, **WHO)
    (one,) = progress(contract)
    assert one.years[0].standing == Standing.MET and one.years[0].statement is not None
    assert one.years[0].statement.value == "2" and row.statements.count() == 2


def test_what_is_said_of_a_year_that_runs_or_is_to_come_is_not_met_for_good(contract: Contract) -> None:
    row = promised.objective(contract, measure=OTHER, unit="partnerships", aim=Aim(words="two"))
    for year in (2025, 2026, 2027):
        say(objective=row, year=year, value="2", met=True, comment="", said_on=TODAY, **WHO)
    found = [
        [cell.standing for cell in progress_of(contract, [row], day, [])[0].years]
        for day in (date(2026, 1, 15), date(2026, 7, 1), date(2028, 1, 1))
    ]
    assert found == [
        [Standing.MET, Standing.TO_COME, Standing.TO_COME],
        [Standing.MET, Standing.MET_SO_FAR, Standing.TO_COME],
        [Standing.MET, Standing.MET, Standing.MET],
    ]
    said = rules.standing_said(False, begun=True, over=False), rules.standing_said(False, begun=True, over=True)
    assert said == (Standing.NOT_SO_FAR, Standing.NOT_MET)


def test_what_is_lacking_is_said_once_an_objective(place: Establishment) -> None:
    held = promised.contract(place, name="Unsigned", signed_on=None)
    promised.objective(held, measure="target_fulfilment_rate", aim=Aim())
    promised.objective(held, measure=OTHER, aim=Aim(words="two"))
    board = progress_board(held, list(held.objectives.all()), lambda code: "", TODAY)
    told = " | ".join(board["gaps"])
    assert len(board["gaps"]) == 4
    assert "1. Occuper les places" in told and "2025, 2026, 2027" in told


def test_months_that_are_open_make_the_figure_provisional(contract: Contract) -> None:
    promised.objective(contract)
    (one,) = progress_of(contract, list(contract.objectives.all()), TODAY, [date(2025, 3, 1)])
    assert [cell.provisional for cell in one.years] == [True, False, False]


def test_twenty_objectives_cost_as_many_queries_as_one(contract: Contract, world: Any) -> None:
    def counted() -> int:
        rows = list(Objective.objects.filter(contract=contract).select_related("contract__establishment"))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            progress_board(contract, rows, lambda code: "", TODAY)
        return len(seen)

    promised.objective(contract)
    one = counted()
    for _ in range(19):
        promised.objective(contract)
    assert counted() == one


@given(
    st.sampled_from(list(Direction)),
    st.one_of(st.none(), st.integers(0, 3)),
    st.one_of(st.none(), st.integers(0, 3)),
    st.booleans(),
)
def test_a_standing_is_met_exactly_on_the_good_side(
    direction: Direction, value: int | None, target: int | None, over: bool
) -> None:
    found = rules.standing(direction, value, target, begun=True, over=over)
    good = {Standing.MET, Standing.MET_SO_FAR}
    if value is None or target is None:
        assert found not in good
    else:
        assert (found in good) == (value >= target if direction == Direction.AT_LEAST else value <= target)
        assert (found in {Standing.MET, Standing.NOT_MET}) == over
