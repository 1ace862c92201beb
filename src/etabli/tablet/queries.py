"""Reads of the tablets: which device, who is on it, and since when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from etabli.org.models import Establishment, User
from etabli.tablet.models import Device, Enrolment, HeldOperation, TeamAct
from etabli.tablet.tokens import hash_of_token


def device_of_token(token: str) -> Device | None:
    """The tablet with that token, unless it was revoked; with its establishment and when it was last seen."""
    rows = Device.objects.filter(token_hash=hash_of_token(token), revoked_at=None)
    return rows.select_related("establishment__association", "sighting").first()


def authors_on(device: Device) -> list[User]:
    """Those enrolled on it now, by name."""
    rows = Enrolment.objects.filter(device=device, ended_at=None, user__is_active=True).select_related("user")
    return [row.user for row in rows.order_by("user__last_name", "user__first_name", "user")]


def author_on(device: Device, key: int) -> User | None:
    """That user if she is enrolled on it now."""
    return next((user for user in authors_on(device) if user.pk == key), None)


@dataclass(frozen=True)
class Presence:
    """When an author was on a device: (from, until) pairs in order of time; None for one that still holds."""

    user: User
    spans: tuple[tuple[datetime, datetime | None], ...]

    @property
    def since(self) -> datetime:
        return self.spans[0][0]

    def holds(self, moment: datetime) -> bool:
        return any(start <= moment and (end is None or moment < end) for start, end in self.spans)


def presences_on(device: Device, authors: Collection[int]) -> dict[int, Presence]:
    """Of these users (keys), those who ever enrolled on it; one query."""
    rows = Enrolment.objects.filter(device=device, user__in=list(authors)).select_related("user")
    spans: dict[int, list[tuple[datetime, datetime | None]]] = defaultdict(list)
    users: dict[int, User] = {}
    for row in rows.order_by("starts_at", "pk"):
        users[row.user_id] = row.user
        spans[row.user_id].append((row.starts_at, row.ended_at))
    return {key: Presence(user, tuple(spans[key])) for key, user in users.items()}


def held_operations(keys: Collection[UUID]) -> Mapping[UUID, HeldOperation]:
    return HeldOperation.objects.in_bulk(list(keys))


def team_acts(establishment: Establishment, keys: Collection[UUID]) -> Mapping[UUID, TeamAct]:
    return {row.pk: row for row in TeamAct.objects.filter(establishment=establishment, pk__in=list(keys))}
