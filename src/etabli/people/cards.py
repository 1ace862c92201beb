"""What must be known of people at work, for those who work beside them: never a reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from etabli.kit.texts import fold
from etabli.people import rules
from etabli.people.models import Certification, Restriction
from etabli.people.states import CertificationState


@dataclass(frozen=True)
class ExpiringCertification:
    """`expires_on`: the last day on which it counts."""

    name: str
    expires_on: date
    state: CertificationState


def restrictions_in_words(persons: Collection[int], on: date) -> dict[int, list[str]]:
    """The words of the restrictions in force on a day, by person (key), the oldest first; one query."""
    running = Q(ends_before=None) | Q(ends_before__gt=on)
    rows = Restriction.objects.filter(running, person__in=list(persons), starts_on__lte=on)
    words: dict[int, list[str]] = defaultdict(list)
    for person, wording in rows.order_by("starts_on", "pk").values_list("person", "wording"):
        words[person].append(wording)
    return words


def certifications_expiring(persons: Collection[int], on: date) -> dict[int, list[ExpiringCertification]]:
    """Certifications that expire within `rules.EXPIRES_SOON` days or have expired, by person, the first to expire first.

    One that was renewed under the same name is left out. One query.
    """
    rows = Certification.objects.filter(person__in=list(persons), issued_on__lte=on)
    latest: dict[int, dict[str, tuple[str, date | None]]] = defaultdict(dict)
    for person, name, expires_on in rows.order_by("issued_on", "pk").values_list("person", "name", "expires_on"):
        known = latest[person].get(fold(name))
        if known is None or expires_on is None or (known[1] is not None and expires_on >= known[1]):
            latest[person][fold(name)] = name, expires_on
    return {person: found for person, held in latest.items() if (found := _expiring(held.values(), on))}


def _expiring(held: Collection[tuple[str, date | None]], on: date) -> list[ExpiringCertification]:
    states = [(name, day, rules.certification_state(day, on)) for name, day in held]
    expiring = [
        ExpiringCertification(name, day, state)
        for name, day, state in states
        if day is not None and state != CertificationState.VALID
    ]
    return sorted(expiring, key=lambda one: (one.expires_on, one.name))
