"""Purposes of sharing, and what each person says to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from etabli.core.refusal import Refusal
from etabli.org.models import Establishment, User
from etabli.people.models import Person
from etabli.support import rules
from etabli.support.models import Consent, Share, SharePurpose
from etabli.support.states import Answer, Basis


@transaction.atomic
def save_purpose(
    *,
    establishment: Establishment,
    code: str,
    name: str,
    easy: str,
    basis: str,
    fields: Sequence[str],
    row: SharePurpose | None = None,
    by: User | None,
    at: datetime,
) -> SharePurpose:
    """Made, or (`row`) corrected. What is added to a corrected one is shared only with those who agree to it anew. What
    someone's standing answer was given to (whom, what for, on which basis) is not corrected: it is retired.

    Refusals: `purpose_empty`, `purpose_unexplained`, `shared_fields_empty`, `shared_field_unknown`, `share_code_unreadable`,
    `share_code_taken`, `purpose_answered`.
    """
    rules.check_purpose(name, easy, fields)
    if row is not None:
        # As the database has it: the row of the caller may be changed already.
        told = SharePurpose.objects.select_for_update().get(pk=row.pk)
        changed = (told.name, told.easy, told.basis) != (name.strip(), easy.strip(), basis)
        rules.check_unanswered(changed and Consent.objects.filter(purpose=told, withdrawn_at=None).exists(), told.name)
    row = row or SharePurpose(establishment=establishment)
    others = SharePurpose.objects.filter(establishment=establishment).exclude(pk=row.pk)
    rules.check_purpose_code(code, others.values_list("code", flat=True))
    row.code, row.name, row.easy = code, name.strip(), easy.strip()
    row.basis, row.fields = basis, list(fields)
    row.save()
    return row


@transaction.atomic
def retire_purpose(*, purpose: SharePurpose, on: date | None, by: User | None, at: datetime) -> None:
    """No longer offered from now on, or (None) offered again. Shares made for it close with it."""
    purpose.retired_on = on
    purpose.save(update_fields=["retired_on"])
    if on is not None:
        _close_shares(purpose, None, by, at)


@transaction.atomic
def record_consent(
    *,
    person: Person,
    purpose: SharePurpose,
    answer: str,
    means: str,
    words: str = "",
    helper: str = "",
    by: User | None,
    at: datetime,
) -> Consent:
    """What a person says to a purpose, as it was shown to her; it takes the place of what she said before.

    An objection closes the shares made for it. Refusal `purpose_retired`.
    """
    # What is kept is what she was shown, and nobody may change it meanwhile.
    purpose = SharePurpose.objects.select_for_update().get(pk=purpose.pk)
    rules.check_in_use(purpose.retired_on, purpose.name)
    _withdraw_standing(person, purpose, by, at)
    if answer == Answer.OBJECTED:
        _close_shares(purpose, person, by, at)
    return Consent.objects.create(
        establishment=purpose.establishment,
        person=person,
        purpose=purpose,
        answer=answer,
        fields=list(purpose.fields),
        easy=purpose.easy,
        means=means,
        helper=helper.strip(),
        words=words.strip(),
        said_at=at,
        author=by,
    )


@transaction.atomic
def withdraw_consent(*, consent: Consent, by: User | None, at: datetime) -> None:
    """Taken back at once; an agreement takes the shares made for it with it. Refusal `consent_not_standing`.

    Where everything may be shared unless she objects, an agreement taken back is an objection: it never opens more.
    Source: code de la santé publique, art. D1110-3: withdrawn at any time.
    """
    if not _withdraw_standing(consent.person, consent.purpose, by, at, consent.pk):
        raise Refusal("consent_not_standing")
    if consent.answer == Answer.AGREED:
        _close_shares(consent.purpose, consent.person, by, at)
        if consent.purpose.basis == Basis.OBJECTION:
            _object(consent, by, at)


def _object(consent: Consent, by: User | None, at: datetime) -> None:
    Consent.objects.create(
        establishment=consent.establishment,
        person=consent.person,
        purpose=consent.purpose,
        answer=Answer.OBJECTED,
        fields=list(consent.purpose.fields),
        easy=consent.easy,
        said_at=at,
        author=by,
    )


def _withdraw_standing(
    person: Person, purpose: SharePurpose, by: User | None, at: datetime, key: int | None = None
) -> int:
    rows = Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None)
    rows = rows if key is None else rows.filter(pk=key)
    return rows.update(withdrawn_at=at, withdrawn_by=by)


def _close_shares(purpose: SharePurpose, person: Person | None, by: User | None, at: datetime) -> None:
    rows = Share.objects.filter(purpose=purpose, revoked_at=None)
    rows = rows if person is None else rows.filter(person=person)
    rows.update(revoked_at=at, revoked_by=by)
