"""Users and roles, given and taken back by a director from a screen.

What one may give ends where one's own right ends: a role or a link that would open another establishment is refused.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from etabli.core.refusal import Refusal
from etabli.org import grants
from etabli.org.access import OrgRight, grants_of
from etabli.org.models import Establishment, RoleSecurity, User, Workshop
from etabli.org.queries import holders_of
from etabli.org.states import Role


@transaction.atomic
def add_user(
    *,
    username: str,
    first_name: str,
    last_name: str,
    language: str,
    role: str,
    establishment: Establishment,
    workshop: Workshop | None,
    by: User,
    at: datetime,
) -> User:
    """Refusals of `grants.add_user`, and `role_reaches_further`."""
    check_may_give(by, role, establishment)
    return grants.add_user(
        username=username,
        role=role,
        establishment=establishment,
        workshop=workshop,
        first_name=first_name,
        last_name=last_name,
        language=language,
        by=by,
        at=at,
    )


@transaction.atomic
def give_role(
    *, username: str, role: str, establishment: Establishment, workshop: Workshop | None, by: User, at: datetime
) -> tuple[User, bool]:
    """A role for a user who exists already; True when it was not held before. Refusals `username_unknown`,
    `role_reaches_further`, `role_not_by_workshop`."""
    check_may_give(by, role, establishment)
    user = User.objects.filter(username__iexact=username, is_active=True).first()
    if user is None:
        raise Refusal("username_unknown", value=username)
    _grant, is_new = grants.grant(user=user, role=role, establishment=establishment, workshop=workshop, by=by, at=at)
    return user, is_new


@transaction.atomic
def take_role(
    *, user: User, role: str, establishment: Establishment, workshop: Workshop | None, by: User, at: datetime
) -> None:
    """From today on. Refusals `grant_absent`, `role_reaches_further`, `last_director`."""
    check_may_give(by, role, establishment)
    grants.withdraw(user=user, role=role, establishment=establishment, workshop=workshop, by=by, at=at)
    if not holders_of(OrgRight.ACCESS_WRITE, establishment).exists():
        raise Refusal("last_director", establishment=establishment.name)


def check_may_give(by: User, role: str, establishment: Establishment) -> None:
    """The auditor's role opens every establishment of the association: only who manages all of them gives it."""
    if role == Role.AUDITOR:
        for place in establishment.association.establishments.all():
            if not by.may(OrgRight.ACCESS_WRITE, place):
                raise Refusal("role_reaches_further", place=place.name)


def check_may_renew(by: User, user: User) -> None:
    """A link gives the whole account: refused when the user works where `by` does not manage the access."""
    for grant in grants_of(user).select_related("establishment", "association"):
        places = [grant.establishment] if grant.establishment else list(grant.association.establishments.all())
        for place in places:
            if not by.may(OrgRight.ACCESS_WRITE, place):
                raise Refusal("user_works_elsewhere", user=user.username)


@transaction.atomic
def require_second_factor(*, role: str, required: bool, by: User, at: datetime) -> RoleSecurity:
    """It holds in every establishment run here. Refusal `security_of_everyone`."""
    check_may_secure(by)
    return grants.require_second_factor(role=role, required=required, by=by, at=at)


def check_may_secure(by: User) -> None:
    managed = Establishment.objects.visible_to(by, OrgRight.ACCESS_WRITE)
    if Establishment.objects.exclude(pk__in=managed.values("pk")).exists():
        raise Refusal("security_of_everyone")


def may_secure(by: User) -> bool:
    try:
        check_may_secure(by)
    except Refusal:
        return False
    return True
