"""Making a workplace from its configuration, idempotent. Calls the actions of the rooms; writes nothing itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from etabli.attendance.actions import save_aliases, save_codes
from etabli.core.refusal import Refusal
from etabli.exchange.reading.configuration import Configuration, ConfigurationError
from etabli.kit.wording import sentence
from etabli.org.actions import Change, save_association, save_establishment
from etabli.org.models import User


@dataclass
class ConfigurationReport:
    """What was made (or, with errors, nothing)."""

    counts: Counter[Change] = field(default_factory=Counter)
    errors: list[ConfigurationError] = field(default_factory=list)

    def document(self) -> dict[str, Any]:
        """The report as plain values, for JSON."""
        return {
            "created": self.counts[Change.CREATED],
            "updated": self.counts[Change.UPDATED],
            "unchanged": self.counts[Change.UNCHANGED],
            "errors": [
                {"line": error.line, "key": error.key, "value": error.value, "message": message_of(error)}
                for error in self.errors
            ],
        }


def message_of(error: ConfigurationError) -> str:
    return sentence(Refusal(error.code, **error.facts))


def configure(*, configuration: Configuration, by: User | None, at: datetime) -> ConfigurationReport:
    """Every establishment of the configuration made or brought up to date; with errors nothing is written."""
    report = ConfigurationReport(errors=list(configuration.errors))
    if report.errors:
        return report
    try:
        with transaction.atomic():
            _write(configuration, report, by, at)
    except Refusal as refusal:
        return ConfigurationReport(errors=[ConfigurationError(1, "", "", refusal.code, refusal.facts)])
    return report


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
