"""The fact table `task`: which activities meet clients, and which are done outside."""

from __future__ import annotations

from collections.abc import Collection
from operator import attrgetter

from etabli.core.facts import Task
from etabli.kit.bulk import insert
from etabli.org.models import Establishment
from etabli.production.models import Activity, TaskFact

_COLUMNS = tuple(Task.__slots__)
_values = attrgetter(*_COLUMNS)


def derive_tasks(establishment: Establishment, activities: Collection[Activity]) -> None:
    """Derive the facts of these activities anew; two queries, none without activities."""
    if not activities:
        return
    TaskFact.objects.filter(establishment=establishment, task__in=[row.pk for row in activities]).delete()
    rows = [Task(row.pk, row.workshop_id, int(row.customer_contact), int(row.off_site)) for row in activities]
    insert(TaskFact, ("establishment", *_COLUMNS), [(establishment.pk, *_values(row)) for row in rows])


def rederive_tasks(*, establishment: Establishment) -> None:
    """Derive the facts of every activity of an establishment anew."""
    TaskFact.objects.filter(establishment=establishment).delete()
    derive_tasks(establishment, list(Activity.objects.filter(establishment=establishment)))
