"""Reads of the tablets: which device, who is on it, and since when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Prefetch, QuerySet

from etabli.kit.rights import roles_with
from etabli.org.access import OrgRight
from etabli.org.models import Establishment, Grant, User
from etabli.org.queries import grants_in
from etabli.org.states import WORKSHOP_ROLES, Role
from etabli.tablet.access import TabletRight
from etabli.tablet.models import Device, Enrolment, EnrolmentCode, HeldOperation, TeamAct
from etabli.tablet.tokens import hash_of_token


def device_of_token(token: str) -> Device | None:
    """The tablet with that token, revoked or not; with its establishment and when it was last seen."""
    rows = Device.objects.filter(token_hash=hash_of_token(token))
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


# ---------------------------------------------------------------- the tablets of an establishment


def devices_in(establishment: Establishment) -> QuerySet[Device]:
    """Those not revoked, by name, each with who is on it; two queries."""
    here = Enrolment.objects.filter(ended_at=None).select_related("user")
    here = here.order_by("user__last_name", "user__first_name", "user")
    rows = Device.objects.filter(establishment=establishment, revoked_at=None)
    return rows.select_related("enrolled_by", "sighting").prefetch_related(Prefetch("enrolments", here))


def codes_open(establishment: Establishment, on: date) -> QuerySet[EnrolmentCode]:
    """One-time codes that may still be used, the next day first."""
    rows = EnrolmentCode.objects.filter(establishment=establishment, valid_on__gte=on, used_at=None)
    return rows.select_related("user", "made_by").order_by("valid_on", "user__last_name", "pk")


def temporary_in(establishment: Establishment, on: date) -> QuerySet[Grant]:
    """Temporary staff of today and of the days to come: users who have no password and a role for some days."""
    rows = Grant.objects.filter(establishment=establishment, role=Role.INSTRUCTOR, ends_before__gt=on)
    rows = rows.filter(user__is_active=True, user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return rows.select_related("user", "workshop").order_by("starts_on", "user__last_name", "pk")


def may_be_given_a_code(establishment: Establishment, by: User, on: date) -> list[User]:
    """Those who use a tablet here and whose code this user may make, by name; see `check_may_hand_over`."""
    roles: dict[int, set[str]] = defaultdict(set)
    users: dict[int, User] = {}
    for grant in grants_in(establishment, on):
        roles[grant.user_id].add(grant.role)
        users[grant.user_id] = grant.user
    using = roles_with(TabletRight.USE)
    manages = by.may(OrgRight.ACCESS_WRITE, establishment)
    return [
        user
        for key, user in users.items()
        if roles[key] & using and (manages or key == by.pk or is_of_a_workshop(roles[key]))
    ]


def is_of_a_workshop(roles: Collection[str]) -> bool:
    """True for someone whose every role is one that a workshop may limit: who opens no office by a code."""
    return all(role in WORKSHOP_ROLES for role in roles)
