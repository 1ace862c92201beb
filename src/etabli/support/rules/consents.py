"""Rules of consents and shares. Each `check_x` raises a Refusal; nothing here reads a database or a clock."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from etabli.core.refusal import Refusal
from etabli.support.states import Answer, Basis, SharedField, ShareState

MOST_TRIES = 5
"""Wrong numbers after which a link is locked for good: of a million numbers, five are guessed once in 200,000 links."""
LONGEST_SHARE = timedelta(days=92)
"""A choice of ours: about a quarter, then the person is asked again."""


def check_purpose(name: str, easy: str, fields: Collection[str]) -> None:
    if not name.strip():
        raise Refusal("purpose_empty")
    if not easy.strip():
        raise Refusal("purpose_unexplained")
    check_shared_fields(fields)


def check_unanswered(answered: bool, name: str) -> None:
    """`answered`: someone's answer stands, and what it was given to would change."""
    if answered:
        raise Refusal("purpose_answered", value=name)


def check_purpose_code(code: str, taken: Iterable[str]) -> None:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", code):
        raise Refusal("share_code_unreadable", value=code)
    if code in taken:
        raise Refusal("share_code_taken", value=code)


def check_in_use(retired_on: date | None, name: str) -> None:
    """What is retired is read, and used no more."""
    if retired_on is not None:
        raise Refusal("purpose_retired", value=name)


def check_shared_fields(fields: Collection[str]) -> None:
    if not fields:
        raise Refusal("shared_fields_empty")
    unknown = sorted(set(fields) - {str(one) for one in SharedField})
    if unknown:
        raise Refusal("shared_field_unknown", value=unknown)


def allowed_fields(basis: str, fields: Iterable[str], answer: str | None, agreed: Iterable[str]) -> frozenset[str]:
    """What may be shared for a purpose of these `fields`, by what the person said (None: nothing yet).

    Agreement: what she agreed to, as far as the purpose still has it. Objection: all of the purpose, unless she objected.
    """
    if answer == Answer.OBJECTED:
        return frozenset()
    if answer == Answer.AGREED:
        return frozenset(fields) & frozenset(agreed)
    return frozenset(fields) if basis == Basis.OBJECTION else frozenset()


def check_may_share(wanted: Collection[str], allowed: Collection[str], answer: str | None, name: str) -> None:
    """Source: code de la santé publique, art. L1110-4, L1110-12 and D1110-3."""
    if answer == Answer.OBJECTED:
        raise Refusal("person_objected", name=name)
    if not allowed:
        raise Refusal("consent_missing", name=name)
    check_shared_fields(wanted)
    if not set(wanted) <= set(allowed):
        raise Refusal("fields_not_agreed", name=name)


def check_recipient(recipient: str, reason: str) -> None:
    """Source: code de la santé publique, art. R1110-1: to someone identified, and what is strictly necessary."""
    if not recipient.strip():
        raise Refusal("recipient_empty")
    if not reason.strip():
        raise Refusal("share_reason_empty")


def check_expiry(expires_at: datetime, at: datetime) -> None:
    if expires_at <= at:
        raise Refusal("share_expired_already")
    if expires_at - at > LONGEST_SHARE:
        raise Refusal("share_too_long", days=LONGEST_SHARE.days)


def share_state(
    *,
    revoked: bool,
    expires_at: datetime,
    tries: int,
    fields: Collection[str],
    allowed: Collection[str],
    at: datetime,
) -> ShareState:
    """`allowed`: what the person's answer allows at that moment, see `allowed_fields`."""
    if revoked:
        return ShareState.REVOKED
    if expires_at <= at:
        return ShareState.EXPIRED
    if not set(fields) & set(allowed):
        return ShareState.WITHHELD
    return ShareState.LOCKED if tries >= MOST_TRIES else ShareState.OPEN
