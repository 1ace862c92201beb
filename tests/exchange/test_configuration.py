"""`etabli configure FILE.toml`: what a workplace may say of itself, read with every error and its line, written once."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import translation

from etabli.attendance.actions import CodeSpec, save_code
from etabli.attendance.queries import spellings_of
from etabli.core.refusal import Refusal
from etabli.exchange.configuring import configure, message_of
from etabli.exchange.reading.configuration import Configuration, read_configuration
from etabli.indicators.queries import scope_named
from etabli.org.models import Association, DeclaredYear, Establishment
from etabli.org.queries import house_of
from tests.workplace import AT, DAYS, MARCH, YEAR, engage, figure, type_days

REQUIRED = {
    "finess": '"990000002"',
    "name": '"Les Tilleuls"',
    "kind": '"ESAT"',
    "country": '"FR"',
    "full_time_weekly_minutes": "2100",
    "places": "[{ from = 2025-01-01, value = 50 }]",
    "open": '{ mon = "MA", tue = "MA", wed = "MA", thu = "MA", fri = "M" }',
}


def text(head: str = "", **changes: str | None) -> str:
    """A file with one establishment; None leaves a key out. The head stands before it; finess is on the line after it."""
    lines = [f"{key} = {value}" for key, value in {**REQUIRED, **changes}.items() if value is not None]
    return "\n".join([*([head] if head else []), "[[establishment]]", *lines, ""])


def errors(content: str) -> list[tuple[int, str]]:
    return [(error.line, error.code) for error in read_configuration(content).errors]


# ---------------------------------------------------------------- reading


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


# ---------------------------------------------------------------- writing


def written(content: str) -> dict[str, int]:
    report = configure(configuration=read_configuration(content), by=None, at=AT)
    assert report.errors == []
    return {str(change): number for change, number in report.counts.items() if number}


@pytest.mark.django_db
def test_the_same_file_twice_changes_nothing() -> None:
    content = text(closures="[{ from = 2025-08-04, to = 2025-08-25, paid = true }]", attendance_aliases='{ P = "PRE" }')
    assert written(content) == {"created": 1}
    assert written(content) == {"unchanged": 1}
    assert written(content.replace("value = 50", "value = 51")) == {"updated": 1}
    assert Establishment.objects.count() == 1


@pytest.mark.django_db
def test_the_end_of_a_closure_is_excluded() -> None:
    written(text(closures="[{ from = 2025-08-04, to = 2025-08-05, paid = true }]"))
    house = house_of(Establishment.objects.get())
    assert [house.is_open_day(date(2025, 8, number)) for number in (4, 5)] == [False, True]


@pytest.mark.django_db
@pytest.mark.parametrize(("subdivision", "is_open"), [(None, True), ('"Alsace-Moselle"', False)])
def test_alsace_moselle_has_holidays_of_its_own(subdivision: str | None, is_open: bool) -> None:
    """Good Friday (18 April 2025) is one there."""
    written(text(subdivision=subdivision))
    assert house_of(Establishment.objects.get()).is_open_day(date(2025, 4, 18)) is is_open


@pytest.mark.django_db
def test_belgium_has_its_holidays() -> None:
    written(text(country='"BE"', kind='"maatwerkbedrijf"', finess='"MW-1"'))
    house = house_of(Establishment.objects.get())
    assert [house.is_open_day(day) for day in (date(2025, 7, 21), date(2025, 7, 14))] == [False, True]


@pytest.mark.django_db
def test_a_worked_holiday_is_open() -> None:
    written(text(worked_holidays="[2025-05-08]"))
    house = house_of(Establishment.objects.get())
    assert [house.is_open_day(date(2025, 5, number)) for number in (1, 8)] == [False, True]


@pytest.mark.django_db
def test_declared_days_are_225_unless_written() -> None:
    written(text(target_days='{ "2025" = 100 }'))
    row = DeclaredYear.objects.get()
    assert (row.opening_days, row.target_days) == (225, 100)
    written(text(opening_days='{ "2025" = 222 }'))  # what the file leaves out stays
    row = DeclaredYear.objects.get()
    assert (row.opening_days, row.target_days) == (222, 100)


@pytest.mark.django_db
def test_a_file_may_hold_several_establishments_of_an_association() -> None:
    head = '[association]\nname = "Association fictive"'
    assert written(text(head) + text(finess='"990000010"', name='"Les Ormes"')) == {"created": 2}
    assert Association.objects.get().name == "Association fictive"
    assert figure("theoretical_days", scope_named("association"), YEAR).value == 225 * 100


@pytest.mark.django_db
def test_with_errors_nothing_is_written() -> None:
    content = text() + text(finess='"990000010"', kind='"SAVS"')
    report = configure(configuration=read_configuration(content), by=None, at=AT)
    assert report.errors and not Establishment.objects.exists()


@pytest.mark.django_db
def test_an_alias_of_an_unknown_code_is_refused_and_nothing_is_written() -> None:
    report = configure(configuration=read_configuration(text(attendance_aliases='{ P = "XYZ" }')), by=None, at=AT)
    assert [error.code for error in report.errors] == ["code_unknown"]
    assert not Establishment.objects.exists()


@pytest.mark.django_db
def test_every_error_of_the_aliases_together_with_the_others_each_with_its_line() -> None:
    """An alias of a code that nobody has is found whatever else is wrong, in this establishment or in another."""
    aliases = '{ P = "XYZ", A = 3, "a b" = "PRE", x = "PRE", X = "AJU", Q = "PRE" }'
    content = text(kind='"SAVS"') + text(finess='"990000010"', attendance_aliases=aliases)
    report = configure(configuration=read_configuration(content), by=None, at=AT)
    assert [(error.line, error.code, error.value) for error in report.errors] == [
        (4, "kind_unknown", "SAVS"),
        (17, "configuration_not_text", "3"),
        (17, "alias_wrong", "a b"),
        (17, "configuration_alias_twice", "X"),
        (17, "code_unknown", "XYZ"),
    ]
    assert not Establishment.objects.exists()
    assert all("%(" not in message_of(error) and message_of(error) != error.code for error in report.errors)


@pytest.mark.django_db
def test_an_alias_may_mean_a_code_of_the_establishment_itself() -> None:
    written(text())
    place = Establishment.objects.get()
    spec = CodeSpec("ZEN", "Détente", "Z", "blue", True, False, "", False, False, True)
    save_code(establishment=place, spec=spec, by=None, at=AT)
    assert written(text(attendance_aliases='{ Z1 = "ZEN" }')) == {"updated": 1}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days", "warned"), [('{ "2024" = 221, "2025" = 226 }', [(9, "221"), (9, "226")]), ('{ "2025" = 222 }', [])]
)
def test_unusual_opening_days_are_a_warning_and_are_written(days: str, warned: list[tuple[int, str]]) -> None:
    report = configure(configuration=read_configuration(text(opening_days=days)), by=None, at=AT)
    with translation.override("en"):
        document = report.document()
    assert [(warning["line"], warning["value"]) for warning in document["warnings"]] == warned
    assert all("222 to 225" in warning["message"] for warning in document["warnings"])
    assert document["errors"] == [] and Establishment.objects.exists()


def test_only_an_esat_has_usual_opening_days() -> None:
    content = text(opening_days='{ "2025" = 240 }', country='"BE"', kind='"maatwerkbedrijf"', finess='"MW-1"')
    assert read_configuration(content).warnings == []


@pytest.mark.django_db
def test_aliases_are_spellings_of_codes() -> None:
    written(text(attendance_aliases='{ P = "PRE", "Abs" = "AJU" }'))
    spellings = spellings_of(Establishment.objects.get())
    assert (spellings["p"], spellings["abs"]) == ("PRE", "AJU")


@pytest.mark.django_db
def test_an_opening_may_change_on_a_day() -> None:
    openings = '[{ from = 2025-01-01, mon = "MA", fri = "MA" }, { from = 2025-03-10, mon = "MA" }]'
    written(text(open=openings))
    house = house_of(Establishment.objects.get())
    assert [len(house.halves_on(date(2025, 3, number))) for number in (7, 14)] == [2, 0]


@pytest.mark.django_db
def test_from_the_file_to_the_figure() -> None:
    written(text(places="[{ from = 2025-01-01, value = 1 }]"))
    place = Establishment.objects.get()
    type_days(place, engage(place, starts_on=MARCH.start), date(2025, 3, 7), halves=[0])
    assert figure("occupancy_rate", place, MARCH).num == 1
    assert DAYS[4] == "fri"


# ---------------------------------------------------------------- on the command line


def run(path: Path, **options: Any) -> str:
    out = StringIO()
    call_command("configure", str(path), stdout=out, stderr=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_the_command_makes_a_workplace(tmp_path: Path) -> None:
    path = tmp_path / "house.toml"
    path.write_text(text(), encoding="utf-8")
    document = json.loads(run(path, as_json=True))
    assert document["created"] == 1 and document["errors"] == []
    assert json.loads(run(path, as_json=True))["unchanged"] == 1


@pytest.mark.django_db
def test_the_command_lists_errors_with_their_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "house.toml"
    path.write_text(text(country='"DE"'), encoding="utf-8")
    document = json.loads(run(path, as_json=True))
    assert [(error["line"], error["key"]) for error in document["errors"]] == [(5, "country")]
    assert not Establishment.objects.exists()


@pytest.mark.django_db
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="configuration_unreadable"):
        run(tmp_path / "nowhere.toml")
    path = tmp_path / "latin.toml"
    path.write_bytes('name = "Établi"'.encode("latin-1"))
    with pytest.raises(Refusal, match="configuration_unreadable"):
        run(path)


@pytest.mark.django_db
def test_the_example_of_the_documents_is_a_workplace() -> None:
    example = Path(__file__).parents[2] / "docs" / "examples" / "workplace.toml"
    read: Configuration = read_configuration(example.read_text(encoding="utf-8"))
    assert read.errors == []
    assert configure(configuration=read, by=None, at=AT).errors == []
