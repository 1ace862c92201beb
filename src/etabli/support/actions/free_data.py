"""Free fields, and what is written in them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from etabli.core.refusal import Refusal
from etabli.org.models import Establishment, User
from etabli.people.models import Person
from etabli.support import rules
from etabli.support.models import FreeField, FreeValue
from etabli.support.states import FieldKind


@dataclass(frozen=True)
class FreeFieldSpec:
    """What an establishment says of a field. `retention_months`: after the person left."""

    target: str
    code: str
    label: str
    kind: str
    purpose: str
    retention_months: int
    read_roles: Sequence[str]
    write_roles: Sequence[str]
    choices: Sequence[str] = ()
    position: int = 0


@transaction.atomic
def save_free_field(
    *, establishment: Establishment, spec: FreeFieldSpec, row: FreeField | None = None, by: User | None, at: datetime
) -> FreeField:
    """Made, or (`row`) corrected. Refusals: `free_label_empty`, `free_purpose_empty`, `free_choices_missing`,
    `free_readers_missing`, `free_role_unknown`, `free_writer_reads`, `free_field_used`, `share_code_unreadable`,
    `share_code_taken`."""
    rules.check_field(spec.label, spec.purpose, spec.kind, spec.choices)
    rules.check_field_roles(spec.read_roles, spec.write_roles)
    others = FreeField.objects.filter(establishment=establishment).exclude(pk=row.pk if row else None)
    rules.check_purpose_code(spec.code, others.values_list("code", flat=True))
    if row is not None:
        used = FreeValue.objects.filter(field=row).exists()
        rules.check_field_stays((row.target, row.kind), (spec.target, spec.kind), is_used=used)
    row = row or FreeField(establishment=establishment)
    row.target, row.code, row.label, row.kind = spec.target, spec.code, spec.label.strip(), spec.kind
    row.choices = list(dict.fromkeys(spec.choices)) if spec.kind == FieldKind.CHOICE else []
    row.purpose, row.retention_months = spec.purpose.strip(), spec.retention_months
    row.read_roles, row.write_roles, row.position = list(spec.read_roles), list(spec.write_roles), spec.position
    row.save()
    return row


@transaction.atomic
def retire_free_field(*, field: FreeField, on: date | None, by: User | None, at: datetime) -> None:
    """No longer asked, or (None) asked again. What is written in it stays until its retention ends."""
    field.retired_on = on
    field.save(update_fields=["retired_on"])


@transaction.atomic
def write_free_values(
    *,
    person: Person,
    about: int = 0,
    values: Mapping[FreeField, str],
    roles: Collection[str] | None,
    by: User | None,
    at: datetime,
) -> int:
    """Write what was typed in each field; nothing typed takes out what was written. Answers how many changed.

    `about`: key of the plan or action, 0 for the person. `roles`: those by which the user knows the person, None for the
    operator. Refusals: `free_field_not_hers`, `free_value_unreadable`.
    """
    standing = {
        row.field_id: row for row in FreeValue.objects.filter(person=person, about=about, field__in=list(values))
    }
    changed = 0
    for field, text in values.items():
        if field.retired_on is not None or (roles is not None and not set(roles) & set(field.write_roles)):
            raise Refusal("free_field_not_hers", label=field.label)
        row = standing.get(field.pk)
        was = row.value if row else ""
        # What is left as it was is not judged: a choice may have been taken off the list since.
        kept = was if text.strip() == was else rules.free_value(field.kind, field.choices, text, field.label)
        if kept == was:
            continue
        changed += 1
        if row is not None and not kept:
            row.delete()
            continue
        row = row or FreeValue(field=field, person=person, about=about)
        row.value, row.written_at, row.author = kept, at, by
        row.save()
    return changed
