"""A month on one line: what each word means, and everything that is wrong at once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etabli.attendance.lines import LONGEST_LINE, Line, MonthDay, read_line

SPELLINGS = {"p": "PRE", "pre": "PRE", "m": "MAL", "cp": "CP", "présent": "PRE"}
FIRST = date(2025, 3, 1)


def month() -> list[MonthDay]:
    """March 2025 of someone due from Monday to Thursday all day, and on Friday morning."""
    days = []
    for number in range(31):
        day = FIRST + timedelta(days=number)
        due = {4: (0,), 5: (), 6: ()}.get(day.weekday(), (0, 1))
        days.append(MonthDay(day, due, due or (0, 1)))
    return days


def read(text: str) -> Line:
    return read_line(text, month(), SPELLINGS)


def written(line: Line) -> dict[str, str]:
    return {f"{day.day}{'ma'[half]}": code for (day, half), code in line.values.items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("P", {"3m": "PRE", "3a": "PRE"}),
        ("p cp", {"3m": "PRE", "3a": "PRE", "4m": "CP", "4a": "CP"}),
        ("P/M", {"3m": "PRE", "3a": "MAL"}),
        ("-/M", {"3a": "MAL"}),
        ("- P", {"4m": "PRE", "4a": "PRE"}),
        ("7=P", {"7m": "PRE"}),
        ("7=P/M", {"7m": "PRE", "7a": "MAL"}),
        ("8=P", {"8m": "PRE", "8a": "PRE"}),
        ("8=P CP", {"8m": "PRE", "8a": "PRE", "10m": "CP", "10a": "CP"}),
        ("6=P*2", {"6m": "PRE", "6a": "PRE", "7m": "PRE"}),
        ("P*2 3=M", {"3m": "MAL", "3a": "MAL", "4m": "PRE", "4a": "PRE"}),
        ("28=P*", {"28m": "PRE", "31m": "PRE", "31a": "PRE"}),
    ],
)
def test_words(text: str, expected: dict[str, str]) -> None:
    line = read(text)
    assert written(line) == expected
    assert not line.problems


def test_the_days_left_are_told() -> None:
    line = read("P*19")
    assert line.left == [date(2025, 3, 28), date(2025, 3, 31)]
    assert read("P*").left == []
    assert len(read("").left) == 21


def test_everything_wrong_is_told_at_once_with_its_day() -> None:
    line = read("X P/M/P 45=P P*30 == CP")
    assert [(problem.code, problem.facts.get("value"), problem.facts.get("day")) for problem in line.problems] == [
        ("line_code_unknown", "X", date(2025, 3, 3)),
        ("line_word_wrong", "P/M/P", date(2025, 3, 4)),
        ("line_day_wrong", "45=P", None),
        ("line_day_full", "P*30", None),
        ("line_day_full", "==", None),
        ("line_day_full", "CP", None),
    ]
    assert line.values == {}


def test_a_wrong_word_passes_its_day() -> None:
    line = read("X P")
    assert written(line) == {"4m": "PRE", "4a": "PRE"}
    assert len(line.problems) == 1


def test_more_words_than_due_days() -> None:
    line = read("P " * 22)
    assert [problem.code for problem in line.problems] == ["line_day_full"]
    assert line.problems[0].facts["count"] == 21


def test_a_line_without_end_is_not_read() -> None:
    line = read("P" * (LONGEST_LINE + 1))
    assert [problem.code for problem in line.problems] == ["line_too_long"]


@given(st.text(alphabet="pPmMcC/*=-1234567890 é\t", max_size=60))
def test_any_line_is_read_without_fault(text: str) -> None:
    line = read(text)
    due = {day.day: day for day in month()}
    assert all(
        day in due and half in (0, 1) and code in SPELLINGS.values() for (day, half), code in line.values.items()
    )
    assert len(line.problems) <= len(text.split())
