"""Writes of forms: answers, kept versions, signatures."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime

from etabli.core.refusal import Refusal
from etabli.org.models import Establishment, User
from etabli.surveys import rules
from etabli.surveys.documents import content_of, digest_of
from etabli.surveys.models import Answer, Edition
from etabli.surveys.queries import Counted, filling
from etabli.surveys.questionnaire import Questionnaire
from etabli.surveys.states import EditionState


@transaction.atomic
def save_answer(
    *,
    establishment: Establishment,
    form: Questionnaire,
    year: int,
    field: str,
    value: Any,
    reason: str = "",
    facts: Counted | None = None,
    by: User | None,
    at: datetime,
) -> Answer:
    """Keep the answer to a field. In place of a computed value it needs a reason. Raises a Refusal of `rules`.

    `facts`: what was counted to show the form that is answered; None: counted now.
    """
    wanted = rules.check_field(form, field)
    rules.check_value(wanted, value)
    computed = filling(form, establishment, year, facts).fields[field].computed
    rules.check_reason(wanted, reason, computed)
    row, _ = Answer.objects.update_or_create(
        establishment=establishment,
        form=form.family,
        year=year,
        field=field,
        defaults={
            "value": value,
            "reason": reason.strip() if computed is not None else "",
            "answered_by": by,
            "answered_at": at,
        },
    )
    return row


@transaction.atomic
def take_answer_back(
    *, establishment: Establishment, form: Questionnaire, year: int, field: str, by: User | None, at: datetime
) -> bool:
    """The field is open again, or stands at its computed value; False when there was no answer."""
    rules.check_field(form, field)
    found = Answer.objects.filter(establishment=establishment, form=form.family, year=year, field=field)
    deleted, _ = found.delete()
    return bool(deleted)


@transaction.atomic
def keep_edition(
    *, establishment: Establishment, form: Questionnaire, year: int, by: User | None, at: datetime
) -> Edition:
    """Keep the form as it stands, as a draft. What was kept last, when nothing changed since."""
    # The row of the establishment holds back others who keep a version at the same time.
    Establishment.objects.select_for_update().get(pk=establishment.pk)
    content = content_of(filling(form, establishment, year))
    last = Edition.objects.filter(establishment=establishment, form=form.code, year=year).first()
    if last is not None and last.digest == digest_of(content):
        return last
    return Edition.objects.create(
        establishment=establishment,
        form=form.code,
        year=year,
        number=1 if last is None else last.number + 1,
        content=content,
        digest=digest_of(content),
        made_by=by,
        made_at=at,
    )


@transaction.atomic
def sign_edition(*, edition: Edition, form: Questionnaire, by: User, at: datetime) -> Edition:
    """Sign a kept version; from then on the database keeps it as it is.

    Refusals `survey_edition_signed`, `survey_year_not_over`, `survey_controls_fail`, and `survey_edition_stale` when the
    facts are no longer those it was kept from.
    """
    row = Edition.objects.select_for_update().get(pk=edition.pk)
    if row.state == EditionState.SIGNED:
        raise Refusal("survey_edition_signed")
    rules.check_year_over(row.year, localtime(at).date())
    present = filling(form, row.establishment, row.year)
    if digest_of(content_of(present)) != row.digest:
        raise Refusal("survey_edition_stale")
    rules.check_controls(form, {name: value for name, value in present.values.items() if value is not None})
    row.state, row.signed_by, row.signed_at = EditionState.SIGNED, by, at
    row.save(update_fields=["state", "signed_by", "signed_at"])
    return row
