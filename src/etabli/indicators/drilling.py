"""An explanation as a page and a sheet show it: people by name where they may be named, one line for all the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext

from etabli.core.periods import Period, monday_of
from etabli.core.refusal import Refusal
from etabli.indicators import presenting
from etabli.indicators.columns import rows_columns
from etabli.indicators.definitions import Basis, Definition
from etabli.indicators.explaining import Line, Summary, all_rows, merged, rows_of_subject, summary_of, total
from etabli.indicators.formats import reason_worded, shown_number, shown_value, unit_worded
from etabli.indicators.parts import is_of_workshop, parts_worded, workshops_together
from etabli.indicators.queries import Contribution, Figure, Known, numbers_of_subjects, refusal_of
from etabli.indicators.rules import Keep
from etabli.kit import localised
from etabli.kit.exports import screen
from etabli.kit.wording import sentence
from etabli.org.models import Establishment
from etabli.people.models import Person
from etabli.people.queries import staff_numbers

Readable = QuerySet[Person] | None
"""The persons whom the reader may see named; None when nobody is named on this page."""


@dataclass(frozen=True)
class PersonLine:
    """The rows of one person, as shown."""

    key: int
    name: str
    number: str
    count: int
    num: str
    den: str


@dataclass(frozen=True)
class Explained:
    """What a page says of a figure. Numbers are written for the reader. `hidden`: the persons not named, in one line."""

    value: str
    refusal: str = ""
    num: str = ""
    den: str = ""
    num_unit: str = ""
    den_unit: str = ""
    count: int = 0
    is_ratio: bool = False
    by_person: bool = False
    has_person_den: bool = False
    parts: tuple[dict[str, str], ...] = ()
    exclusions: tuple[dict[str, Any], ...] = ()
    persons: tuple[PersonLine, ...] = ()
    hidden: dict[str, Any] | None = None
    own: dict[str, Any] | None = None
    places: tuple[dict[str, Any], ...] = ()
    is_drawn: bool = False


def explanation(
    definition: Definition,
    places: Sequence[Establishment],
    scope: str,
    period: Period,
    readable: Readable,
    keep: Keep | None = None,
    *,
    by_workshop: bool = True,
) -> Explained:
    """A figure taken apart for a reader: a fixed number of queries, whatever the number of persons.

    `keep`: who is inside the perimeter; None is everybody. `by_workshop`: False for who sees nobody behind figures.
    """
    refusal = refusal_of(definition, places, period, Known.of(places, period))
    if refusal is not None:
        return Explained(gettext("not given"), refusal=sentence(refusal))
    summary = summary_of(definition, scope, period, keep)
    figure = summary.figure
    above, _, below = definition.unit.partition("/")
    lines = summary.persons
    named, hidden = _named(lines, places, readable)
    return Explained(
        value=shown_value(definition, figure.value),
        num=shown_number(figure.num),
        den=shown_number(figure.den),
        num_unit=unit_worded(above),
        den_unit=unit_worded(below) if below else "",
        count=sum(line.count for line in summary.places),
        is_ratio=definition.is_ratio,
        by_person=bool(lines),
        has_person_den=any(line.den for line in lines),
        parts=tuple(presenting.part_rows(summary.parts)),
        exclusions=tuple(
            {"label": reason_worded(row.reason), "count": shown_number(row.count)} for row in summary.exclusions
        ),
        persons=tuple(named),
        hidden=_hidden_line(hidden),
        own=_own_rows(definition, scope, period, summary, by_workshop) if readable is not None else None,
        places=_place_lines(summary, places) if readable is None else (),
        is_drawn=_is_drawn(figure, summary, period, keep is None),
    )


def _is_drawn(figure: Figure, summary: Summary, period: Period, is_whole: bool) -> bool:
    """Months are drawn of everybody only: they are kept without the persons behind them."""
    drawn_by_month = figure.definition.is_ratio and figure.definition.additive
    if summary.parts and not drawn_by_month:
        return True
    return is_whole and figure.definition.additive and period.on_month_boundaries and len(period.months()) > 1


def _named(
    lines: Sequence[Line], places: Sequence[Establishment], readable: Readable
) -> tuple[list[PersonLine], Line | None]:
    """The persons who may be named, in order of name, and one line for the others."""
    if readable is None:
        return [], merged(lines, ())[1]
    people = {person.pk: person for person in readable.filter(pk__in=[line.key for line in lines])}
    shown, hidden = merged(lines, people)
    by_key = {line.key: line for line in shown}
    numbers = staff_numbers(places[0], by_key)
    return [_person_line(by_key[key], person, numbers) for key, person in people.items() if key in by_key], hidden


def _person_line(line: Line, person: Person, numbers: Mapping[int, str]) -> PersonLine:
    return PersonLine(
        line.key, str(person), numbers.get(line.key, ""), line.count, shown_number(line.num), shown_number(line.den)
    )


def _hidden_line(line: Line | None) -> dict[str, Any] | None:
    if line is None:
        return None
    return {
        "persons": line.key,
        "count": line.count,
        "num": shown_number(line.num),
        "den": shown_number(line.den),
    }


def _own_rows(
    definition: Definition, scope: str, period: Period, summary: Summary, by_workshop: bool
) -> dict[str, Any] | None:
    """The rows of the establishment itself: places, opening days, months of capacity."""
    if not any(group.subject is None for group in summary.groups):
        return None
    rows = rows_of_subject(definition, scope, period, None)
    return days_table(definition, rows if by_workshop else workshops_together(rows))


def _place_lines(summary: Summary, places: Sequence[Establishment]) -> tuple[dict[str, Any], ...]:
    by_key = {line.key: line for line in summary.places}
    return tuple(
        {"name": place.name, "count": line.count, "num": shown_number(line.num), "den": shown_number(line.den)}
        for place in places
        if (line := by_key.get(place.pk)) is not None
    )


def days_of_person(
    definition: Definition, scope: str, period: Period, person: Person, keep: Keep | None = None
) -> list[Contribution]:
    """The rows of one person, counted and left out, in order of time."""
    return rows_of_subject(definition, scope, period, person.pk, keep)


def days_table(
    definition: Definition, rows: Sequence[Contribution], behind: Callable[[date], str] = lambda day: ""
) -> dict[str, Any]:
    """Rows as `components/table.html` takes them. Rows of whole months say the month.

    `behind`: the address of the half-days that a row of that day or month is made of; empty for none.
    """
    counted = [row for row in rows if not row.excluded] or rows
    by_month = all(_of_a_month(definition, row) for row in counted)
    has_parts = any(row.part or row.excluded for row in rows)
    has_den = any(row.den for row in rows)
    words = parts_worded({row.part for row in rows})
    shown = [
        {
            "url": behind(row.day),
            "day": localised.day(_day_told(row), "month" if _of_a_month(definition, row) else "full"),
            "part": _part_worded(row, words),
            "num": row.num,
            "den": row.den,
        }
        for row in sorted(rows, key=_day_told)
    ]
    return screen(rows_columns(has_parts, has_den, _first_column(by_month, counted)), shown)


def _day_told(row: Contribution) -> date:
    """The Monday of a week that is counted by workshop, whichever of its days had something to count."""
    return monday_of(row.day) if is_of_workshop(row.part) else row.day


def _first_column(by_month: bool, rows: Sequence[Contribution]) -> str:
    if rows and all(is_of_workshop(row.part) for row in rows):
        return gettext("Week of")
    return gettext("Month") if by_month else gettext("Day")


def _of_a_month(definition: Definition, row: Contribution) -> bool:
    """True for a row that stands for a month: one of the establishment, or hours, which are summed by month."""
    # A row of support is an act or an adaptation, also where it is of nobody in particular.
    if definition.basis == Basis.LAST_DAY or definition.framework == "support" or is_of_workshop(row.part):
        return False
    return row.subject is None or (definition.basis == Basis.MONTHS and not row.excluded)


def _part_worded(row: Contribution, words: Mapping[str, str]) -> str:
    if row.excluded:
        return gettext("left out: %(reason)s") % {"reason": reason_worded(row.excluded)}
    return words.get(row.part, "")


def total_of(definition: Definition, rows: Sequence[Contribution]) -> str:
    """What the rows of a person add up to, in words."""
    line = total(Line(None, 0 if row.excluded else 1, row.num, row.den) for row in rows)
    unit = unit_worded(definition.unit.split("/", maxsplit=1)[0])
    return f"{shown_number(line.num)} {unit}"


def export_rows(
    definition: Definition,
    places: Sequence[Establishment],
    scope: str,
    period: Period,
    readable: QuerySet[Person],
    keep: Keep | None = None,
    *,
    by_workshop: bool = True,
) -> tuple[list[dict[str, Any]], list[int]]:
    """Every row behind a figure for a sheet, with the keys of the persons named. Raises the figure's Refusal.

    The rows of persons who may not be named become one row at the end: the sum is that of the figure. `by_workshop`: see
    `explanation`.
    """
    refusal: Refusal | None = refusal_of(definition, places, period, Known.of(places, period))
    if refusal is not None:
        raise refusal
    rows = all_rows(definition, scope, period, keep)
    rows = rows if by_workshop else workshops_together(rows)
    people = {person.pk: str(person) for person in readable.filter(pk__in={row.subject for row in rows})}
    numbers, by_key = numbers_of_subjects(places), {place.pk: place for place in places}
    words = parts_worded({row.part for row in rows})
    shown, hidden = [], []
    for row in rows:
        if row.subject is not None and row.subject not in people:
            hidden.append(Line(None, 1, row.num, row.den))
            continue
        shown.append(_export_row(row, by_key[row.establishment], people, numbers, words))
    if hidden:
        line = total(hidden)
        shown.append({**_EMPTY, "name": gettext("Persons not shown to you"), "num": line.num, "den": line.den})
    return shown, sorted(people)


_EMPTY: dict[str, Any] = {"establishment": "", "number": "", "name": "", "day": None, "part": "", "excluded": ""}


def _export_row(
    row: Contribution,
    place: Establishment,
    people: Mapping[int, str],
    numbers: Mapping[tuple[int, int], str],
    words: Mapping[str, str],
) -> dict[str, Any]:
    named = {}
    if row.subject is not None:
        named = {"number": numbers.get((row.establishment, row.subject), ""), "name": people[row.subject]}
    return {
        **_EMPTY,
        **named,
        "establishment": place.name,
        "day": row.day,
        "part": words.get(row.part, ""),
        "excluded": reason_worded(row.excluded) if row.excluded else "",
        "num": row.num,
        "den": row.den,
    }
