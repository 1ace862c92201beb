"""The configuration of a workplace in TOML, read into specs, with every error and its line.

`[association]` (name, siren), `[[establishment]]` (see `docs/configuration.md`). Unknown keys and wrong values are errors;
nothing here knows the database.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from etabli.core.refusal import Refusal
from etabli.exchange.reading import toml_values as values
from etabli.exchange.reading.toml_lines import Path, lines_of
from etabli.exchange.reading.toml_values import At, ConfigurationError, Reader
from etabli.org import rules
from etabli.org.actions import EstablishmentSpec
from etabli.org.queries import check_subdivision

_LINE = re.compile(r"at line (\d+)")
ALIASES = "attendance_aliases"


@dataclass(frozen=True)
class Spelling:
    """An attendance code as a file spells it. `finess`: the establishment's number, empty when that is missing."""

    finess: str
    alias: str
    code: str
    at: At


@dataclass
class Configuration:
    """What a file says. `aliases`: attendance spellings by establishment number; `spellings`: the same of every
    establishment, those with errors too. `warnings`: worth checking, and no error."""

    association: tuple[str, str] | None = None
    establishments: list[EstablishmentSpec] = field(default_factory=list)
    aliases: dict[str, dict[str, str]] = field(default_factory=dict)
    spellings: list[Spelling] = field(default_factory=list)
    errors: list[ConfigurationError] = field(default_factory=list)
    warnings: list[ConfigurationError] = field(default_factory=list)


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
    _Reader(lines_of(text), configuration).document(document)
    configuration.errors.sort(key=lambda error: error.line)
    configuration.warnings.sort(key=lambda warning: warning.line)
    return configuration


class _Reader:
    def __init__(self, lines: Mapping[Path, int], configuration: Configuration) -> None:
        self._lines, self._into = lines, configuration

    def _at(self, key: str, *path: str | int) -> At:
        return At(key, path, self._lines, self._into.errors)

    def document(self, document: Mapping[str, Any]) -> None:
        for key in document.keys() - {"association", "establishment"}:
            self._at(key, key).wrong("configuration_key_unknown", key, known="association, establishment")
        if "association" in document:
            self._association(document["association"])
        rows = document.get("establishment", [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self._at("establishment", "establishment").wrong("configuration_not_tables", "establishment")
            return
        numbers: set[str] = set()
        for index, row in enumerate(rows):
            self._establishment(row, index)
            number = _number_of(row)
            if number in numbers:
                self._at("finess", "establishment", index, "finess").wrong("configuration_number_twice", number)
            numbers |= {number} - {""}

    def _association(self, table: Any) -> None:
        read = self._values(table, ("association",), _ASSOCIATION, required={"name"})
        if read is not None:
            self._into.association = (read["name"], read.get("siren", ""))

    def _establishment(self, table: Mapping[str, Any], index: int) -> None:
        path = ("establishment", index)
        self._spell(table.get(ALIASES), _number_of(table), self._at(ALIASES, *path, ALIASES))
        read = self._values(table, path, _ESTABLISHMENT, _REQUIRED)
        if read is None:
            return
        aliases = read.pop(ALIASES, {})
        read["openings"] = read.pop("open")
        spec = EstablishmentSpec(**read)
        self._into.establishments.append(spec)
        self._into.aliases[spec.finess] = aliases

    def _spell(self, aliases: Any, number: str, at: At) -> None:
        """Whether the codes exist is known by the establishment alone: they are kept for `configuring`, whatever is wrong."""
        for alias, code in aliases.items() if isinstance(aliases, dict) else ():
            if isinstance(code, str) and code.strip():
                self._into.spellings.append(Spelling(number, alias, code.strip(), at.inside(alias)))

    def _values(self, table: Any, path: Path, known: Mapping[str, Reader], required: set[str]) -> dict[str, Any] | None:
        """The values of a table; None when something in it is wrong."""
        if not isinstance(table, dict):
            return self._at(str(path[0]), *path).wrong("configuration_not_tables", table)
        before = len(self._into.errors)
        for key in table.keys() - known.keys():
            self._at(key, *path, key).wrong("configuration_key_unknown", key, known=", ".join(known))
        for key in sorted(required - table.keys()):
            self._at(key, *path).wrong("configuration_key_missing", "")
        found = {key: read(table[key], self._at(key, *path, key)) for key, read in known.items() if key in table}
        good = {key: value for key, value in found.items() if value is not None}
        self._check_rules(good, path)
        self._doubt(good, path)
        return good if len(self._into.errors) == before else None

    def _check_rules(self, read: Mapping[str, Any], path: Path) -> None:
        """The rules of the organisation, each by itself, so that one wrong value does not hide another."""
        for key, needed, check in _RULES:
            if key in read and all(name in read for name in needed):
                self._at(key, *path, key).obeys(read[key], check, read[key], *(read[name] for name in needed))

    def _doubt(self, read: Mapping[str, Any], path: Path) -> None:
        """What is accepted and worth checking."""
        for year, days in read.get("opening_days", {}).items():
            doubt = rules.doubt_opening_days(year, days, read.get("kind", ""))
            if doubt is not None:
                at = self._at("opening_days", *path, "opening_days", f"{year:04}")
                self._into.warnings.append(_told(at, days, doubt))


def _told(at: At, value: object, refusal: Refusal) -> ConfigurationError:
    return ConfigurationError(at.line, at.key, str(value), refusal.code, refusal.facts)


def _number_of(table: Mapping[str, Any]) -> str:
    return str(table.get("finess", "")).replace(" ", "")


_ASSOCIATION: dict[str, Reader] = {"name": values.text(200), "siren": values.number_text(9)}
_ESTABLISHMENT: dict[str, Reader] = {
    "finess": values.number_text(20),
    "name": values.text(200),
    "kind": values.text(20),
    "country": values.text(20),
    "full_time_weekly_minutes": values.count,
    "places": values.places,
    "open": values.own_openings,
    "siret": values.number_text(20),
    "subdivision": values.text(20, least=0),
    "opening_days": values.opening_days,
    "target_days": values.by_year,
    "closures": values.closures,
    "worked_holidays": values.days,
    "workshops": values.workshops,
    ALIASES: values.aliases,
}
_REQUIRED = {"finess", "name", "kind", "country", "full_time_weekly_minutes", "places", "open"}
_RULES: tuple[tuple[str, tuple[str, ...], Callable[..., None]], ...] = (
    ("siren", (), rules.check_siren),
    ("finess", ("country",), rules.check_finess),
    ("siret", ("country",), rules.check_siret),
    ("kind", (), rules.check_kind),
    ("country", (), rules.check_country),
    ("full_time_weekly_minutes", (), rules.check_full_time),
    ("subdivision", ("country",), check_subdivision),
)
"""Key, the keys of the other values that its rule needs, the rule."""
