"""Targets of a year: set with their source, refused with a sentence, taken back and put back."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.test import Client

from etabli.core.refusal import Refusal
from etabli.indicators.actions import TargetSpec, save_target, save_targets
from etabli.indicators.models import Target
from etabli.org.models import User
from tests import workplace as small
from tests.indicators.screens.conftest import House
from tests.indicators.screens.test_dashboard import text

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def url(house: House, path: str = "") -> str:
    return f"/{house.place.finess}/figures/targets/{path}?year=2025"


@pytest.fixture(autouse=True)
def in_2026(monkeypatch: pytest.MonkeyPatch) -> None:
    # The package exports a view of the same name as the module.
    monkeypatch.setattr(import_module("etabli.indicators.views.targets"), "today", small.AT.date)


def post(client: Client, house: House, follow: bool = True, **values: str) -> Any:
    return client.post(url(house), values, follow=follow)


def saved(house: House) -> dict[str, tuple[int, str]]:
    return {row.code: (row.value, row.source) for row in Target.objects.filter(establishment=house.place, year=2025)}


def test_rates_and_counts_are_set_with_their_source(house: House, daniele: Client) -> None:
    answer = post(
        daniele,
        house,
        value_occupancy_rate="95.5",
        source_occupancy_rate="CPOM 2025-2029",
        value_active_caseload="105",
        source_active_caseload="Letter of the ARS",
        value_mean_absence_days="18.5",
        source_mean_absence_days="House",
    )
    assert saved(house) == {
        "occupancy_rate": (9_550, "CPOM 2025-2029"),
        "active_caseload": (105, "Letter of the ARS"),
        "mean_absence_days": (185_000, "House"),
    }
    assert "The targets of 2025 are saved." in answer.content.decode()
    assert 'value="95.5"' in answer.content.decode()


def test_a_french_reader_writes_a_comma(house: House, sign_in: SignIn) -> None:
    reader = house.users["Danièle"]
    reader.language = "fr"
    reader.save()
    post(sign_in(reader), house, value_occupancy_rate="95,5", source_occupancy_rate="CPOM")
    assert saved(house) == {"occupancy_rate": (9_550, "CPOM")}


@pytest.mark.parametrize(
    ("value", "source", "words"),
    [
        ("95", "", "Say where the target comes from"),
        ("0", "CPOM", "A target is a percentage above 0 and up to 200 %."),
        ("201", "CPOM", "A target is a percentage above 0 and up to 200 %."),
        ("-3", "CPOM", "A target is a percentage above 0"),
        ("many", "CPOM", "Enter a number."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_kept(
    house: House, daniele: Client, value: str, source: str, words: str
) -> None:
    page = " ".join(
        post(daniele, house, value_occupancy_rate=value, source_occupancy_rate=source).content.decode().split()
    )
    assert words in page
    assert f'value="{value}"' in page
    assert 'aria-invalid="true"' in page
    assert saved(house) == {}


def test_an_empty_field_takes_the_target_back_and_that_can_be_undone(house: House, daniele: Client) -> None:
    save_target(
        establishment=house.place, code="occupancy_rate", year=2025, value=9_000, source="CPOM", by=None, at=small.AT
    )
    answer = post(daniele, house, value_occupancy_rate="", source_occupancy_rate="CPOM")
    assert saved(house) == {}
    undo = answer.context["undo"]
    assert daniele.get(undo["address"]).status_code == 302
    answer = daniele.post(undo["address"], {"token": undo["token"]}, follow=True)
    assert saved(house) == {"occupancy_rate": (9_000, "CPOM")}
    assert "The targets are as they were." in answer.content.decode()


def test_an_undo_of_nobody_is_not_found(house: House, daniele: Client) -> None:
    assert daniele.post(url(house, "restore/"), {"token": "made up"}).status_code == 404


def test_saving_what_is_there_changes_nothing(house: House, daniele: Client) -> None:
    values = {"value_occupancy_rate": "90", "source_occupancy_rate": "CPOM"}
    post(daniele, house, **values)
    assert "Nothing was changed." in post(daniele, house, **values).content.decode()


def test_only_a_director_sets_targets(house: House, sign_in: SignIn) -> None:
    for name in ("Aude", "Hélène", "Inès", "Denis"):
        client = sign_in(house.users[name])
        assert client.get(url(house)).status_code == 404
        assert client.post(url(house), {"value_occupancy_rate": "90"}).status_code == 404


@pytest.mark.parametrize("year", ["1999", "20255", "x", "2032", "²025"])
def test_a_year_out_of_reach_is_not_found(house: House, daniele: Client, year: str) -> None:
    assert daniele.get(f"/{house.place.finess}/figures/targets/?year={year}").status_code == 404


def test_the_page_names_the_year_without_separators(house: House, daniele: Client) -> None:
    assert "<h1>Targets of 2025</h1>" in text(daniele, url(house))


def test_the_tab_is_not_shown_to_those_who_may_not(house: House, daniele: Client, aude: Client) -> None:
    assert "/figures/targets/" in text(daniele, house.url())
    assert "/figures/targets/" not in text(aude, house.url())


@pytest.mark.parametrize(
    ("code", "value", "refusal"),
    [
        ("nonsense", 1, "figure_unknown"),
        ("headcount", 1, "target_not_for"),
        ("active_caseload", 0, "target_count_wrong"),
        ("occupancy_rate", 30_000, "target_rate_wrong"),
    ],
)
def test_the_action_refuses_too(house: House, code: str, value: int, refusal: str) -> None:
    with pytest.raises(Refusal) as caught:
        save_target(establishment=house.place, code=code, year=2025, value=value, source="x", by=None, at=small.AT)
    assert caught.value.code == refusal


def test_a_year_far_away_is_refused(house: House) -> None:
    with pytest.raises(Refusal, match="target_year_wrong"):
        save_targets(establishment=house.place, year=1066, targets={"headcount": TargetSpec(1)}, by=None, at=small.AT)


def test_the_same_number_of_queries_with_every_target(
    house: House, daniele: Client, django_assert_num_queries: Any
) -> None:
    daniele.get(url(house))
    with django_assert_num_queries(13):
        daniele.get(url(house))
    for code in ("occupancy_rate", "paid_hours_activity_rate", "active_caseload"):
        save_target(establishment=house.place, code=code, year=2025, value=90, source="x", by=None, at=small.AT)
    with django_assert_num_queries(13):
        daniele.get(url(house))
