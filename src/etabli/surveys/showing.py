"""Forms as a reader sees them: values in words, what stands beside a field, what is missing and where it is repaired."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, ngettext

from etabli.kit import localised
from etabli.kit.wording import sentence
from etabli.surveys.computed import gap_rows
from etabli.surveys.queries import Difference, Filled, Filling
from etabli.surveys.questionnaire import Field, Words
from etabli.surveys.states import FieldType, Means, Status
from etabli.surveys.wording import GAPS, NOT_TO_REPAIR, STATUSES

KINDS = {
    Status.COMPUTED: "ok",
    Status.ASKED: "ok",
    Status.OVERRIDDEN: "info",
    Status.MISSING: "watch",
    Status.NOT_CONCERNED: "off",
}
"""Kind of `components/status.html`."""


def said(words: Words) -> str:
    """In the reader's language."""
    return words.of(get_language() or "fr")


def shown_value(field: Field, value: Any) -> str:
    """A value in words; empty for none."""
    if value is None:
        return ""
    if field.type in (FieldType.CHOICE, FieldType.CHOICES):
        labels = {choice.code: said(choice.words) for choice in field.choices}
        return ", ".join(labels.get(code, str(code)) for code in (value if isinstance(value, list) else [value]))
    show: dict[FieldType, Any] = {
        FieldType.YES_NO: lambda answer: gettext("yes") if answer else gettext("no"),
        FieldType.YEAR: str,
        FieldType.TEXT: str,
        FieldType.EUROS: lambda euros: localised.money(round(euros * 100)),
        FieldType.PERCENT: lambda percent: localised.ratio(percent / 100),
    }
    return str(show.get(field.type, _number)(value))


def _number(value: float) -> str:
    return localised.number(value, 0 if float(value).is_integer() else 1)


@dataclass(frozen=True)
class FieldRow:
    """What a page shows of a field. `form`: to answer it, None for who may not or where nothing is asked."""

    name: str
    label: str
    note: str
    kind: str
    status: str
    value: str
    measure: str
    computed: str
    proposed: str
    reason: str
    answered: str
    is_counted: bool
    is_asked: bool
    is_concerned: bool
    is_kept: bool
    count: int
    gaps: list[str]
    problems: list[str]
    signed: str | None
    form: Any = None


def field_row(filling: Filling, filled: Filled, signed: Mapping[str, Difference], form: Any = None) -> FieldRow:
    """`signed`: what is no longer as the signed version has it, by field."""
    field, changed = filled.field, signed.get(filled.field.name)
    answered = ""
    if filled.at is not None:
        answered = f"{filled.by}, {localised.moment(filled.at)}" if filled.by else localised.moment(filled.at)
    return FieldRow(
        name=field.name,
        label=said(field.words),
        note=said(field.note),
        kind=KINDS[filled.status],
        status=capfirst(str(STATUSES[filled.status])),
        value=shown_value(field, filled.value),
        measure=_number(filled.measure) if field.type == FieldType.CHOICE and filled.measure is not None else "",
        computed=shown_value(field, filled.computed),
        proposed=shown_value(field, filled.proposed),
        reason=filled.reason,
        answered=answered,
        is_counted=field.means == Means.COMPUTED,
        is_asked=filled.computed is None,
        is_concerned=filled.status != Status.NOT_CONCERNED,
        is_kept=filled.at is not None,
        count=filled.count,
        gaps=[gap_worded(reason, count) for reason, count in sorted((filled.gaps or {}).items())],
        problems=[sentence(refusal) for refusal in filling.refusals_of(field.name)],
        signed=None if changed is None else shown_value(field, changed.signed) or gettext("nothing"),
        form=form,
    )


def gap_worded(reason: str, count: int) -> str:
    """How many persons lack what."""
    lacking = GAPS.get(reason, reason)
    return ngettext("%(count)s person: %(lacking)s", "%(count)s persons: %(lacking)s", count) % {
        "count": count,
        "lacking": lacking,
    }


@dataclass(frozen=True)
class Gap:
    """What persons lack for some fields. `persons`: keys; those of the establishment itself are in none."""

    reason: str
    label: str
    fields: tuple[str, ...]
    persons: frozenset[int]


def gaps_of(filling: Filling, scope: str) -> list[Gap]:
    """Every gap to repair, the one of most persons first. One query."""
    persons: defaultdict[str, set[int]] = defaultdict(set)
    fields: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for field, subject, reason in gap_rows(filling.form, scope, filling.year):
        if reason in NOT_TO_REPAIR:
            continue
        fields[reason][said(filling.form.fields[field].words)] = None
        if subject is not None:
            persons[reason].add(subject)
    found = [
        Gap(reason, str(GAPS.get(reason, reason)), tuple(fields[reason]), frozenset(persons[reason]))
        for reason in fields
    ]
    return sorted(found, key=lambda gap: (-len(gap.persons), gap.reason))


def difference_rows(found: Iterable[Difference]) -> list[dict[str, Any]]:
    """Signed and present values in words."""
    nothing = gettext("nothing")
    return [
        {
            "name": row.field.name,
            "label": said(row.field.words),
            "signed": shown_value(row.field, row.signed) or nothing,
            "now": shown_value(row.field, row.now) or nothing,
        }
        for row in found
    ]


def edition_rows(fields: Mapping[str, Field], content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every field of a kept version for a screen, a sheet or a paper. A field the form no longer has keeps its name."""
    rows: Sequence[dict[str, Any]] = content["fields"]
    return [
        {
            "name": row["name"],
            "label": said(fields[row["name"]].words) if row["name"] in fields else row["name"],
            "value": row["value"],
            "shown": shown_value(fields[row["name"]], row["value"]) if row["name"] in fields else str(row["value"]),
            "status": capfirst(str(STATUSES[Status(row["status"])])),
            "reason": row["reason"],
            "note": said(fields[row["name"]].note) if row["name"] in fields else "",
        }
        for row in rows
    ]
