"""Production sheets: the operations of an order line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from etabli.orders.models import OrderLine
from etabli.org.models import User
from etabli.production import rules
from etabli.production.models import Operation


@dataclass(frozen=True)
class OperationSpec:
    """A step. `minutes_per_thousand`: standard minutes for 1,000 units; `restriction`: a `RestrictionKind`, or empty."""

    name: str
    minutes_per_thousand: int | None = None
    competence: str = ""
    workstation: str = ""
    restriction: str = ""
    position: int | None = None


@transaction.atomic
def save_operation(
    *, line: OrderLine, spec: OperationSpec, operation: Operation | None = None, by: User | None, at: datetime
) -> Operation:
    """Add a step to the sheet of a line, or change one. `position` None: where it stands, a new one last.

    Steps that stand at a position or after it make room. Refusals `name_wrong`, `standard_time_wrong`, `sheet_full`.
    """
    rules.check_operation(spec.name, spec.minutes_per_thousand)
    rows = Operation.objects.select_for_update().filter(line=line)
    if operation is None:
        rules.check_operations(rows.count())
    last = rows.aggregate(last=Max("position"))["last"] or 0
    row = operation or Operation(establishment=line.establishment, line=line, position=last + 1)
    wanted = spec.position or row.position
    row.name, row.minutes_per_thousand = spec.name.strip(), spec.minutes_per_thousand
    row.competence, row.workstation = spec.competence.strip(), spec.workstation.strip()
    row.restriction = spec.restriction
    row.save()
    if wanted != row.position:
        _move(line, row, wanted)
    return row


def _move(line: OrderLine, row: Operation, position: int) -> None:
    """Put a step at a position, and number all of them anew."""
    others = list(Operation.objects.filter(line=line).exclude(pk=row.pk))
    others.insert(max(0, min(position - 1, len(others))), row)
    # Away first: two steps never have one position, not even in between.
    for number, step in enumerate(others, start=1):
        step.position = rules.MOST_OPERATIONS + number
        step.save(update_fields=["position"])
    for number, step in enumerate(others, start=1):
        step.position = number
        step.save(update_fields=["position"])


@transaction.atomic
def remove_operation(*, operation: Operation, by: User | None, at: datetime) -> OperationSpec:
    """Take a step off a sheet. Answers what it said, so that it can be put back."""
    spec = OperationSpec(
        operation.name,
        operation.minutes_per_thousand,
        operation.competence,
        operation.workstation,
        operation.restriction,
        operation.position,
    )
    operation.delete()
    return spec
