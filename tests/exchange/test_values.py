"""One cell to one value: the ways people write dates, fractions, half-days and the rest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etabli.core.calendars import Half
from etabli.core.facts import EngagementKind
from etabli.exchange.reading import values, words
from etabli.exchange.reading.headers import find_header, key_of, names
from etabli.exchange.reading.problems import BadValue
from etabli.exchange.reading.sheets import Lost, Sheet

MORNING, AFTERNOON = Half


def code_of(reader: Callable[[Any], Any], cell: Any) -> str:
    with pytest.raises(BadValue) as refused:
        reader(cell)
    return refused.value.code


@pytest.mark.parametrize(
    "cell",
    ["03/02/2025", "3/2/2025", "3-2-2025", "3.2.2025", "2025-02-03", "2025-02-03 00:00:00", "2025-02-03T08:30"]
    + ["3 février 2025", "03 FEVRIER 2025", "lundi 3 févr. 2025", "3 februari 2025", "Monday 3 February 2025"]
    + [date(2025, 2, 3), datetime(2025, 2, 3, 8)],
)
def test_a_day(cell: Any) -> None:
    assert values.day(cell) == date(2025, 2, 3)


def test_first_of_the_month_as_the_french_write_it() -> None:
    assert values.day("1er mars 2025") == date(2025, 3, 1)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("31/02/2025", "no_such_day"),
        ("2025-13-01", "no_such_day"),
        ("03/02/25", "year_of_two_digits"),
        ("bientôt", "not_a_date"),
        ("12/2025", "not_a_date"),
        (45000.0, "not_a_date"),
        ("45000", "not_a_date"),
        (True, "not_a_date"),
        ("01/01/1812", "day_out_of_range"),
        (date(2222, 1, 1), "day_out_of_range"),
        ("123/1/12", "not_a_date"),
        (Lost("formula_not_computed"), "formula_not_computed"),
    ],
)
def test_no_day(cell: Any, code: str) -> None:
    assert code_of(values.day, cell) == code


def test_empty_cells() -> None:
    for reader in (values.day, values.fraction, values.kind, values.minutes, values.notice_hours, values.yes_or_no):
        assert reader(None) is None
        assert reader("  ") is None
    assert values.sex(None) == ""
    assert values.mark(None) is False
    for reader in (values.required_day, values.required_text, values.halves):
        assert code_of(reader, None) == "value_missing"


@given(st.dates(values.EARLIEST, date(2099, 12, 31)))
def test_a_day_written_in_any_way_comes_back(day: date) -> None:
    for text in (f"{day:%d/%m/%Y}", day.isoformat(), f"{day.day}/{day.month}/{day.year}"):
        assert values.day(text) == day


@pytest.mark.parametrize(
    ("cell", "fraction"),
    [(1, 10_000), (1.0, 10_000), ("1", 10_000), (0.5, 5000), ("0,5", 5000), ("0.8", 8000), (80, 8000), ("80", 8000)]
    + [("80%", 8000), ("80 %", 8000), ("0,8333", 8333), ("83,33 %", 8333), ("4/5", 8000), (100, 10_000), ("1 %", 100)],
)
def test_a_fraction(cell: Any, fraction: int) -> None:
    assert values.fraction(cell) == fraction


@pytest.mark.parametrize(
    ("cell", "code"),
    [("mi-temps", "not_a_fraction"), ("-0,5", "not_a_fraction"), (0, "fraction_out_of_range")]
    + [("120 %", "fraction_out_of_range"), ("nan", "not_a_fraction"), ("1/0", "fraction_out_of_range")]
    + [("1e999", "fraction_out_of_range"), (Lost("error_cell"), "error_cell")],
)
def test_no_fraction(cell: Any, code: str) -> None:
    assert code_of(values.fraction, cell) == code


@given(st.integers(1, 10_000))
def test_every_ten_thousandth_comes_back(fraction: int) -> None:
    assert values.fraction(fraction / 10_000) == fraction
    assert values.fraction(f"{fraction / 100:.2f} %".replace(".", ",")) == fraction


@pytest.mark.parametrize(
    ("reader", "cells", "value"),
    [
        (values.sex, ["H", "h", "M", "Homme", "man", "Monsieur"], "M"),
        (values.sex, ["F", "V", "femme", "Vrouw", "Mme"], "F"),
        (values.mark, ["x", "X", "1", 1, 1.0, True, "oui", "ja", "YES", "✓"], True),
        (values.mark, ["0", 0, "non", "nee", "-", "–", False], False),
        (values.yes_or_no, ["oui", "ja", "x", "reçu"], True),
        (values.yes_or_no, ["non", "nee", "-", "no"], False),
        (values.halves, ["matin", "M", "Matinée", "voormiddag", "AM", "a.m.", "morning"], (MORNING,)),
        (values.halves, ["après-midi", "A", "Apres midi", "namiddag", "PM", "afternoon"], (AFTERNOON,)),
        (values.halves, ["journée", "J", "hele dag", "Hele-dag", "day", "MA"], (MORNING, AFTERNOON)),
        (values.kind, ["CAT", "csat", "Contrat d'accompagnement par le travail"], EngagementKind.ACCOMPANIMENT),
        (values.kind, ["contrat de soutien et d’aide par le travail"], EngagementKind.ACCOMPANIMENT),
        (values.kind, ["stagiaire", "Stage", "PMSMP", "stage de découverte"], EngagementKind.TRAINEE),
        (values.kind, ["MISPE", "MISPE (15 j)"], EngagementKind.DISCOVERY),
        (values.kind, ["Élève", "etudiant", "leerling", "student", "pupil"], EngagementKind.PUPIL),
        (values.kind, ["arbeidszorg"], EngagementKind.ARBEIDSZORG),
        (values.minutes, ["210", 210, 210.0, "3h30", "3 h 30", "3:30", "03H30", time(3, 30)], 210),
        (values.minutes, [timedelta(hours=3, minutes=30), "210 min", "3u30"], 210),
        (values.minutes, ["3h", "3 heures"], 180),
        (values.notice_hours, ["48", 48, "48 h", "48h", "2 j", "2 jours", "2 dagen", timedelta(days=2)], 48),
        (values.notice_hours, ["1,5 j"], 36),
        (values.notice_hours, ["1 semaine"], 168),
        (values.text, ["  a\n b "], "a b"),
        (values.text, [True], "1"),
        (values.text, [12.0, 12], "12"),
        (values.text, [date(2025, 3, 1)], "01/03/2025"),
    ],
)
def test_words(reader: Callable[[Any], Any], cells: list[Any], value: Any) -> None:
    assert [reader(cell) for cell in cells] == [value] * len(cells)


@pytest.mark.parametrize(
    ("reader", "cell", "code"),
    [
        (values.sex, "X", "not_a_sex"),
        (values.mark, "peut-être", "not_a_mark"),
        (values.yes_or_no, "?", "not_yes_or_no"),
        (values.halves, "soir", "not_a_half_day"),
        (values.kind, "bénévole", "not_a_kind"),
        (values.minutes, "longtemps", "not_minutes"),
        (values.minutes, "3h75", "not_minutes"),
        (values.minutes, "13h", "too_many_minutes"),
        (values.minutes, timedelta(days=2), "too_many_minutes"),
        (values.notice_hours, "3 lunes", "not_a_notice"),
        (values.notice_hours, "jamais", "not_a_notice"),
        (values.notice_hours, "9999 j", "not_a_notice"),
        (values.text, Lost("error_cell"), "error_cell"),
    ],
)
def test_no_words(reader: Callable[[Any], Any], cell: Any, code: str) -> None:
    assert code_of(reader, cell) == code


ANYTHING = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.just(Lost("error_cell")),
)


@given(ANYTHING)
def test_any_cell_is_a_value_or_a_bad_value(cell: Any) -> None:
    for reader in [
        values.day,
        values.fraction,
        values.sex,
        values.kind,
        values.mark,
        values.yes_or_no,
        values.halves,
    ] + [values.minutes, values.notice_hours, values.required_text, values.required_day]:
        try:
            reader(cell)
        except BadValue as refused:
            assert refused.code


def test_shown() -> None:
    assert values.shown(Lost("error_cell")) == "#…"
    assert values.shown(Lost("formula_not_computed")) == "=…"
    assert words.is_weekday("Lun.")
    assert not words.is_weekday("12")


# ---------------------------------------------------------------- header lines


TABLE = names({"number": "n°|id"}, number="matricule|staff number", name="nom|naam|name")


@pytest.mark.parametrize("label", ["Matricule", "MATRICULE ", "matricule*", "Matricule (obligatoire)", "staff_number"])
def test_a_name_of_a_column(label: str) -> None:
    assert key_of(label, TABLE) == "number"


def test_the_header_line_is_one_of_the_first_ten() -> None:
    rows = [["Liste"], [], ["N°", "Matricule", "Naam", "Divers"], ["1", "7", "A"]]
    header = find_header(Sheet("S", rows), TABLE)
    assert header is not None
    assert (header.row, dict(header.columns), dict(header.unknown)) == (
        2,
        {"number": 1, "name": 2},
        {0: "N°", 3: "Divers"},
    )
    assert find_header(Sheet("S", [[]] * 10 + rows), TABLE) is None


def test_a_second_best_name_serves_when_there_is_no_better() -> None:
    header = find_header(Sheet("S", [["N°", "Nom", "id"]]), TABLE)
    assert header is not None
    assert (dict(header.columns), dict(header.unknown)) == ({"number": 0, "name": 1}, {2: "id"})
