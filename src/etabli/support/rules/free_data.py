"""Rules of free fields. Each `check_x` raises a Refusal; nothing here reads a database or a clock."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from etabli.core.refusal import Refusal
from etabli.support.states import FIELD_ROLES, FieldKind

YES, NO = "yes", "no"
_LEAST_CHOICES = 2


def check_field(label: str, purpose: str, kind: str, choices: Sequence[str]) -> None:
    """A field says why it is asked: what serves nothing is not kept."""
    if not label.strip():
        raise Refusal("free_label_empty")
    if not purpose.strip():
        raise Refusal("free_purpose_empty")
    if kind == FieldKind.CHOICE and len(set(choices)) < _LEAST_CHOICES:
        raise Refusal("free_choices_missing", least=_LEAST_CHOICES)


def check_field_roles(read: Collection[str], write: Collection[str]) -> None:
    """Who writes a field reads it; sales, administration and auditors do neither."""
    if not read:
        raise Refusal("free_readers_missing")
    if (set(read) | set(write)) - {str(role) for role in FIELD_ROLES}:
        raise Refusal("free_role_unknown")
    if not set(write) <= set(read):
        raise Refusal("free_writer_reads")


def check_field_stays(was: tuple[str, str], now: tuple[str, str], *, is_used: bool) -> None:
    """(target, kind) of a field in which something is written never change: what is written would mean another thing."""
    if is_used and was != now:
        raise Refusal("free_field_used")


def free_value(kind: str, choices: Sequence[str], text: str, label: str) -> str:
    """What is kept of what was typed; empty for nothing. Refusal `free_value_unreadable`."""
    typed = text.strip()
    if not typed:
        return ""
    kept = _READERS[FieldKind(kind)](typed, choices)
    if kept is None:
        raise Refusal("free_value_unreadable", label=label, value=typed)
    return kept


def _number(text: str, choices: Sequence[str]) -> str | None:
    try:
        value = Decimal(text.replace(" ", "").replace("\u202f", "").replace(",", "."))
    except InvalidOperation:
        return None
    return f"{value:f}" if value.is_finite() else None


def _date(text: str, choices: Sequence[str]) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _choice(text: str, choices: Sequence[str]) -> str | None:
    return text if text in choices else None


def _yes_no(text: str, choices: Sequence[str]) -> str | None:
    return text if text in (YES, NO) else None


_READERS: dict[FieldKind, Callable[[str, Sequence[str]], str | None]] = {
    FieldKind.TEXT: lambda text, choices: text,
    FieldKind.NUMBER: _number,
    FieldKind.DATE: _date,
    FieldKind.CHOICE: _choice,
    FieldKind.YES_NO: _yes_no,
}


def retained_until(left_on: date, months: int) -> date:
    """The day from which what is written is no longer kept: as many months after the person left, the month's last day when
    that month is shorter."""
    index = left_on.month - 1 + months
    year, month = left_on.year + index // 12, index % 12 + 1
    for day in range(left_on.day, 0, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


def check_kept_long_enough(kept_until: date | None, on: date, reason: str, name: str) -> None:
    """`kept_until`: the day from which she may be erased; before it only at her own request.

    Source: regulation (EU) 2016/679, art. 5(1)(e) and 17.
    """
    if kept_until is not None and kept_until > on and not reason.strip():
        raise Refusal("erasure_early", name=name, day=kept_until)


def check_months_closed(months: Sequence[tuple[date, str]], name: str) -> None:
    """`months`: those in which she worked that are not closed, each with its place: they are closed with her name."""
    if months:
        first, place = months[0]
        raise Refusal("erasure_month_open", name=name, month=f"{first:%m/%Y}", place=place)
