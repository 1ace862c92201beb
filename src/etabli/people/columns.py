"""The list of persons, declared once for screen, XLSX and CSV. A row is a registration of `queries.listed`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from etabli.core.counting import WHOLE
from etabli.kit import exports
from etabli.kit.exports import Column, Kind
from etabli.people.models import Registration
from etabli.people.states import EngagementKind, PersonState
from etabli.people.wording import KINDS, STATES

STATUS = {
    PersonState.RUNNING: "ok",
    PersonState.TO_CONFIRM: "watch",
    PersonState.TO_COME: "info",
    PersonState.ENDED: "off",
    PersonState.NONE: "off",
}
"""How `components/status.html` shows each state."""
ENGAGEMENT_FIELDS = ("kind", "starts_on", "ends_before", "fraction", "state")


def _url(row: Registration) -> str:
    return reverse("people:person", kwargs={"finess": row.finess, "pk": row.person_id})  # type: ignore[attr-defined]


def _groups(row: Registration) -> str:
    return ", ".join(group.name for group in row.work_groups.all())


def _kind(row: Any) -> str:
    return str(KINDS[EngagementKind(row.kind)]) if row.kind else ""


def _state(row: Any) -> str:
    return str(STATES[PersonState(row.state)]) if row.state else ""


def _last_day(row: Any) -> Any:
    return row.ends_before - timedelta(days=1) if row.ends_before else None


def _fraction(row: Any) -> Fraction | None:
    return Fraction(row.fraction, WHOLE) if row.fraction else None


OPEN_COLUMNS = (
    Column("name", _("Person"), lambda row: str(row.person), nominative=True, heads_row=True, url=_url),
    Column("staff_number", _("Staff number"), "staff_number", nominative=True),
    Column("workshop", _("Workshop"), lambda row: row.workshop.name if row.workshop else ""),
    Column("groups", _("Work groups"), _groups),
)
"""What everyone who may know of a person sees."""

ENGAGEMENT_COLUMNS = (
    Column("kind", _("Kind"), _kind),
    Column("fraction", _("Work fraction"), _fraction, Kind.RATIO),
    Column("starts_on", _("From"), "starts_on", Kind.DATE),
    Column("last_day", _("Last day"), _last_day, Kind.DATE),
    Column("state", _("State"), _state),
)
FIRST = ("name", "staff_number", "state")
"""What stands first, so that it is seen before a narrow screen has to be scrolled."""

SORTS = {
    "name": ("person__search_key",),
    "staff_number": ("staff_number",),
    "workshop": ("workshop__name",),
    "kind": ("kind",),
    "fraction": ("fraction",),
    "starts_on": ("starts_on",),
    "last_day": ("ends_before",),
    "state": ("state",),
}
"""Orders by the name of a column; `-` before it turns it round."""


def columns(engagements: bool) -> tuple[Column, ...]:
    """Without engagements for those who may not read them."""
    shown = OPEN_COLUMNS + ENGAGEMENT_COLUMNS if engagements else OPEN_COLUMNS
    return tuple(sorted(shown, key=lambda column: column.name not in FIRST))


def order(sort: str, shown: Iterable[Column]) -> tuple[str, ...]:
    """The order of a query for `name` or `-name` of a column shown, ties by name; by name for anything else."""
    names = {column.name for column in shown}
    fields = SORTS.get(sort.removeprefix("-"), ()) if sort.removeprefix("-") in names else ()
    sign = "-" if sort.startswith("-") else ""
    return (*(f"{sign}{field}" for field in fields), *SORTS["name"], "pk")


def table(rows: Iterable[Any], shown: tuple[Column, ...], sort: str, address: str) -> dict[str, Any]:
    """`columns` and `rows` of `components/table.html`. `address`: that of the page with its filters, ending in `sort=`."""
    listed = list(rows)
    answer = exports.screen(shown, listed)
    for column, head in zip(shown, answer["columns"], strict=True):
        if column.name in SORTS:
            is_sorted = sort.removeprefix("-") == column.name
            down = sort.startswith("-")
            turned = f"-{column.name}" if is_sorted and not down else column.name
            head["sort_url"] = f"{address}{turned}"
            head["sorted"] = ("descending" if down else "ascending") if is_sorted else None
    for row, line in zip(listed, answer["rows"], strict=True):
        for column, cell in zip(shown, line["cells"], strict=True):
            if column.of(row) in (None, ""):
                cell["text"] = ""
            elif column.name == "state":
                cell["status"] = STATUS[PersonState(row.state)]
    return answer
