"""What a configuration that reads well writes, and the command that does it."""

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
from tests.exchange.configured import text
from tests.workplace import AT, DAYS, MARCH, YEAR, engage, figure, type_days

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
