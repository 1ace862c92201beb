"""The configuration of a workplace in TOML, read into specs, with every error and its line.

`[association]` (name, siren), `[[establishment]]` (see `docs/configuration.md`). Unknown keys and wrong values are errors;
nothing here knows the database.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from etabli.core.calendars import week_of
from etabli.core.refusal import Refusal
from etabli.org import rules
from etabli.org.actions import ClosureSpec, EstablishmentSpec, WorkshopSpec
from etabli.org.queries import check_subdivision

FIRST_DAY = date(1970, 1, 1)
_HEAD = re.compile(r"^\s*\[{1,2}\s*([A-Za-z_]+)\s*\]{1,2}\s*(?:#.*)?$")
_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True)
class ConfigurationError:
    """One error: the line of the file (from 1), the key it is about, the value written there."""

    line: int
    key: str
    value: str
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass
class Configuration:
    """What a file says. `aliases`: attendance spellings by establishment number."""

    association: tuple[str, str] | None = None
    establishments: list[EstablishmentSpec] = field(default_factory=list)
    aliases: dict[str, dict[str, str]] = field(default_factory=dict)
    errors: list[ConfigurationError] = field(default_factory=list)


class _Wrong(Exception):
    """A value that is not what its key takes; `where` narrows the key for the line."""

    def __init__(self, code: str, value: object, where: str = "", **facts: object) -> None:
        super().__init__(code)
        self.code, self.value, self.where, self.facts = code, value, where, facts


class _Lines:
    """Finds the line of a key in the nth table of a name."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()

    def of(self, table: str, index: int, key: str, where: str = "") -> int:
        """The line of `key` (and within its value, of `where`); the table's own line when the key is not written."""
        start, end = self._region(table, index)
        return self._within(start, end, key, where) + 1

    def _region(self, table: str, index: int) -> tuple[int, int]:
        """First and last line (from 0) of the nth table of a name, its subtables included."""
        heads = [(number, match) for number, line in enumerate(self._lines) if (match := _HEAD.match(line))]
        for position, (number, match) in enumerate(heads):
            before = [name.group(1) for _, name in heads[:position]]
            if match.group(1) == table and before.count(table) == index:
                following = heads[position + 1 : position + 2]
                return number, following[0][0] - 1 if following else len(self._lines) - 1
        return 0, len(self._lines) - 1

    def _within(self, start: int, end: int, key: str, where: str) -> int:
        written = re.compile(rf'^\s*"?{re.escape(key)}"?\s*[=.]|^\s*\[+\s*\w+\.{re.escape(key)}\s*\]')
        for number in range(start, min(end + 1, len(self._lines))):
            if written.match(self._lines[number]):
                return self._narrowed(number, end, where)
        return start

    def _narrowed(self, start: int, end: int, where: str) -> int:
        if where:
            for number in range(start, min(end + 1, len(self._lines))):
                if where in self._lines[number]:
                    return number
        return start


def read_configuration(text: str) -> Configuration:
    """The configuration of a TOML text; `errors` holds everything wrong with it, by line."""
    configuration = Configuration()
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = _LINE.search(str(error))
        line = int(match.group(1)) if match else text.count("\n") + 1
        configuration.errors.append(ConfigurationError(line, "", "", "configuration_syntax", {"detail": str(error)}))
        return configuration
    reader = _Reader(_Lines(text), configuration)
    reader.document(document)
    configuration.errors.sort(key=lambda error: error.line)
    return configuration


class _Reader:
    def __init__(self, lines: _Lines, configuration: Configuration) -> None:
        self._lines, self._into = lines, configuration
        self._table, self._index = "", 0

    def document(self, document: Mapping[str, Any]) -> None:
        for key in set(document) - {"association", "establishment"}:
            self._error(key, key, "configuration_key_unknown", known="association, establishment")
        if "association" in document:
            self._association(document["association"])
        rows = document.get("establishment", [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self._error("establishment", "establishment", "configuration_not_tables")
            return
        numbers: set[str] = set()
        for index, row in enumerate(rows):
            self._table, self._index = "establishment", index
            self._establishment(row)
            number = str(row.get("finess", ""))
            if number in numbers:
                self._error("finess", number, "configuration_number_twice")
            numbers.add(number)

    def _association(self, table: Any) -> None:
        self._table, self._index = "association", 0
        values = self._values(table, _ASSOCIATION, required={"name"})
        if values is not None:
            self._into.association = (values["name"], values.get("siren", ""))

    def _establishment(self, table: Mapping[str, Any]) -> None:
        values = self._values(table, _ESTABLISHMENT, required=_REQUIRED)
        if values is None:
            return
        aliases = values.pop("attendance_aliases", {})
        values["openings"] = values.pop("open")
        spec = EstablishmentSpec(**values)
        self._into.establishments.append(spec)
        self._into.aliases[spec.finess] = aliases

    def _values(
        self, table: Any, known: Mapping[str, Callable[[Any], Any]], required: set[str]
    ) -> dict[str, Any] | None:
        if not isinstance(table, dict):
            self._error(self._table, table, "configuration_not_tables")
            return None
        before = len(self._into.errors)
        for key in table.keys() - known.keys():
            self._error(key, key, "configuration_key_unknown", known=", ".join(known))
        for key in sorted(required - table.keys()):
            self._error(key, "", "configuration_key_missing")
        values: dict[str, Any] = {}
        for key, read in known.items():
            if key in table:
                try:
                    values[key] = read(table[key])
                except _Wrong as wrong:
                    self._error(key, wrong.value, wrong.code, where=wrong.where, **wrong.facts)
        self._check_rules(table, values)
        return values if len(self._into.errors) == before else None

    def _check_rules(self, table: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        """The rules of the organisation, each by itself, so that one wrong value does not hide another."""
        for key, check in _RULES:
            if key not in values:
                continue
            try:
                check(values)
            except Refusal as refusal:
                value = str(table.get(key, ""))
                self._into.errors.append(ConfigurationError(self._line(key), key, value, refusal.code, refusal.facts))
            except KeyError:
                # The rule needs another value too, and that one is wrong or missing: it has its own error.
                continue

    def _line(self, key: str, where: str = "") -> int:
        return self._lines.of(self._table, self._index, key, where)

    def _error(self, key: str, value: object, code: str, where: str = "", **facts: object) -> None:
        facts = {"key": key, "value": str(value), **facts}
        self._into.errors.append(ConfigurationError(self._line(key, where), key, str(value), code, facts))


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _Wrong("configuration_not_text", value)
    return value.strip()


def _optional_text(value: Any) -> str:
    return "" if value == "" else _text(value)


def _number_text(value: Any) -> str:
    """A number given by an administration: text, so that its first zero stays; spaces are left out."""
    return _text(value).replace(" ", "")


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _Wrong("configuration_not_count", value)
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _Wrong("configuration_not_flag", value)
    return value


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise _Wrong("configuration_not_date", value, where=str(value)) from None


def _rows(value: Any, known: Mapping[str, Callable[[Any], Any]], required: set[str]) -> list[dict[str, Any]]:
    """A list of inline tables, each read by `known`."""
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise _Wrong("configuration_not_tables", value)
    read: list[dict[str, Any]] = []
    for row in value:
        for key in row.keys() - known.keys():
            raise _Wrong("configuration_key_unknown", key, where=key, known=", ".join(known))
        for key in sorted(required - row.keys()):
            raise _Wrong("configuration_part_missing", row, part=key)
        read.append({key: known[key](part) for key, part in row.items()})
    return read


def _places(value: Any) -> tuple[tuple[date, int], ...]:
    rows = _rows(value, {"from": _day, "value": _count}, {"from", "value"})
    if not rows:
        raise _Wrong("configuration_empty", value)
    days = [row["from"] for row in rows]
    if len(set(days)) != len(days):
        raise _Wrong("configuration_day_twice", max(days, key=days.count))
    return tuple(sorted((row["from"], row["value"]) for row in rows))


def _week(value: Any) -> str:
    if not isinstance(value, dict) or not all(isinstance(halves, str) for halves in value.values()):
        raise _Wrong("configuration_not_week", value)
    try:
        return week_of(value)
    except ValueError as error:
        raise _Wrong("configuration_week_word", error, where=str(error)) from None


def _openings(value: Any) -> tuple[tuple[date, str], ...]:
    """`{mon = "MA", …}`, valid from always, or a list of such tables, each with its `from`."""
    if isinstance(value, dict):
        return ((FIRST_DAY, _week(value)),)
    if not isinstance(value, list) or not value or not all(isinstance(row, dict) for row in value):
        raise _Wrong("configuration_not_week", value)
    rows = [(_day(row.get("from", FIRST_DAY)), _week({k: v for k, v in row.items() if k != "from"})) for row in value]
    return tuple(sorted(rows))


def _by_year(value: Any) -> dict[int, int]:
    if not isinstance(value, dict):
        raise _Wrong("configuration_not_by_year", value)
    for year in value:
        if not re.fullmatch(r"\d{4}", year):
            raise _Wrong("configuration_not_year", year, where=year)
    return {int(year): _count(days) for year, days in value.items()}


def _closures(value: Any) -> tuple[ClosureSpec, ...]:
    known = {"from": _day, "to": _day, "reason": _optional_text, "paid": _flag}
    rows = _rows(value, known, {"from", "to", "paid"})
    for row in rows:
        if row["to"] <= row["from"]:
            raise _Wrong("closure_backwards", row["from"], where=str(row["from"]), start=row["from"], end=row["to"])
    return tuple(ClosureSpec(row["from"], row["to"], row.get("reason", ""), row["paid"]) for row in rows)


def _days(value: Any) -> tuple[date, ...]:
    if not isinstance(value, list):
        raise _Wrong("configuration_not_list", value)
    return tuple(sorted({_day(day) for day in value}))


def _workshops(value: Any) -> tuple[WorkshopSpec, ...]:
    rows = _rows(value, {"code": _text, "name": _text, "open": _openings}, {"code", "name"})
    codes = [row["code"] for row in rows]
    if len(set(codes)) != len(codes):
        raise _Wrong("configuration_code_twice", max(codes, key=codes.count))
    return tuple(WorkshopSpec(row["code"], row["name"], row.get("open", ())) for row in rows)


def _aliases(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise _Wrong("configuration_not_aliases", value)
    return {str(alias): _text(code) for alias, code in value.items()}


_ASSOCIATION: dict[str, Callable[[Any], Any]] = {"name": _text, "siren": _number_text}
_ESTABLISHMENT: dict[str, Callable[[Any], Any]] = {
    "finess": _number_text,
    "name": _text,
    "kind": _text,
    "country": _text,
    "full_time_weekly_minutes": _count,
    "places": _places,
    "open": _openings,
    "siret": _number_text,
    "subdivision": _optional_text,
    "opening_days": _by_year,
    "target_days": _by_year,
    "closures": _closures,
    "worked_holidays": _days,
    "workshops": _workshops,
    "attendance_aliases": _aliases,
}
_REQUIRED = {"finess", "name", "kind", "country", "full_time_weekly_minutes", "places", "open"}


def _check_opening_days(values: Mapping[str, Any]) -> None:
    for year, days in values["opening_days"].items():
        rules.check_opening_days(year, days)


def _check_open(values: Mapping[str, Any]) -> None:
    for _, week in values["open"]:
        rules.check_open_somewhere(week)


_RULES: tuple[tuple[str, Callable[[Mapping[str, Any]], None]], ...] = (
    ("siren", lambda values: rules.check_siren(values["siren"])),
    ("finess", lambda values: rules.check_finess(values["finess"], values["country"])),
    ("siret", lambda values: rules.check_siret(values["siret"], values["country"])),
    ("kind", lambda values: rules.check_kind(values["kind"])),
    ("country", lambda values: rules.check_country(values["country"])),
    ("full_time_weekly_minutes", lambda values: rules.check_full_time(values["full_time_weekly_minutes"])),
    ("subdivision", lambda values: check_subdivision(values["subdivision"], values["country"])),
    ("opening_days", _check_opening_days),
    ("open", _check_open),
)
