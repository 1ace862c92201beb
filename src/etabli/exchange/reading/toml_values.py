"""Values of a configuration file. Each reader tells everything that is wrong with its value, and answers None then."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, TypeVar

from etabli.attendance.rules import LONGEST_CODE, check_alias
from etabli.core.calendars import week_of
from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.exchange.reading.toml_lines import Path
from etabli.kit.texts import fold
from etabli.org import rules
from etabli.org.actions import ClosureSpec, WorkshopSpec

FIRST_DAY = date(1970, 1, 1)
MOST_COUNTED = 1_000_000
"""Largest number taken for places, minutes or days: far above any, and one that every database keeps."""

T = TypeVar("T")


@dataclass(frozen=True)
class ConfigurationError:
    """One error: the line of the file (from 1), the key it is about, the value written there."""

    line: int
    key: str
    value: str
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class At:
    """Where a value stands: the key its errors are told of, the path to it, the lines of the file, and the errors so far."""

    key: str
    path: Path
    lines: Mapping[Path, int]
    errors: list[ConfigurationError]

    def inside(self, *parts: str | int) -> At:
        return replace(self, path=(*self.path, *parts))

    @property
    def line(self) -> int:
        """Its own line, or that of what it should stand in."""
        path = self.path
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def wrong(self, code: str, value: object, **facts: object) -> None:
        told = {"key": self.key, "value": str(value), **facts}
        self.errors.append(ConfigurationError(self.line, self.key, str(value), code, told))

    def obeys(self, value: object, check: Callable[..., object], *arguments: object) -> bool:
        """True when a rule of a room accepts the value (or the arguments given); else its refusal is told."""
        try:
            check(*(arguments or (value,)))
        except Refusal as refusal:
            self.errors.append(ConfigurationError(self.line, self.key, str(value), refusal.code, refusal.facts))
            return False
        return True


Reader = Callable[[Any, At], Any]


def text(longest: int, least: int = 1) -> Callable[[Any, At], str | None]:
    def read(value: Any, at: At) -> str | None:
        if not isinstance(value, str) or len(value.strip()) < least:
            return at.wrong("configuration_not_text", value)
        if len(value.strip()) > longest:
            return at.wrong("configuration_too_long", value, longest=longest)
        return value.strip()

    return read


def number_text(longest: int) -> Callable[[Any, At], str | None]:
    """A number given by an administration: text, so that its first zero stays; spaces are left out."""
    whole = text(longest)

    def read(value: Any, at: At) -> str | None:
        return whole(value.replace(" ", "") if isinstance(value, str) else value, at)

    return read


def count(value: Any, at: At) -> int | None:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST_COUNTED:
        return at.wrong("configuration_not_count", value)
    return value


def flag(value: Any, at: At) -> bool | None:
    return value if isinstance(value, bool) else at.wrong("configuration_not_flag", value)


def day(value: Any, at: At) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return at.wrong("configuration_not_date", value)


def days(value: Any, at: At) -> tuple[date, ...] | None:
    if not isinstance(value, list):
        return at.wrong("configuration_not_list", value)
    return tuple(sorted({found for number, row in enumerate(value) if (found := day(row, at.inside(number)))}))


def rows(value: Any, at: At, known: Mapping[str, Reader], required: set[str]) -> list[tuple[At, dict[str, Any]]] | None:
    """A list of inline tables, each read by `known`, with its place. Those with errors are left out."""
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        return at.wrong("configuration_not_tables", value)
    good = []
    for number, row in enumerate(value):
        here, before = at.inside(number), len(at.errors)
        read = table(row, here, known, required)
        if len(at.errors) == before:
            good.append((here, read))
    return good


def table(row: Mapping[str, Any], at: At, known: Mapping[str, Reader], required: set[str]) -> dict[str, Any]:
    """The good values of an inline table."""
    for key in row.keys() - known.keys():
        at.inside(key).wrong("configuration_key_unknown", key, known=", ".join(known))
    for key in sorted(required - row.keys()):
        at.wrong("configuration_part_missing", row, part=key)
    read = {key: reader(row[key], at.inside(key)) for key, reader in known.items() if key in row}
    return {key: value for key, value in read.items() if value is not None}


def _once(code: str, found: list[tuple[At, T]]) -> list[T]:
    """The values, each repetition told where it stands."""
    seen: list[T] = []
    for at, value in found:
        if value in seen:
            at.wrong(code, value)
        seen.append(value)
    return seen


def places(value: Any, at: At) -> tuple[tuple[date, int], ...] | None:
    found = rows(value, at, {"from": day, "value": count}, {"from", "value"})
    if value == []:
        return at.wrong("configuration_empty", value)
    if found is None:
        return None
    _once("configuration_day_twice", [(here.inside("from"), row["from"]) for here, row in found])
    return tuple(sorted((row["from"], row["value"]) for _, row in found))


def _week(value: Mapping[str, Any], at: At) -> str | None:
    good: dict[str, str] = {}
    for name, halves in value.items():
        try:
            week_of({name: halves})
        except (ValueError, AttributeError):
            at.inside(name).wrong("configuration_week_word", halves if _is_day(name) else name)
        else:
            good[name] = halves
    if len(good) < len(value):
        return None
    return week_of(good)


def _is_day(name: str) -> bool:
    try:
        week_of({name: ""})
    except ValueError:
        return False
    return True


_Openings = list[tuple[At, date | None, str | None]]


def _opening_rows(value: Any, at: At) -> _Openings | None:
    """`{mon = "MA", …}`, valid from always, or a list of such tables, each with its `from`."""
    single = isinstance(value, dict)
    listed = [value] if single else value
    if not isinstance(listed, list) or not listed or not all(isinstance(row, dict) for row in listed):
        return at.wrong("configuration_not_week", value)
    found: _Openings = []
    for number, row in enumerate(listed):
        here = at if single else at.inside(number)
        start = FIRST_DAY if single or "from" not in row else day(row["from"], here.inside("from"))
        week = _week({name: halves for name, halves in row.items() if single or name != "from"}, here)
        found.append((here, start, week))
    _once("configuration_day_twice", [(here.inside("from"), start) for here, start, _ in found if start is not None])
    return found


def _weeks(found: _Openings | None) -> tuple[tuple[date, str], ...] | None:
    if found is None:
        return None
    return tuple(sorted((start, week) for _, start, week in found if start is not None and week is not None))


def openings(value: Any, at: At) -> tuple[tuple[date, str], ...] | None:
    """The weeks of a workshop, each with the day from which it holds."""
    return _weeks(_opening_rows(value, at))


def own_openings(value: Any, at: At) -> tuple[tuple[date, str], ...] | None:
    """Those of the establishment, which opens at least one half-day a week."""
    found = _opening_rows(value, at)
    for here, _, week in found or ():
        if week is not None:
            here.obeys(week, rules.check_open_somewhere)
    return _weeks(found)


def by_year(value: Any, at: At) -> dict[int, int] | None:
    if not isinstance(value, dict):
        return at.wrong("configuration_not_by_year", value)
    good: dict[int, int] = {}
    for year, number in value.items():
        here = at.inside(year)
        if not re.fullmatch(r"[0-9]{4}", year):
            here.wrong("configuration_not_year", year)
        elif (counted := count(number, here)) is not None:
            good[int(year)] = counted
    return good


def opening_days(value: Any, at: At) -> dict[int, int] | None:
    found = by_year(value, at)
    for year, number in (found or {}).items():
        at.inside(f"{year:04}").obeys(number, rules.check_opening_days, year, number)
    return found


def closures(value: Any, at: At) -> tuple[ClosureSpec, ...] | None:
    known: dict[str, Reader] = {"from": day, "to": day, "reason": text(200, least=0), "paid": flag}
    found = rows(value, at, known, {"from", "to", "paid"})
    if found is None:
        return None
    good: list[ClosureSpec] = []
    for here, row in found:
        spec = ClosureSpec(row["from"], row["to"], row.get("reason", ""), row["paid"])
        if here.obeys(spec.starts_on, rules.check_closure, spec.starts_on, spec.ends_before):
            period = Period(spec.starts_on, spec.ends_before)
            others = [Period(other.starts_on, other.ends_before) for other in good]
            here.obeys(spec.starts_on, rules.check_closures_apart, period, others)
            good.append(spec)
    return tuple(good)


def workshops(value: Any, at: At) -> tuple[WorkshopSpec, ...] | None:
    found = rows(value, at, {"code": text(20), "name": text(100), "open": openings}, {"code", "name"})
    if found is None:
        return None
    _once("configuration_code_twice", [(here.inside("code"), row["code"]) for here, row in found])
    return tuple(WorkshopSpec(row["code"], row["name"], row.get("open", ())) for _, row in found)


def aliases(value: Any, at: At) -> dict[str, str] | None:
    """Attendance codes by their spelling; whether there are such codes is not known here."""
    if not isinstance(value, dict):
        return at.wrong("configuration_not_aliases", value)
    good: dict[str, str] = {}
    means: dict[str, str] = {}
    for alias, written in value.items():
        here = at.inside(alias)
        here.obeys(alias, check_alias)
        code = text(LONGEST_CODE)(written, here)
        if code is not None:
            good[alias] = code
            if means.setdefault(fold(alias), code) != code:
                here.wrong("configuration_alias_twice", alias, other=means[fold(alias)])
    return good
