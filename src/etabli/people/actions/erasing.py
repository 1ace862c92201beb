"""Taking a person out of all that is held, once she has left: names and words go, sealed documents and counts stay."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils.timezone import localtime

from etabli.kit.actions import redact
from etabli.kit.files import forget_photo
from etabli.kit.held import Part, parts
from etabli.kit.models import JournalRow
from etabli.org.models import User
from etabli.people import rules
from etabli.people.models import Engagement, Person


@transaction.atomic
def erase_person(*, person: Person, reason: str = "", by: User | None, at: datetime) -> Mapping[str, int]:
    """Erase or blank what every room holds on a person, and what the journal keeps of it; how many rows by table.

    What was counted of her (half-days, minutes, quantities, levels) stays, of nobody in particular; sealed invoices and
    certificates name nobody. The journal keeps who changed which row and when. The same again changes nothing.
    `reason` stays with it. Refusal `erasure_engaged` while an engagement runs or is to come.
    Source: regulation (EU) 2016/679, art. 17.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.erased_on is not None:
        return {}
    on = localtime(at).date()
    rules.check_may_erase(
        Engagement.objects.filter(person=person).values_list("ends_before", flat=True), on, str(person)
    )
    # Before anything goes: what is deleted tells no more whose it was.
    keys = {part.model: _keys_in_journal(part, person.pk) for part in parts()}
    counts = {part.model._meta.db_table: _take_out(part, person.pk) for part in reversed(parts())}
    Person.objects.filter(pk=person.pk).update(erased_on=on, erased_reason=reason.strip())
    for model, rows in keys.items():
        if getattr(model, "journalled", True) and rows:
            redact(table=model._meta.db_table, row_ids=rows, by=by, at=at)
    return {table: count for table, count in counts.items() if count}


def _take_out(part: Part, person: int) -> int:
    rows = part.of(person)
    if part.photo:
        for place, key in rows.exclude(**{part.photo: None}).values_list("establishment", part.photo):
            transaction.on_commit(partial(forget_photo, place, key))
    if part.deleted:
        return rows.order_by().delete()[1].get(part.model._meta.label, 0)
    plain = {name: value for name, value in part.blanked.items() if not callable(value)}
    made = {name: value for name, value in part.blanked.items() if callable(value)}
    for row in rows if made else ():
        rows.model._default_manager.filter(pk=row.pk).update(**{name: value(row) for name, value in made.items()})
    return rows.order_by().update(**plain) if plain else 0


def _keys_in_journal(part: Part, person: int) -> set[str]:
    """Keys, as the journal writes them, of the rows held on a person now or at some time: a row that was deleted too."""
    now = {str(key) for key in part.of(person).values_list("pk", flat=True)}
    return now if part.rows is not None else now | _past(part.model, part.path, person)


def _past(model: type[models.Model], path: str, person: int) -> set[str]:
    first, _, rest = path.partition("__")
    if first == "pk":
        return {str(person)}
    pointing = model._meta.get_field(first)
    if not isinstance(pointing, models.ForeignKey):
        return set()
    if rest:
        above = pointing.related_model
        known = _past(above, rest, person)  # type: ignore[arg-type]
        known |= {str(key) for key in above._default_manager.filter(**{rest: person}).values_list("pk", flat=True)}  # type: ignore[union-attr]
        is_number = isinstance(pointing.target_field, models.IntegerField)
        keys: list[Any] = [int(key) for key in known] if is_number else sorted(known)
    else:
        keys = [person]
    column = pointing.column
    named = Q(**{f"before__{column}__in": keys}) | Q(**{f"after__{column}__in": keys})
    rows = JournalRow.objects.filter(named, table_name=model._meta.db_table)
    return set(rows.values_list("row_id", flat=True).distinct())
