"""Links to a part of a file: made, tried, closed."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F

from etabli.org.models import User
from etabli.people.models import Person
from etabli.support import rules
from etabli.support.models import Consent, Share, SharePurpose

_TOKEN_BYTES, _DIGITS = 32, 6


@dataclass(frozen=True)
class MadeShare:
    """`token`: the last part of the link. `number`: told apart from it. Neither can be read again."""

    row: Share
    token: str
    number: str


def digest_of(token: str) -> str:
    """What is kept of a link: SHA-256 in hexadecimal. Of 256 random bits, no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def make_share(
    *,
    person: Person,
    purpose: SharePurpose,
    recipient: str,
    organisation: str,
    reason: str,
    fields: Sequence[str],
    expires_at: datetime,
    by: User | None,
    at: datetime,
) -> MadeShare:
    """Refusals: `purpose_retired`, `recipient_empty`, `share_reason_empty`, `share_expired_already`, `share_too_long`,
    `person_objected`, `consent_missing`, `shared_fields_empty`, `shared_field_unknown`, `fields_not_agreed`."""
    rules.check_in_use(purpose.retired_on, purpose.name)
    rules.check_recipient(recipient, reason)
    rules.check_expiry(expires_at, at)
    token, number = secrets.token_urlsafe(_TOKEN_BYTES), f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}"
    row = Share(
        establishment=purpose.establishment,
        person=person,
        purpose=purpose,
        recipient=recipient.strip(),
        organisation=organisation.strip(),
        reason=reason.strip(),
        fields=list(fields),
        made_at=at,
        author=by,
        expires_at=expires_at,
        token_digest=digest_of(token),
        # Before the transaction: it takes a third of a second, during which nobody else could write.
        secret=make_password(number),
    )
    with transaction.atomic():
        consent = Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None).first()
        answer = consent.answer if consent else None
        allowed = rules.allowed_fields(purpose.basis, purpose.fields, answer, consent.fields if consent else ())
        rules.check_may_share(fields, allowed, answer, str(person))
        row.save(force_insert=True)
    return MadeShare(row, token, number)


def try_number(*, share: Share, number: str, by: User | None, at: datetime) -> bool:
    """True for the number of the share. A wrong one counts: after `rules.MOST_TRIES`, none is right any more.

    No transaction around it: comparing takes a third of a second, during which nobody else could write.
    """
    # Counted before it is compared, so that many tries at once are no more than a few.
    counted = Share.objects.filter(pk=share.pk, tries__lt=rules.MOST_TRIES).update(tries=F("tries") + 1)
    if not counted or not check_password(number, share.secret):
        return False
    Share.objects.filter(pk=share.pk).update(tries=F("tries") - 1)
    return True


@transaction.atomic
def revoke_share(*, share: Share, by: User | None, at: datetime) -> None:
    """Closed at once, for good; the same again changes nothing."""
    Share.objects.filter(pk=share.pk, revoked_at=None).update(revoked_at=at, revoked_by=by)
