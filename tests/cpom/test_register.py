"""What is written of a contract, and what is refused; what an erasure leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from etabli.core.refusal import Refusal
from etabli.cpom.actions.context import BasinSpec, RegionalSpec, save_basin, save_regional_target
from etabli.cpom.actions.contracts import save_contract
from etabli.cpom.actions.objectives import Aim, amend_objective, say
from etabli.cpom.models import BasinRow, Contract, Objective, ObjectiveTerms, Statement
from etabli.cpom.states import OTHER
from etabli.kit import held
from etabli.org.actions import Change
from etabli.org.models import Establishment
from tests import workplace as small
from tests.cpom import promised
from tests.cpom.promised import CONTRACT, TERMS, TODAY, WHO
from tests.once import made_once

pytestmark = pytest.mark.django_db
world = made_once(promised.world)


@pytest.fixture
def place(world: Any) -> Establishment:
    return Establishment.objects.get(pk=world["place"].pk)


@pytest.fixture
def contract(place: Establishment) -> Contract:
    return promised.contract(place)


def refused(code: str, act: Any, **values: Any) -> None:
    with pytest.raises(Refusal) as caught:
        act(**values, **WHO)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": " "}, "cpom_name_empty"),
        ({"ends_before": CONTRACT.starts_on}, "cpom_ends_before_it_starts"),
        ({"ends_before": date(2099, 1, 1)}, "cpom_too_long"),
        ({}, "cpom_twice"),
    ],
)
def test_a_contract_is_named_once_and_ends_after_it_starts(contract: Contract, changes: Any, code: str) -> None:
    spec = replace(CONTRACT, **changes)
    refused(code, save_contract, establishment=contract.establishment, spec=spec, row=None)


def test_the_days_of_a_contract_hold_what_it_promises(contract: Contract) -> None:
    promised.objective(contract, starts_on=date(2026, 1, 1))
    place = contract.establishment
    later = replace(CONTRACT, starts_on=date(2026, 2, 1))
    refused("cpom_days_cut_terms", save_contract, establishment=place, spec=later, row=contract)
    shorter = replace(CONTRACT, ends_before=date(2027, 1, 1), name="CPOM")
    assert save_contract(establishment=place, spec=shorter, row=contract, **WHO).name == "CPOM"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"wording": " "}, "cpom_wording_empty"),
        ({"source": ""}, "cpom_source_empty"),
        ({"measure": "no_such_figure"}, "cpom_measure_unknown"),
        ({"aim": Aim(-1)}, "cpom_target_negative"),
        ({"aim": Aim(20_001)}, "cpom_rate_too_high"),
        ({"years": {2028: Aim(9000)}}, "cpom_year_outside"),
        ({"starts_on": date(2028, 1, 1)}, "cpom_outside_the_contract"),
    ],
)
def test_an_objective_is_worded_measured_and_of_its_contract(contract: Contract, changes: Any, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        promised.objective(contract, **changes)
    assert caught.value.code == code and not Objective.objects.filter(contract=contract).exists()


def test_an_objective_is_for_one_workshop_group_or_person_of_the_house(contract: Contract, world: Any) -> None:
    room = contract.establishment.workshops.get(code="BLA")
    with pytest.raises(Refusal, match="cpom_several_levels"):
        promised.objective(contract, who={"workshop": room, "person": world["people"][0]})
    elsewhere = small.workplace(finess=small.OTHER_NUMBER, name="Ailleurs", association="Ailleurs")
    stranger = small.engage(elsewhere, "9")
    with pytest.raises(Refusal, match="cpom_level_elsewhere"):
        promised.objective(contract, who={"person": stranger})


def test_an_amendment_never_holds_before_what_it_changes(contract: Contract) -> None:
    row = promised.objective(contract, starts_on=date(2026, 1, 1))
    refused("cpom_amended_backwards", amend_objective, objective=row, spec=TERMS)


def test_words_are_kept_for_what_no_definition_counts_and_numbers_for_the_rest(contract: Contract) -> None:
    promised.objective(contract, measure=OTHER, unit="partners", aim=Aim(3, "three"), years={2026: Aim(words="four")})
    promised.objective(contract, aim=Aim(9500, "words"), unit="partners")
    told, counted = ObjectiveTerms.objects.order_by("pk")
    assert (told.target, told.target_words, told.unit) == (None, "three", "partners")
    assert told.years.get().target_words == "four"
    assert (counted.target, counted.target_words, counted.unit) == (9500, "", "")


def test_what_is_counted_is_not_said_and_something_is(contract: Contract) -> None:
    row = promised.objective(contract)
    said = {"objective": row, "met": None, "said_on": TODAY}
    refused("cpom_value_is_counted", say, **said, year=2025, value="94 %", comment="")
    refused("cpom_nothing_said", say, **said, year=2025, value="", comment=" ")
    refused("cpom_year_outside", say, **said, year=2031, value="", comment="Late")
    say(**said, year=2025, value="", comment="A hard winter", **WHO)
    assert Statement.objects.get().comment == "A hard winter"


def test_one_target_of_the_region_at_a_time(place: Establishment) -> None:
    row = promised.regional(place)
    spec = RegionalSpec("occupancy_rate", 9900, "at_least", date(2026, 1, 1), "PRS")
    who = {"establishment": place, "row": None}
    refused("cpom_regional_overlap", save_regional_target, **who, spec=spec)
    refused("cpom_source_empty", save_regional_target, **who, spec=replace(spec, source=""))
    refused("cpom_measure_unknown", save_regional_target, **who, spec=replace(spec, code="none"))
    early = replace(spec, ends_before=date(2025, 6, 1))
    refused("cpom_ends_before_it_starts", save_regional_target, **who, spec=early)
    ended = RegionalSpec("occupancy_rate", 9800, "at_least", date(2025, 1, 1), "PRS", date(2026, 1, 1))
    save_regional_target(establishment=place, spec=ended, row=row, **WHO)
    save_regional_target(**who, spec=spec, **WHO)


def test_a_number_of_the_basin_is_kept_once_a_year_and_takes_the_newer_value(place: Establishment) -> None:
    row = BasinSpec("Unemployment", 2025, 7_400, "%", "Statistics")
    wrong = replace(row, source=" ")
    first = save_basin(establishment=place, rows=[row, row, wrong], **WHO)
    assert first[:2] == [Change.CREATED, Change.UNCHANGED]
    assert isinstance(first[2], Refusal) and first[2].code == "cpom_basin_value_wrong"
    newer = save_basin(establishment=place, rows=[replace(row, value=7_500)], **WHO)
    assert newer == [Change.UPDATED] and BasinRow.objects.get().value == 7_500


def test_an_erasure_leaves_the_count_and_takes_the_words(contract: Contract, world: Any) -> None:
    person = world["people"][0]
    row = promised.objective(contract, who={"person": person}, measure=OTHER, aim=Aim(words="a job"))
    say(objective=row, year=2025, value="a trial", met=False, comment="Her words", said_on=TODAY, **WHO)
    parts = [part for part in held.parts() if part.model._meta.app_label == "cpom"]
    assert {part.model for part in parts if part.of(person.pk).exists()} == {Objective, ObjectiveTerms, Statement}
    blanked = {part.model: set(part.blanked) for part in parts}
    assert {"wording", "comment", "target_words"} <= blanked[ObjectiveTerms]
    assert {"value", "comment"} <= blanked[Statement]
