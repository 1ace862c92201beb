"""Sickness spells, and the notes they need."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etabli.core.calendars import Half
from etabli.core.periods import Period
from etabli.core.spells import NoteStretch, Spell, Standing, TypedHalfDay, day_one_of, spells_of, stretches_of
from tests.strategies import EIGHT_DAYS

M, A = Half


def march(number: int) -> date:
    return date(2025, 3, number)


def typed(text: str) -> list[TypedHalfDay]:
    """`"3SS 4SP 5.S"`: day, morning, afternoon; S sick, P present, L leave, a point nothing typed."""
    half_days = []
    for word in text.split():
        number, marks = int(word[:-2]), word[-2:]
        for half, mark in zip(Half, marks, strict=True):
            if mark != ".":
                half_days.append(TypedHalfDay(march(number), half, sick=mark == "S", attended=mark == "P"))
    return half_days


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("3SS", [(3, 3)]),
        ("3SS 4SS", [(3, 4)]),
        ("3SS 5SS", [(3, 5)]),  # nothing typed between: not broken
        ("3SS 31SS", [(3, 31)]),  # however long
        ("3SS 4P. 5SS", [(3, 3), (5, 5)]),  # another code breaks it
        ("3SS 4L. 5SS", [(3, 3), (5, 5)]),  # leave too, though nobody was there
        ("3SP 4SS", [(3, 3), (4, 4)]),  # in the afternoon of the same day
        ("3PS 4SS", [(3, 4)]),  # ill from noon on
        ("3PP 4LL", []),
    ],
)
def test_a_spell_is_broken_only_by_a_typed_other_code(text: str, expected: list[tuple[int, int]]) -> None:
    assert spells_of(typed(text)) == [Spell(march(first), march(last)) for first, last in expected]


def test_the_order_in_which_half_days_are_given_does_not_matter() -> None:
    half_days = typed("3SS 4SS 5PS 6SS")
    assert (
        spells_of(reversed(half_days)) == spells_of(half_days) == [Spell(march(3), march(4)), Spell(march(5), march(6))]
    )


@pytest.mark.parametrize(
    ("text", "last", "expected"),
    [
        ("3SS 4SS", 4, 3),
        ("3PS 4SS", 4, 4),
        ("3PS", 3, None),  # back at work the next day
        ("3.S", 3, 3),
        ("3PS 10SS", 10, 4),  # a day off, or one that nobody typed, is a calendar day
        ("3LS 4SS", 4, 3),
        ("5SS", 7, 3),  # the note begins before anything was typed
        ("3PP 4PP 5SS", 5, 5),  # there in spite of the note
    ],
)
def test_day_one_is_the_first_calendar_day_with_no_attended_half_day(
    text: str, last: int, expected: int | None
) -> None:
    spell = Period(march(3), march(last + 1))
    assert day_one_of(spell, typed(text)) == (None if expected is None else march(expected))


half_days = st.dictionaries(
    st.tuples(st.sampled_from(EIGHT_DAYS), st.sampled_from(list(Half))), st.sampled_from(["sick", "present", "leave"])
).map(
    lambda marks: [
        TypedHalfDay(day, half, sick=mark == "sick", attended=mark == "present") for (day, half), mark in marks.items()
    ]
)


@given(half_days)
def test_every_sick_half_day_is_in_one_spell_and_no_spell_holds_a_break(rows: list[TypedHalfDay]) -> None:
    spells = spells_of(rows)
    order = sorted(rows, key=lambda row: (row.day, row.half))
    for spell in spells:
        assert spell.first_day <= spell.last_day
    for row in order:
        assert not row.sick or any(row.day in spell.period for spell in spells)
    # A run of the sorted list is a spell: as many spells as runs.
    runs = sum(
        1 for before, row in zip([None, *order], order, strict=False) if row.sick and not (before and before.sick)
    )
    assert len(spells) == runs


# ---------------------------------------------------------------- notes that a spell needs


def needed(
    spell: tuple[int, int], received: bool, *standing: tuple[int, int, bool, bool]
) -> list[tuple[int, int, bool, bool]]:
    """`standing`: first and last day, fixed, received. Answers first and last day, received, extension."""
    notes = [Standing(Period(march(first), march(last + 1)), fixed, got) for first, last, fixed, got in standing]
    wanted: list[NoteStretch] = stretches_of(Spell(march(spell[0]), march(spell[1])), notes, received)
    return [(row.period.start.day, row.period.last_day.day, row.received, row.extension) for row in wanted]


def test_a_spell_without_a_note_needs_one() -> None:
    assert needed((3, 7), False) == [(3, 7, False, False)]
    assert needed((3, 7), True) == [(3, 7, True, False)]


def test_what_a_person_entered_is_not_made_again() -> None:
    assert needed((3, 7), False, (3, 7, True, True)) == []
    assert needed((3, 7), False, (1, 20, True, False)) == []


def test_what_a_note_does_not_cover_needs_an_extension() -> None:
    assert needed((3, 10), False, (3, 7, True, True)) == [(8, 10, False, True)]


def test_days_before_an_entered_note_are_covered_by_a_first_one() -> None:
    assert needed((3, 10), False, (5, 10, True, True)) == [(3, 4, False, False)]


def test_an_awaited_note_grows_with_its_spell() -> None:
    assert needed((3, 10), False, (3, 7, False, False)) == [(3, 10, False, False)]


def test_days_already_received_stay_received() -> None:
    """An import in January covers a spell; what is typed later is awaited, and does not undo it."""
    assert needed((3, 10), False, (3, 7, False, True)) == [(3, 7, True, False), (8, 10, False, True)]
