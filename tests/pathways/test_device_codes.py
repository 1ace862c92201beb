"""The code of the attendance of each device: chosen, refused, kept by what was agreed already, and counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from etabli.attendance.states import BUILT_IN_CODES
from etabli.core.facts import Absence
from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.indicators.definitions import definitions
from etabli.indicators.explaining import summary_of
from etabli.indicators.queries import scope_of
from etabli.kit.models import JournalRow
from etabli.org.models import Establishment
from etabli.org.states import Role
from etabli.pathways.actions.codes import choose_codes
from etabli.pathways.actions.following import follow_placements
from etabli.pathways.models import DeviceCode, Placement, PlacementFact
from etabli.pathways.queries.codes import chosen_codes
from etabli.pathways.queries.preview import preview_of
from etabli.pathways.rules.following import CODES, check_code
from etabli.pathways.states import Device, PlacementState
from etabli.people.models import Person
from tests import workplace as small
from tests.pathways.making import END, OPERATOR, START, make_placement
from tests.support.conftest import client_of, user_of

SECOND_DAY = datetime(2025, 3, 4, 9, tzinfo=UTC)
FLAGS = {row.code: row for row in BUILT_IN_CODES}


@pytest.fixture
def place(db: None) -> Establishment:
    return small.workplace()


@pytest.fixture
def person(place: Establishment) -> Person:
    return small.engage(place)


def choose(place: Establishment, **codes: str) -> None:
    choose_codes(establishment=place, codes={Device(name): code for name, code in codes.items()}, **OPERATOR)


def days_of_devices(place: Establishment) -> float | None:
    return summary_of(definitions()["device_days"], scope_of(place), Period(START, END)).figure.num


def refused(device: Device, code: str) -> str:
    with pytest.raises(Refusal) as found:
        check_code(device, code, FLAGS)
    return found.value.code


@pytest.mark.parametrize("device", list(Device))
def test_the_code_that_comes_with_a_device_fits_it(device: Device) -> None:
    check_code(device, CODES[device], FLAGS)


@pytest.mark.parametrize("device", list(Device))
@pytest.mark.parametrize("code", sorted(FLAGS))
def test_a_code_fits_when_it_says_of_presence_and_pay_what_that_of_the_device_says(device: Device, code: str) -> None:
    usual, other = FLAGS[CODES[device]], FLAGS[code]
    if (usual.absence, usual.paid) == (other.absence, other.paid):
        check_code(device, code, FLAGS)
    else:
        assert refused(device, code).startswith("device_code_")


def test_each_refusal_says_what_is_wrong() -> None:
    assert refused(Device.MAD_INDIVIDUAL, "XYZ") == "device_code_unknown"
    assert refused(Device.MAD_INDIVIDUAL, "CP") == "device_code_absence"
    assert refused(Device.MAD_INDIVIDUAL, "TRA") == "device_code_unpaid"
    assert refused(Device.MISPE, "PRE") == "device_code_paid"
    assert refused(Device.JOB, "PRE") == "device_code_away"
    assert FLAGS["DBL"].absence == Absence.OTHER_EMPLOYER


def test_what_is_agreed_later_is_written_under_the_chosen_code_and_counted_by_it(
    place: Establishment, person: Person
) -> None:
    choose(place, mad_individual="EXT")
    row = make_placement(place, person)
    assert small.half_day(person, START, 0).code == "EXT"
    assert PlacementFact.objects.get(placement=row.pk).code == "EXT"
    assert days_of_devices(place) == 10
    small.record(place, small.operation(person, START, 0, "MAD", acted_at=small.AT + timedelta(minutes=1)))
    assert days_of_devices(place) == 9.5, "what is typed under another code is not of the placement"
    assert definitions()["device_days"].version == 2


def test_a_placement_that_was_agreed_keeps_its_code(place: Establishment, person: Person) -> None:
    row = make_placement(place, person, at=SECOND_DAY)
    choose(place, mad_individual="EXT")
    follow_placements(establishment=place, at=small.AT)
    row.refresh_from_db()
    assert row.code == "MAD"
    assert [small.half_day(person, day, 0).code for day in (START, END - timedelta(days=1))] == ["MAD", "MAD"]
    assert preview_of(row, small.AT.date()).code.code == "MAD"


def test_a_draft_tells_the_code_that_is_chosen_now(place: Establishment, person: Person) -> None:
    row = make_placement(place, person, state=PlacementState.DRAFT)
    choose(place, mad_individual="EXT")
    assert (row.code, preview_of(row, small.AT.date()).code.code) == ("", "EXT")


def test_a_choice_is_one_row_of_its_house_and_journalled(place: Establishment) -> None:
    other = small.workplace(finess=small.OTHER_NUMBER)
    choose(place, mispe="SO2")
    choose(place, mispe="TRA", job="DBL")
    assert [(row.device, row.code) for row in DeviceCode.objects.all()] == [("mispe", "TRA")]
    assert chosen_codes(other) == CODES
    rows = JournalRow.objects.filter(table_name=DeviceCode._meta.db_table)
    assert rows.count() == 2


def test_a_refused_choice_changes_nothing(place: Establishment) -> None:
    with pytest.raises(Refusal):
        choose(place, pmsmp="PRE", mispe="PRE")
    assert not DeviceCode.objects.exists()


def test_what_was_agreed_before_codes_were_chosen_keeps_what_it_was_written_under(
    place: Establishment, person: Person
) -> None:
    """The migration of a data folder that has placements."""
    held = make_placement(place, person)
    draft = make_placement(place, small.engage(place, "2"), state=PlacementState.DRAFT)
    ended = make_placement(place, small.engage(place, "3"), Device.PMSMP, state=PlacementState.ENDED)
    Placement.objects.update(code="")
    PlacementFact.objects.update(code="")
    import_module("etabli.pathways.migrations.0005_device_codes").keep(apps, None)
    codes = dict(Placement.objects.values_list("pk", "code"))
    assert codes == {held.pk: "MAD", draft.pk: "", ended.pk: "STG"}
    assert dict(PlacementFact.objects.values_list("placement", "code")) == {held.pk: "MAD", ended.pk: "STG"}


def test_the_migration_knows_the_code_of_every_device() -> None:
    assert import_module("etabli.pathways.migrations.0005_device_codes").CODES == CODES


class TestTheScreen:
    def way(self, place: Establishment) -> str:
        return reverse("pathways:device_codes", args=[place.finess])

    def sent(self, place: Establishment, **changes: str) -> Any:
        client: Client = client_of(user_of(place, Role.DIRECTOR))
        values = {device.value: code for device, code in chosen_codes(place).items()} | changes
        return client.post(self.way(place), values, follow=True)

    def test_it_saves(self, place: Establishment) -> None:
        assert "The codes are saved." in self.sent(place, service="MAD").content.decode()
        assert chosen_codes(place)[Device.SERVICE] == "MAD"

    def test_a_code_that_does_not_fit_is_refused_beside_its_device_and_the_form_stays_filled(
        self, place: Establishment
    ) -> None:
        answer = self.sent(place, service="TRA", pmsmp="PRE")
        form = answer.context["form"]
        assert list(form.errors) == ["service"]
        assert "TRA is not paid, and the guaranteed pay goes on" in answer.content.decode()
        assert form["pmsmp"].value() == "PRE"
        assert not DeviceCode.objects.exists()

    def test_a_code_that_went_out_of_use_may_stay(self, place: Establishment) -> None:
        place.codes.filter(code="MAD").update(active=False)
        assert "The codes are saved." in self.sent(place, pmsmp="PRE").content.decode()

    def test_an_educator_does_not_choose(self, place: Establishment) -> None:
        assert client_of(user_of(place, Role.EDUCATOR)).get(self.way(place)).status_code == 404
