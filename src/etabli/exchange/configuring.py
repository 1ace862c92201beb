"""Making a workplace from its configuration, idempotent. Calls the actions of the rooms; writes nothing itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from etabli.attendance.actions import save_aliases, save_codes
from etabli.attendance.queries import active_codes, codes_of
from etabli.attendance.rules import check_code
from etabli.attendance.states import BUILT_IN_CODES
from etabli.core.refusal import Refusal
from etabli.exchange.reading.configuration import Configuration
from etabli.exchange.reading.toml_values import ConfigurationError
from etabli.kit.wording import sentence
from etabli.org.actions import Change, save_association, save_establishment
from etabli.org.models import Establishment, User
from etabli.org.queries import establishment_of


@dataclass
class ConfigurationReport:
    """What was made (or, with errors, nothing), and what is worth checking."""

    counts: Counter[Change] = field(default_factory=Counter)
    errors: list[ConfigurationError] = field(default_factory=list)
    warnings: list[ConfigurationError] = field(default_factory=list)

    def document(self) -> dict[str, Any]:
        """The report as plain values, for JSON."""
        return {
            "created": self.counts[Change.CREATED],
            "updated": self.counts[Change.UPDATED],
            "unchanged": self.counts[Change.UNCHANGED],
            "errors": _listed(self.errors),
            "warnings": _listed(self.warnings),
        }


def _listed(problems: Iterable[ConfigurationError]) -> list[dict[str, Any]]:
    return [
        {"line": problem.line, "key": problem.key, "value": problem.value, "message": message_of(problem)}
        for problem in problems
    ]


def message_of(error: ConfigurationError) -> str:
    return sentence(Refusal(error.code, **error.facts))


def configure(*, configuration: Configuration, by: User | None, at: datetime) -> ConfigurationReport:
    """Every establishment of the configuration made or brought up to date; with errors nothing is written."""
    errors = sorted([*configuration.errors, *_unknown_codes(configuration)], key=lambda error: error.line)
    report = ConfigurationReport(errors=errors, warnings=list(configuration.warnings))
    if report.errors:
        return report
    try:
        with transaction.atomic():
            _write(configuration, report, by, at)
    except Refusal as refusal:
        report.counts.clear()
        report.errors.append(ConfigurationError(1, "", "", refusal.code, refusal.facts))
    return report


def _unknown_codes(configuration: Configuration) -> list[ConfigurationError]:
    """Spellings of codes that the establishment does not have, or will not have once it is made."""
    errors: list[ConfigurationError] = []
    known: dict[str, set[str]] = {}
    for spelling in configuration.spellings:
        if spelling.finess not in known:
            known[spelling.finess] = codes_to_be(establishment_of(spelling.finess))
        replace(spelling.at, errors=errors).obeys(spelling.code, check_code, spelling.code, known[spelling.finess])
    return errors


def codes_to_be(establishment: Establishment | None) -> set[str]:
    """The codes in use of an establishment once it has those that every one begins with."""
    built_in = {code.code for code in BUILT_IN_CODES}
    if establishment is None:
        return built_in
    return set(active_codes(establishment)) | (built_in - set(codes_of(establishment)))


def _write(configuration: Configuration, report: ConfigurationReport, by: User | None, at: datetime) -> None:
    association = None
    if configuration.association is not None:
        name, siren = configuration.association
        association, _ = save_association(name=name, siren=siren, by=by, at=at)
    for spec in configuration.establishments:
        establishment, change = save_establishment(spec=spec, association=association, by=by, at=at)
        save_codes(establishment=establishment, by=by, at=at)
        aliases = configuration.aliases.get(spec.finess, {})
        changed = save_aliases(establishment=establishment, aliases=aliases, by=by, at=at)
        if change == Change.UNCHANGED and changed != Change.UNCHANGED:
            change = Change.UPDATED
        report.counts[change] += 1
