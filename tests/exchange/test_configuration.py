"""`etabli configure FILE.toml`: what a workplace may say of itself, read with every error and its line, written once."""

from __future__ import annotations

from datetime import date

import pytest

from etabli.exchange.configuring import message_of
from etabli.exchange.reading.configuration import read_configuration
from tests.exchange.configured import REQUIRED, errors, text


def test_the_required_keys_are_enough() -> None:
    read = read_configuration(text())
    assert read.errors == []
    (spec,) = read.establishments
    assert (spec.finess, spec.places, spec.full_time_weekly_minutes) == ("990000002", ((date(2025, 1, 1), 50),), 2100)
    assert spec.openings[0][1] == "11111111100000"
    assert (spec.closures, spec.opening_days, spec.workshops) == (None, None, None)


def test_every_optional_key() -> None:
    content = text(
        '[association]\nname = "Association fictive"\nsiren = "999000300"',
        siret='"99900030000015"',
        subdivision='"Alsace-Moselle"',
        opening_days='{ "2025" = 225, "2024" = 222 }',
        target_days='{ "2025" = 10500 }',
        closures='[{ from = 2025-08-04, to = 2025-08-25, reason = "Été", paid = true }]',
        worked_holidays="[2025-05-08]",
        workshops='[{ code = "EV", name = "Espaces verts" }]',
        attendance_aliases='{ P = "PRE" }',
    )
    read = read_configuration(content)
    assert read.errors == [] and read.association == ("Association fictive", "999000300")
    (spec,) = read.establishments
    assert spec.opening_days == {2025: 225, 2024: 222} and spec.target_days == {2025: 10500}
    assert spec.closures is not None and spec.closures[0].ends_before == date(2025, 8, 25)
    assert spec.worked_holidays == (date(2025, 5, 8),)
    assert read.aliases == {"990000002": {"P": "PRE"}}


@pytest.mark.parametrize("key", sorted(REQUIRED))
def test_a_required_key_that_is_missing(key: str) -> None:
    assert errors(text(**{key: None})) == [(1, "configuration_key_missing")]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"finess": '"990000003"'}, "establishment_number_wrong"),
        ({"finess": "990000002"}, "configuration_not_text"),
        ({"kind": '"SAVS"'}, "kind_unknown"),
        ({"country": '"DE"'}, "country_unknown"),
        ({"full_time_weekly_minutes": "0"}, "full_time_wrong"),
        ({"full_time_weekly_minutes": '"35 h"'}, "configuration_not_count"),
        ({"full_time_weekly_minutes": "true"}, "configuration_not_count"),
        ({"places": "50"}, "configuration_not_tables"),
        ({"places": "[]"}, "configuration_empty"),
        ({"places": "[{ from = 2025-01-01 }]"}, "configuration_part_missing"),
        ({"places": '[{ from = "janvier", value = 1 }]'}, "configuration_not_date"),
        ({"places": "[{ from = 2025-01-01, value = -1 }]"}, "configuration_not_count"),
        ({"places": "[{ from = 2025-01-01, value = 1, until = 2 }]"}, "configuration_key_unknown"),
        ({"places": "[{ from = 2025-01-01, value = 1 }, { from = 2025-01-01, value = 2 }]"}, "configuration_day_twice"),
        ({"open": '{ lun = "MA" }'}, "configuration_week_word"),
        ({"open": '{ mon = "AM" }'}, "configuration_week_word"),
        ({"open": "{}"}, "never_open"),
        ({"open": '"MA"'}, "configuration_not_week"),
        ({"opening_days": '{ "2025" = 400 }'}, "opening_days_wrong"),
        ({"opening_days": '{ "deux" = 225 }'}, "configuration_not_year"),
        ({"closures": "[{ from = 2025-08-25, to = 2025-08-04, paid = true }]"}, "closure_backwards"),
        ({"closures": '[{ from = 2025-08-04, to = 2025-08-25, paid = "oui" }]'}, "configuration_not_flag"),
        ({"worked_holidays": '["hier"]'}, "configuration_not_date"),
        ({"workshops": '[{ code = "EV" }]'}, "configuration_part_missing"),
        ({"attendance_aliases": "{ P = 1 }"}, "configuration_not_text"),
        ({"attendance_aliases": "true"}, "configuration_not_aliases"),
        ({"siret": '"123"'}, "siret_wrong"),
        ({"subdivision": '"Bretagne"'}, "subdivision_unknown"),
        ({"capacity": "50"}, "configuration_key_unknown"),
    ],
)
def test_a_wrong_value_is_refused_with_its_line(changes: dict[str, str], code: str) -> None:
    (key,) = changes
    content = text(**changes)
    line = next(number for number, row in enumerate(content.splitlines(), 1) if row.startswith(f"{key} ="))
    read = read_configuration(content)
    assert [(error.line, error.code) for error in read.errors] == [(line, code)]
    assert message_of(read.errors[0]) != code and "%(" not in message_of(read.errors[0])


def test_all_errors_at_once_in_the_order_of_the_file() -> None:
    content = text(finess='"1"', capacity="50") + text(country='"DE"') + text(kind='"SAVS"')
    found = errors(content)
    assert [line for line, _ in found] == sorted(line for line, _ in found)
    assert {code for _, code in found} >= {
        "establishment_number_wrong",
        "country_unknown",
        "configuration_key_unknown",
        "kind_unknown",
    }


def codes_by_line(content: str) -> list[tuple[int, str, str]]:
    return [(error.line, error.code, error.value) for error in read_configuration(content).errors]


def test_every_error_of_the_places_each_with_its_line() -> None:
    rows = """[
  { from = 2025-01-01, value = 50 },
  { from = "janvier", value = -1 },
  { value = 2, until = 3 },
  { from = 2025-01-01, value = 60 },
]"""
    assert codes_by_line(text(places=rows)) == [
        (9, "configuration_not_date", "janvier"),
        (9, "configuration_not_count", "-1"),
        (10, "configuration_key_unknown", "until"),
        (10, "configuration_part_missing", "{'value': 2, 'until': 3}"),
        (11, "configuration_day_twice", "2025-01-01"),
    ]


def test_every_error_of_the_weeks_each_with_its_line() -> None:
    weeks = """[
  { from = 2024-01-01, mon = "AM", lun = "MA" },
  { from = 2024-01-01 },
  { from = "hier", tue = 3, wed = "MA" },
]"""
    assert codes_by_line(text(open=weeks)) == [
        (9, "configuration_week_word", "AM"),
        (9, "configuration_week_word", "lun"),
        (10, "configuration_day_twice", "2024-01-01"),
        (10, "never_open", "0" * 14),
        (11, "configuration_not_date", "hier"),
        (11, "configuration_week_word", "3"),
    ]


def test_every_error_of_the_closures_each_with_its_line() -> None:
    rows = """[
  { from = 2025-08-04, to = 2025-08-25, paid = "oui", why = "Été" },
  { from = 2025-12-26, to = 2025-12-24, paid = true },
  { from = 2025-05-01, to = 2025-05-05, paid = true },
  { from = 2025-05-02, to = 2025-05-12, paid = false },
  { to = 2025-05-05 },
]"""
    assert [(line, code) for line, code, _ in codes_by_line(text(closures=rows))] == [
        (10, "configuration_key_unknown"),
        (10, "configuration_not_flag"),
        (11, "closure_backwards"),
        (13, "closure_overlap"),
        (14, "configuration_part_missing"),
        (14, "configuration_part_missing"),
    ]


def test_every_error_of_the_workshops_each_with_its_line() -> None:
    rows = """[
  { code = "EV" },
  { code = "B", name = "Bois", open = { mon = "X", tue = "Y" } },
  { code = "C", name = 3 },
  { code = "D", name = "Un" },
  { code = "D", name = "Deux", size = 4 },
  { code = "D", name = "Trois" },
]"""
    assert [(line, code) for line, code, _ in codes_by_line(text(workshops=rows))] == [
        (10, "configuration_part_missing"),
        (11, "configuration_week_word"),
        (11, "configuration_week_word"),
        (12, "configuration_not_text"),
        (14, "configuration_key_unknown"),
        (15, "configuration_code_twice"),
    ]


def test_errors_of_years_and_days_each_with_its_line() -> None:
    content = text(
        opening_days='{ "2025" = 400, "deux" = 225, "2026" = "x" }',
        target_days='{ "2025" = -1 }',
        worked_holidays='[\n  "hier",\n  2025-05-08,\n  "demain",\n]',
    )
    assert codes_by_line(content) == [
        (9, "configuration_not_year", "deux"),
        (9, "configuration_not_count", "x"),
        (9, "opening_days_wrong", "400"),
        (10, "configuration_not_count", "-1"),
        (12, "configuration_not_date", "hier"),
        (14, "configuration_not_date", "demain"),
    ]


def test_tables_written_as_sections_have_their_lines_too() -> None:
    lines = [
        text(places=None, open=None).rstrip(),
        "[establishment.open]",
        'mon = "AM"',
        "[[establishment.places]]",
        "from = 2025-01-01",
        "value = 50",
        "[[establishment.places]]",
        "from = 2025-06-01",
        'value = "60"',
    ]
    assert [(line, code) for line, code, _ in codes_by_line("\n".join(lines))] == [
        (8, "configuration_week_word"),
        (14, "configuration_not_count"),
    ]


def test_texts_and_numbers_that_no_table_takes_are_refused() -> None:
    content = text(name=f'"{"x" * 201}"', places="[{ from = 2025-01-01, value = 1000001 }]")
    assert [(line, code) for line, code, _ in codes_by_line(content)] == [
        (3, "configuration_too_long"),
        (7, "configuration_not_count"),
    ]


def test_what_is_not_toml_says_where() -> None:
    assert errors('[[establishment]]\nfiness = "1\n')[0] == (2, "configuration_syntax")


def test_the_same_establishment_twice() -> None:
    assert "configuration_number_twice" in {code for _, code in errors(text() + text())}


def test_unknown_tables_are_refused() -> None:
    assert errors("[personnes]\nnom = 1\n" + text())[0] == (1, "configuration_key_unknown")
