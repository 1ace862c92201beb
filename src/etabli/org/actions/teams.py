"""Rights for some days: an instructor who takes a team, and temporary staff."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.text import slugify
from django.utils.timezone import localtime

from etabli.core.refusal import Refusal
from etabli.org.access import grants_of
from etabli.org.grants import check_language
from etabli.org.models import Establishment, Grant, User, Workshop
from etabli.org.states import Role

DAYS_AHEAD = 7
"""How far ahead a team may be taken: as far as its days are on a tablet."""
LONGEST_USERNAME = 140


@transaction.atomic
def take_team(
    *, establishment: Establishment, workshop: int, day: date, acted_at: datetime, by: User, at: datetime
) -> Grant | None:
    """The author is an instructor of that workshop (key) on that day, and only then; None when she is one anyway.

    Only who is an instructor of the establishment that day may. Refusals `team_unknown`, `team_day_wrong`,
    `team_not_instructor`.
    """
    team = Workshop.objects.filter(establishment=establishment, pk=workshop).first()
    if team is None:
        raise Refusal("team_unknown")
    acted_on = localtime(min(acted_at, at)).date()
    if not acted_on <= day <= acted_on + timedelta(days=DAYS_AHEAD):
        raise Refusal("team_day_wrong", day=day, most=DAYS_AHEAD)
    held = grants_of(by, on=day).filter(role=Role.INSTRUCTOR, establishment=establishment)
    workshops = set(held.values_list("workshop", flat=True)) if by.is_active else set()
    if not workshops:
        raise Refusal("team_not_instructor", day=day)
    if workshops & {None, team.pk}:
        return None
    days = {"starts_on": day, "ends_before": day + timedelta(days=1)}
    return Grant.objects.create(user=by, role=Role.INSTRUCTOR, establishment=establishment, workshop=team, **days)


@transaction.atomic
def add_temporary(
    *,
    establishment: Establishment,
    workshop: Workshop,
    first_name: str,
    last_name: str,
    language: str,
    starts_on: date,
    last_day: date,
    by: User,
    at: datetime,
) -> User:
    """An instructor of a workshop for some days (`last_day` included), without a password: a one-time code lets her on a
    tablet. Refusals `temporary_backwards`, `temporary_over`, `language_unknown`."""
    check_language(language)
    if last_day < starts_on:
        raise Refusal("temporary_backwards", start=starts_on, end=last_day)
    if last_day < localtime(at).date():
        raise Refusal("temporary_over", day=last_day)
    user = User(username=_free_username(first_name, last_name), first_name=first_name, last_name=last_name)
    user.language = language
    user.set_unusable_password()
    user.save()
    days = {"starts_on": starts_on, "ends_before": last_day + timedelta(days=1)}
    Grant.objects.create(user=user, role=Role.INSTRUCTOR, establishment=establishment, workshop=workshop, **days)
    return user


def _free_username(first_name: str, last_name: str) -> str:
    """`first.last`, with the first number that makes it one of its own."""
    wanted = ".".join(filter(None, (slugify(first_name), slugify(last_name))))[:LONGEST_USERNAME] or "interim"
    taken = {
        name.lower() for name in User.objects.filter(username__istartswith=wanted).values_list("username", flat=True)
    }
    if wanted not in taken:
        return wanted
    return next(name for number in range(2, len(taken) + 3) if (name := f"{wanted}{number}") not in taken)
