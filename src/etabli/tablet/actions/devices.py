"""Tablets and who is on them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localtime

from etabli.core.refusal import Refusal
from etabli.kit.actor import acting_as, actor_of
from etabli.org.access import OrgRight
from etabli.org.models import Establishment, User
from etabli.org.queries import grants_in
from etabli.tablet import rules
from etabli.tablet.access import TabletRight
from etabli.tablet.models import Device, DeviceSighting, Enrolment, EnrolmentCode
from etabli.tablet.queries import is_of_a_workshop
from etabli.tablet.tokens import hash_of_code, hash_of_token, new_code, new_token

SEEN_EVERY = timedelta(minutes=1)
"""How exact "last seen" is: to the minute, and no write at every request."""


@transaction.atomic
def enrol_device(
    *, establishment: Establishment, name: str, language: str, by: User, at: datetime
) -> tuple[Device, str]:
    """A new tablet and the token for its cookie, told this once; who enrols it is on it.

    Refusals `device_name_wrong`, `tablet_not_for_you`.
    """
    rules.check_device_name(name.strip())
    token = new_token()
    device = Device.objects.create(
        establishment=establishment,
        name=name.strip(),
        token_hash=hash_of_token(token),
        language=language,
        enrolled_by=by,
        enrolled_at=at,
    )
    DeviceSighting.objects.create(device=device, seen_at=at)
    enrol(device=device, user=by, by=by, at=at)
    return device, token


@transaction.atomic
def enrol(*, device: Device, user: User, by: User, at: datetime) -> Enrolment:
    """Put a user on a tablet; nothing changes when she is. Refusal `tablet_not_for_you`."""
    check_may_use(user, device.establishment, localtime(at).date())
    values = {"starts_at": at}
    return Enrolment.objects.get_or_create(device=device, user=user, ended_at=None, defaults=values)[0]


def check_may_use(user: User, establishment: Establishment, on: date) -> None:
    if not user.may(TabletRight.USE, establishment, on):
        raise Refusal("tablet_not_for_you", name=name_of(user))


def name_of(user: User) -> str:
    return user.get_full_name() or user.get_username()


@transaction.atomic
def leave(*, device: Device, user: User, by: User, at: datetime) -> bool:
    """Take a user off a tablet. What she did before stays hers, also when it arrives later. False when she was not on it."""
    return bool(Enrolment.objects.filter(device=device, user=user, ended_at=None).update(ended_at=at))


@transaction.atomic
def revoke_device(*, device: Device, by: User, at: datetime) -> None:
    """From now on the tablet is unknown: it gets no data, and nothing of it is taken."""
    Device.objects.filter(pk=device.pk, revoked_at=None).update(revoked_at=at)


@transaction.atomic
def restore_device(*, device: Device, by: User, at: datetime) -> None:
    """The tablet is known again, with those who were on it."""
    Device.objects.filter(pk=device.pk).update(revoked_at=None)


@transaction.atomic
def set_language(*, device: Device, language: str, by: User, at: datetime) -> None:
    """Of its page, for everyone on it. Refusal `tablet_language_unknown`."""
    rules.check_language(language)
    Device.objects.filter(pk=device.pk).update(language=language)


def note_seen(*, device: Device, at: datetime) -> None:
    """When the tablet last spoke to the server, to the minute."""
    if at - device.sighting.seen_at >= SEEN_EVERY:
        DeviceSighting.objects.filter(device=device).update(seen_at=at)


# ---------------------------------------------------------------- one-time codes


@transaction.atomic
def make_code(*, establishment: Establishment, user: User, valid_on: date, by: User | None, at: datetime) -> str:
    """A one-time code for that user and that day, told this once. Refusals `tablet_not_for_you`,
    `code_not_yours_to_give`."""
    check_may_use(user, establishment, valid_on)
    check_may_hand_over(by, user, establishment, valid_on)
    code = new_code()
    EnrolmentCode.objects.create(
        code_hash=hash_of_code(code), establishment=establishment, user=user, valid_on=valid_on, made_by=by, made_at=at
    )
    return code


def check_may_hand_over(by: User | None, user: User, establishment: Establishment, on: date) -> None:
    """A code is as good as the user: one for someone of an office is made by who manages the access, or by herself."""
    if by is None or by == user or by.may(OrgRight.ACCESS_WRITE, establishment, on):
        return
    roles = {grant.role for grant in grants_in(establishment, on) if grant.user_id == user.pk}
    if not is_of_a_workshop(roles):
        raise Refusal("code_not_yours_to_give", name=name_of(user))


@transaction.atomic
def enrol_with_code(*, device: Device, code: str, at: datetime) -> User:
    """Put the user of a one-time code on the tablet. Refusals `enrolment_code_wrong`, `author_inactive`,
    `tablet_not_for_you`."""
    known = EnrolmentCode.objects.filter(
        code_hash=hash_of_code(code), establishment=device.establishment_id, valid_on=localtime(at).date()
    )
    row = known.select_related("user").first()
    if row is None:
        raise Refusal("enrolment_code_wrong")
    if not row.user.is_active:
        raise Refusal("author_inactive", name=name_of(row.user))
    with acting_as(actor_of(row.user)):
        # The database decides who comes first of two who type the same code.
        if not known.filter(used_at=None).update(used_at=at, used_on=device):
            raise Refusal("enrolment_code_wrong")
        enrol(device=device, user=row.user, by=row.user, at=at)
    return row.user
