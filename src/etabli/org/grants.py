"""Writes of users and of what they may do. Each takes `by` (a user or None for the operator) and `at`, in one transaction.

Raises Refusal: `username_taken`, `username_invalid`, `username_unknown`, `role_unknown`, `language_unknown`,
`role_not_by_workshop`, `grant_absent`.
"""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localtime

from etabli.core.refusal import Refusal
from etabli.org.models import Establishment, Grant, RoleSecurity, User, Workshop
from etabli.org.states import WORKSHOP_ROLES, Role

LANGUAGES = ("fr", "nl", "en")
THEMES = ("light", "dark", "auto")


def check_role(role: str) -> Role:
    """The role of that name. Refusal `role_unknown`."""
    try:
        return Role(role)
    except ValueError as error:
        raise Refusal("role_unknown", value=role, known=[str(known) for known in Role]) from error


def check_language(language: str) -> None:
    if language not in LANGUAGES:
        raise Refusal("language_unknown", value=language, known=list(LANGUAGES))


def check_username(username: str) -> None:
    """Refused when it is not one, or when someone has it already, in capitals or not."""
    try:
        User.username_validator(username)
    except ValidationError as error:
        raise Refusal("username_invalid", value=username) from error
    if not username or len(username) > 150:
        raise Refusal("username_invalid", value=username)
    if User.objects.filter(username__iexact=username).exists():
        raise Refusal("username_taken", value=username)


@transaction.atomic
def add_user(
    *,
    username: str,
    role: str,
    establishment: Establishment,
    workshop: Workshop | None = None,
    first_name: str = "",
    last_name: str = "",
    language: str = "fr",
    by: User | None,
    at: datetime,
) -> User:
    """A user with a role and no password yet: a one-time link lets them choose it."""
    check_username(username)
    check_language(language)
    user = User(username=username, first_name=first_name, last_name=last_name, language=language)
    user.set_unusable_password()
    user.save()
    grant(user=user, role=role, establishment=establishment, workshop=workshop, by=by, at=at)
    return user


@transaction.atomic
def grant(
    *,
    user: User,
    role: str,
    establishment: Establishment,
    workshop: Workshop | None = None,
    by: User | None,
    at: datetime,
) -> tuple[Grant, bool]:
    """Give the role from today on; the auditor's holds for the whole association. True when it was not held before."""
    where = _where(check_role(role), establishment, workshop)
    held = _held(user, role, where, localtime(at).date()).first()
    if held is not None:
        return held, False
    return Grant.objects.create(user=user, role=role, starts_on=localtime(at).date(), **where), True


@transaction.atomic
def withdraw(
    *,
    user: User,
    role: str,
    establishment: Establishment,
    workshop: Workshop | None = None,
    by: User | None,
    at: datetime,
) -> int:
    """End the role there from today on. Answers how many grants ended. Refusal `grant_absent`."""
    where = _where(check_role(role), establishment, workshop)
    if workshop is None:
        # Without a workshop named, those limited to one end too: nothing of the role is left there.
        where.pop("workshop", None)
    day = localtime(at).date()
    ended = _held(user, role, where, day).update(ends_before=day)
    if not ended:
        raise Refusal("grant_absent", user=user.username, role=role, establishment=establishment.name)
    return ended


def _where(
    role: Role, establishment: Establishment, workshop: Workshop | None
) -> dict[str, Establishment | Workshop | None]:
    if workshop is not None and role not in WORKSHOP_ROLES:
        raise Refusal("role_not_by_workshop", role=str(role), known=sorted(str(known) for known in WORKSHOP_ROLES))
    if role == Role.AUDITOR:
        return {"association": establishment.association, "establishment": None, "workshop": None}
    return {"association": None, "establishment": establishment, "workshop": workshop}


def _held(user: User, role: str, where: dict[str, Establishment | Workshop | None], day: date) -> QuerySet[Grant]:
    return Grant.objects.filter(Q(ends_before=None) | Q(ends_before__gt=day), user=user, role=role, **where)


@transaction.atomic
def require_second_factor(*, role: str, required: bool, by: User | None, at: datetime) -> RoleSecurity:
    """Whether those who hold the role must sign in with a second factor."""
    values = {"second_factor_required": required}
    return RoleSecurity.objects.update_or_create(role=check_role(role), defaults=values)[0]


@transaction.atomic
def save_preferences(
    *, user: User, language: str | None = None, theme: str | None = None, by: User | None, at: datetime
) -> None:
    """Language and display of a user; None leaves what is there. Refusals `language_unknown`, `theme_unknown`."""
    values = {}
    if language is not None:
        check_language(language)
        values["language"] = language
    if theme is not None:
        if theme not in THEMES:
            raise Refusal("theme_unknown", value=theme, known=list(THEMES))
        values["theme"] = theme
    changed = [name for name, value in values.items() if getattr(user, name) != value]
    for name in changed:
        setattr(user, name, values[name])
    if changed:
        user.save(update_fields=changed)
