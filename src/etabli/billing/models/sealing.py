"""The guard of what is issued, in Python: it says no with a sentence before the database says it with an error."""

from __future__ import annotations

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

    def bulk_create(self, objs: Any, *args: Any, **options: Any) -> list[Any]:
        rows = list(objs)
        for row in rows:
            row.check_open()
        return super().bulk_create(rows, *args, **options)

    def _check(self) -> None:
        path = self.model.state_path
        keys = self.order_by().values("pk")
        if self.model._base_manager.filter(pk__in=keys, **{path: InvoiceState.ISSUED}).exists():
            raise Refusal("invoice_sealed")


class SealedModel(models.Model):
    """A row that belongs to an invoice, or is one."""

    state_path = "state"

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        self.check_open()
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        self.check_open()
        return super().delete(*args, **options)

    def check_open(self) -> None:
        """Raises a Refusal when the row, or the one it stands under, is issued in the database."""
        if self._is_sealed():
            raise Refusal("invoice_sealed")

    def _is_sealed(self) -> bool:
        """Reads the database."""
        stored = type(self)._base_manager.filter(pk=self.pk, **{self.state_path: InvoiceState.ISSUED})
        head, _, rest = self.state_path.partition("__")
        above = getattr(self, f"{head}_id", None) if rest else None
        if above is None:
            return self.pk is not None and stored.exists()
        model = type(self)._meta.get_field(head).related_model
        return model._base_manager.filter(pk=above, **{rest: InvoiceState.ISSUED}).exists() or (
            self.pk is not None and stored.exists()
        )
