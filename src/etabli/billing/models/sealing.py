"""The guard of what is issued, in Python: it says no with a sentence before the database says it with an error."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models

from etabli.billing.access import BillingQuerySet
from etabli.billing.states import InvoiceState
from etabli.core.refusal import Refusal


class SealedQuerySet(BillingQuerySet):
    """Refuses to change rows of what is issued; the model says on which path lies its `state_path`."""

    def update(self, **changes: Any) -> int:
        self._check()
        return super().update(**changes)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._check()
        return super().delete()

    def bulk_create(self, objs: Iterable[Any], *args: Any, **options: Any) -> list[Any]:
        rows = list(objs)
        check_open(self.model, rows)
        return super().bulk_create(rows, *args, **options)

    def _check(self) -> None:
        if self.model.stored_as_issued(self.order_by().values("pk")):
            raise Refusal("invoice_sealed")


class SealedModel(models.Model):
    """A row that belongs to an invoice, or is one. `state_path`: where the state of that invoice is."""

    state_path = "state"

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        check_open(type(self), [self])
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        check_open(type(self), [self])
        return super().delete(*args, **options)

    @classmethod
    def stored_as_issued(cls, keys: Any) -> bool:
        """Whether one of these rows is of something issued. Reads the database."""
        return cls._base_manager.filter(pk__in=keys, **{cls.state_path: InvoiceState.ISSUED}).exists()


def check_open(model: type[SealedModel], rows: Sequence[SealedModel]) -> None:
    """Raises a Refusal when one of the rows, or what it is to stand under, is issued in the database. Two queries at most,
    however many rows."""
    keys = {row.pk for row in rows if row.pk is not None}
    head, _, rest = model.state_path.partition("__")
    if keys and model.stored_as_issued(keys):
        raise Refusal("invoice_sealed")
    if rest:
        above = model._meta.get_field(head).related_model
        under = {getattr(row, f"{head}_id") for row in rows}
        if above._base_manager.filter(pk__in=under, **{rest: InvoiceState.ISSUED}).exists():
            raise Refusal("invoice_sealed")
