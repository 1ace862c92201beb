"""The definitions: plain SQL files with a header, read once. See `docs/indicators/`.

A file SELECTs contributions: `establishment, subject, day_no, part, num, den, excluded`. The runner sums them; the
explanation is the same text, not summed. Placeholders are `:scope`, `:from_day`, `:to_day`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("fr", "nl", "en")
READ = "indicators.read"
"""The right that a definition asks for when its file says none."""
_HEADER = re.compile(r"^-- ([a-z_.]+): (.+)$")
_COMMENT = re.compile(r"^\s*--.*$", re.MULTILINE)
_PLACEHOLDER = re.compile(r":(scope|from_day|to_day)\b")


class Basis(StrEnum):
    """What of the period a definition reads: its days, whole months only, or its last day."""

    DAYS = "days"
    MONTHS = "months"
    LAST_DAY = "last_day"


class Grain(StrEnum):
    """What decides the contributions of an additive definition: each day alone, a month as a whole, or a sickness spell.

    When one day's facts change, a figure of grain `day` changes by what that day made and makes.
    """

    DAY = "day"
    MONTH = "month"
    SPELL = "spell"


@dataclass(frozen=True)
class Definition:
    """One definition. `labels`, `formulas` and `sources` by language; `sql` is the text of the file, header left out.

    `only_above`: an additive rate without which nothing counts: in a month where it is at most 1 the sums are 0. `right`:
    what its readers hold over everybody in the establishment, beside the right to read figures.
    """

    code: str
    framework: str
    version: int
    unit: str
    kinds: frozenset[str]
    basis: Basis
    additive: bool
    grain: Grain
    only_above: str
    requires: str
    right: str
    valid_from: date
    labels: dict[str, str]
    formulas: dict[str, str]
    sources: dict[str, str]
    sql: str

    @property
    def is_open(self) -> bool:
        """True when whoever reads figures reads it; the others are told only by pages that ask who reads."""
        return self.right == READ

    @property
    def is_ratio(self) -> bool:
        """True for a ratio (`hours/hours`); a count has no denominator."""
        return "/" in self.unit

    def label(self, language: str) -> str:
        return self.labels.get(language[:2], self.labels["en"])

    def formula(self, language: str) -> str:
        return self.formulas.get(language[:2], self.formulas["en"])

    def source(self, language: str) -> str:
        return self.sources.get(language[:2], self.sources["en"])

    def bound(self, placeholder: str) -> str:
        """The text without comments, with placeholders written `placeholder.format(name)`, such as `%({})s` or `${}`."""
        return _bound(self.sql, placeholder)


@lru_cache(maxsize=256)
def _bound(sql: str, placeholder: str) -> str:
    text = _COMMENT.sub("", sql)
    if "%" in placeholder:
        text = text.replace("%", "%%")
    return _PLACEHOLDER.sub(lambda match: placeholder.format(match.group(1)), text)


def parse(text: str, framework: str) -> Definition:
    """A definition from the text of its file.

    Errors: KeyError names a header line that is missing; ValueError for an additive one with a right of its own, as the
    months of additive ones are kept and read without asking who reads.
    """
    header: dict[str, str] = {}
    lines = text.splitlines()
    for line in lines:
        match = _HEADER.match(line)
        if match is None:
            break
        header[match.group(1)] = match.group(2)
    if header["additive"] == "yes" and "right" in header:
        raise ValueError(f"{header['code']}: an additive figure has no right of its own")
    return Definition(
        code=header["code"],
        framework=framework,
        version=int(header["version"]),
        unit=header["unit"],
        kinds=frozenset(header["kinds"].split()),
        basis=Basis(header["basis"]),
        additive=header["additive"] == "yes",
        grain=Grain(header.get("grain", Grain.MONTH)),
        only_above=header.get("only_above", ""),
        requires=header.get("requires", ""),
        right=header.get("right", READ),
        valid_from=date.fromisoformat(header["valid_from"]),
        labels={language: header[f"label.{language}"] for language in LANGUAGES},
        formulas={language: header[f"formula.{language}"] for language in LANGUAGES},
        sources={language: header[f"source.{language}"] for language in LANGUAGES},
        sql="\n".join(lines[len(header) :]).strip(),
    )


PATHWAYS = (
    "exit_rate_ordinary_permanent",
    "exit_rate_ordinary_permanent_without_ea",
    "ordinary_episode_rate",
    "mad_rate",
    "transition_intent_rate",
    "return_rate",
    "inclusion_rate",
    "inverse_inclusion_rate",
    "device_workers",
    "device_days",
    "skills_recognition",
    "qe03",
    "qe07",
    "qe08",
    "qe09",
    "qe11",
    "age_pyramid",
    "mean_age",
    "mean_seniority",
    "mean_stay_length",
    "full_time_share",
    "hospitalisation_rate",
)
"""Pathways towards the ordinary workplace, and the public that is accompanied."""
SUPPORT = (
    "support_hours",
    "support_hours_per_person",
    "competences_progressed_rate",
    "change_observed_rate",
    "goals_reached_rate",
    "adaptations",
    "adaptation_hours_saved",
)
"""What is put into support and what is observed: only for who may read the support of everybody."""
ORDER = (
    "paid_hours_activity_rate",
    "target_fulfilment_rate",
    "occupancy_rate",
    "occupancy_rate_adapted",
    "active_caseload",
    "active_caseload_rate",
    "blended_occupancy_rate",
    "blended_occupancy_rate_with_trainees",
    "theoretical_days",
    "blended_days",
    "part_time_share",
    "headcount",
    "fte",
    "trainee_days",
    "absence_days",
    "absence_spells",
    "mean_spell_length",
    "mean_absence_days",
    "absence_days_by_notice",
    "over_capacity_hours",
    "quoted_hours_rate",
    "productivity",
    "quantity_fulfilment_rate",
    "on_time_delivery_rate",
    "reject_rate",
    "customer_return_rate",
    "hourly_yield",
    "load_rate",
    *PATHWAYS,
    *SUPPORT,
)
"""The order in which figures are listed; a definition left out comes after, by its code."""


@lru_cache(maxsize=1)
def definitions() -> dict[str, Definition]:
    """The definitions that whoever reads figures reads, by code, in order: all that is listed, chosen, compared or sent."""
    return {code: definition for code, definition in every_definition().items() if definition.is_open}


@lru_cache(maxsize=1)
def every_definition() -> dict[str, Definition]:
    """Those too that ask for a right of their own. ValueError for a code that two files have."""
    found: dict[str, Definition] = {}
    folder: Any = files("etabli.indicators") / "sql"
    for framework in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if framework.is_dir():
            for file in framework.iterdir():
                if file.name.endswith(".sql"):
                    definition = parse(file.read_text(encoding="utf-8"), framework.name)
                    if definition.code in found:
                        raise ValueError(f"two definitions are called {definition.code}")
                    found[definition.code] = definition
    rank = {code: position for position, code in enumerate(ORDER)}
    return dict(sorted(found.items(), key=lambda item: (rank.get(item[0], len(ORDER)), item[0])))
