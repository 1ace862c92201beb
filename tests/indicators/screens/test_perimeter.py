"""A perimeter recomputes every figure that counts persons, says so in words, and follows from page to page."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from etabli.config.cli import main
from etabli.core.perimeter import Perimeter, parse
from etabli.core.periods import Period, day_no
from etabli.indicators.definitions import definitions
from etabli.indicators.perimeters import figures_within, keeper, summaries_of
from etabli.indicators.queries import figures, scope_of
from etabli.pathways.models import ExitFact, PersonFact
from tests.indicators.drawn import UNASKED
from tests.indicators.screens.conftest import MARCH, House
from tests.indicators.screens.test_dashboard import text
from tests.indicators.screens.test_explain import cells

pytestmark = pytest.mark.django_db
PERIOD = Period(date(2025, 3, 1), date(2025, 4, 1))
WOMEN = f"{MARCH}&sex=F"


@pytest.fixture
def public(house: House) -> House:
    """Ada is a woman of 40, Ben a man of 30, of Cleo nothing is known; Tom is admitted for a time."""
    births = {"Ada": (date(1985, 1, 1), "F"), "Ben": (date(1995, 1, 1), "M"), "Cleo": (None, ""), "Tom": (None, "")}
    PersonFact.objects.filter(establishment=house.place).delete()
    PersonFact.objects.bulk_create(
        PersonFact(
            establishment=house.place,
            subject=house.people[name],
            birth_day=birth and day_no(birth),
            sex=sex,
            **{**UNASKED, "temporary": int(name == "Tom")},
        )
        for name, (birth, sex) in births.items()
    )
    return house


def values(house: House, text_: str) -> dict[str, float | None]:
    found = figures_within(scope_of(house.place), PERIOD, parse(text_))
    return {row.definition.code: row.num for row in found}


def test_the_perimeter_of_everybody_changes_no_figure(public: House) -> None:
    scope = scope_of(public.place)
    whole = figures(scope, PERIOD)
    within = figures_within(scope, PERIOD, Perimeter())
    assert [(row.definition.code, row.num, row.den, row.refusal is None) for row in whole] == [
        (row.definition.code, row.num, row.den, row.refusal is None) for row in within
    ]


@pytest.mark.parametrize(
    ("written", "headcount"),
    [
        ("sex=F", 1),
        ("sex=M", 1),
        ("ages=35-", 1),
        ("ages=-40", 2),
        ("ages=20-59,sex=M", 1),
        ("without-temporary", 3),
        ("without-reorientations", 3),
    ],
)
def test_only_those_inside_count(public: House, written: str, headcount: int) -> None:
    found = values(public, written)
    assert found["headcount"] == headcount and found["age_pyramid"] == headcount


def test_whoever_left_for_a_reorientation_may_be_left_out(public: House) -> None:
    engagement = public.people["Cleo"].engagements.get()
    ExitFact.objects.create(
        establishment=public.place,
        subject=public.people["Cleo"],
        engagement=engagement.pk,
        exit_day=day_no(date(2025, 3, 20)),
        destination="reorientation",
        ordinary=0,
        contract="",
    )
    assert values(public, "without-reorientations")["headcount"] == 2
    later = figures_within(
        scope_of(public.place),
        Period(date(2025, 4, 1), date(2025, 5, 1)),
        parse("without-reorientations"),
        ["headcount"],
    )
    assert later[0].num == 3


def test_no_figure_grows_and_nobody_is_lost(public: House) -> None:
    """Those outside are left out with their reason; rows of the establishment stay."""
    scope = scope_of(public.place)
    given = [row.definition for row in figures(scope, PERIOD) if row.refusal is None]
    keep = keeper(parse("sex=F"), [public.place], PERIOD)
    whole, within = summaries_of(given, scope, PERIOD, None), summaries_of(given, scope, PERIOD, keep)
    for code, summary in within.items():
        everybody = whole[code]
        assert len(summary.groups) == len(everybody.groups)
        assert {line.key for line in summary.persons} == {line.key for line in everybody.persons}
        assert summary.own == everybody.own
        assert (summary.figure.num or 0) <= (everybody.figure.num or 0)
        outside = [group for group in summary.groups if group.excluded == "outside_perimeter"]
        assert all(group.num == group.den == 0 and group.subject is not None for group in outside)


def test_the_dashboard_says_the_perimeter_and_carries_it(public: House, daniele: Client) -> None:
    page = text(daniele, public.url(query=WOMEN))
    assert "<strong>Perimeter</strong> : Women." in page
    assert cells(page, ">Headcount</a>") == ["1 person"]
    assert f'/figures/headcount/?{MARCH.replace("&", "&amp;")}&amp;sex=F"' in page
    assert f'/figures/note/?{MARCH.replace("&", "&amp;")}"' in page
    assert "Rates month by month" not in page
    assert "<strong>Perimeter</strong>" not in text(daniele, public.url())


def test_the_explanation_says_who_is_left_out(public: House, daniele: Client) -> None:
    page = text(daniele, public.url("headcount/", f"{MARCH}&age_from=20&age_to=59&without_temporary=on"))
    assert "<strong>Perimeter</strong> : 20 to 59 years, without temporary admissions." in page
    assert cells(page, ">Outside the perimeter</th>") == ["1"]
    person = public.people["Cleo"].pk
    rows = text(daniele, public.url(f"headcount/persons/{person}/", WOMEN))
    assert "left out: Outside the perimeter" in rows


def test_ages_that_hold_nobody_are_refused_beside_the_field(public: House, daniele: Client) -> None:
    page = text(daniele, public.url(query=f"{MARCH}&age_from=60&age_to=20"))
    assert "From 60 to 20 years holds nobody" in page and 'value="60"' in page
    assert "<strong>Perimeter</strong>" not in page


def test_who_may_not_see_persons_narrows_no_figure(public: House, daniele: Client, aude: Client) -> None:
    assert cells(text(daniele, public.url(query=WOMEN)), ">Headcount</a>") == ["1 person"]
    page = text(aude, public.url(query=WOMEN))
    assert cells(page, ">Headcount</a>") == ["3 persons"] and "<strong>Perimeter</strong>" not in page
    explained = text(aude, public.url("headcount/", WOMEN))
    assert "Outside the perimeter" not in explained and 'name="sex"' not in explained
    files = [aude.get(public.url("headcount/export/", query)).content for query in (WOMEN, MARCH)]
    assert [
        len(CalamineWorkbook.from_filelike(io.BytesIO(one)).get_sheet_by_index(0).to_python()) for one in files
    ] == [2, 2]


def test_pages_without_perimeters_ignore_one(public: House, daniele: Client) -> None:
    page = text(daniele, public.url("compare/", WOMEN))
    assert "<strong>Perimeter" not in page
    assert f'/figures/occupancy_rate/?{MARCH.replace("&", "&amp;")}"' in page


def test_on_the_command_line(
    public: House, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ETABLI_LANGUAGE", "en")
    monkeypatch.setattr("etabli.config.cli._prepare", lambda: None)
    monkeypatch.setattr("etabli.config.cli.connections.close_all", lambda: None)
    monkeypatch.setattr("django.core.management.base.BaseCommand.check", lambda *_, **__: None)
    words = ["figures", "--establishment", public.place.finess, "--from", "2025-03-01", "--to", "2025-04-01"]
    assert main([*words, "--perimeter", "sex=F", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["perimeter"] == "sex=F"
    assert {row["code"]: row["num"] for row in document["figures"]}["headcount"] == 1
    assert len(document["figures"]) == len(definitions())
    assert main([*words, "--perimeter", "sex=F", "--code", "headcount"]) == 0
    assert "Perimeter: Women" in capsys.readouterr().out
    assert main([*words, "--perimeter", "sex=X", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["refusal"]["code"] == "perimeter_unknown"
