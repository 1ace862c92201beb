"""Writes of the code table: codes, what they count for, and the other ways an establishment writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Min

from etabli.attendance import rules
from etabli.attendance.actions.rederiving import rederive_all
from etabli.attendance.deriving import one_at_a_time, sync_notes
from etabli.attendance.models import Code, CodeAlias, Segment
from etabli.attendance.queries import active_codes, closed_months, codes_of
from etabli.attendance.states import BUILT_IN_CODES, TimeKind
from etabli.core.refusal import Refusal
from etabli.kit.texts import fold
from etabli.org.actions import Change
from etabli.org.models import Establishment, User


@transaction.atomic
def save_codes(*, establishment: Establishment, by: User | None, at: datetime) -> Change:
    """The codes every establishment begins with; those it has stay as they are."""
    present = set(establishment.codes.values_list("code", flat=True))
    rows = [
        Code(
            establishment=establishment,
            code=built_in.code,
            symbol=built_in.symbol,
            colour=built_in.colour,
            paid=built_in.paid,
            ars=built_in.ars,
            absence=built_in.absence,
            spell=built_in.spell,
            private=built_in.private,
            time=built_in.time,
            position=position,
        )
        for position, built_in in enumerate(BUILT_IN_CODES)
        if built_in.code not in present
    ]
    Code.objects.bulk_create(rows)
    return Change.CREATED if rows else Change.UNCHANGED


@transaction.atomic
def save_aliases(*, establishment: Establishment, aliases: Mapping[str, str], by: User | None, at: datetime) -> Change:
    """Aliases by their spelling, made or brought up to date. Refusal `code_unknown` for a code that is not there."""
    codes = active_codes(establishment)
    change = Change.UNCHANGED
    for alias, code in aliases.items():
        rules.check_code(code, codes)
        row = establishment.code_aliases.filter(alias=alias).first()
        if row is None:
            CodeAlias.objects.create(establishment=establishment, alias=alias, code=codes[code])
            change = Change.UPDATED
        elif row.code_id != codes[code].pk:
            row.code = codes[code]
            row.save(update_fields=["code"])
            change = Change.UPDATED
    return change


@transaction.atomic
def remove_alias(*, alias: CodeAlias, by: User | None, at: datetime) -> None:
    alias.delete()


@transaction.atomic
def replace_aliases(*, code: Code, aliases: Iterable[str], by: User | None, at: datetime) -> Change:
    """The other spellings of a code become these. Refusal `alias_taken` for one that already means another code."""
    establishment = code.establishment
    wanted = {fold(alias): alias.strip() for alias in aliases if alias.strip()}
    others = {fold(name): name for name in codes_of(establishment) if name != code.code}
    rows = establishment.code_aliases.exclude(code=code).values_list("alias", "code__code")
    others |= {fold(alias): name for alias, name in rows}
    for folded, alias in wanted.items():
        rules.check_alias(alias)
        if folded in others:
            raise Refusal("alias_taken", value=alias, means=others[folded])
    present = {fold(row.alias): row for row in code.aliases.all()}
    gone = [row.pk for folded, row in present.items() if folded not in wanted]
    fresh = [alias for folded, alias in wanted.items() if folded not in present]
    CodeAlias.objects.filter(pk__in=gone).delete()
    CodeAlias.objects.bulk_create(CodeAlias(establishment=establishment, alias=alias, code=code) for alias in fresh)
    return Change.UPDATED if gone or fresh else Change.UNCHANGED


@dataclass(frozen=True)
class CodeSpec:
    """A code as the code table gives it; see `models.Code`."""

    code: str
    label: str
    symbol: str
    colour: str
    paid: bool
    ars: bool
    absence: str
    spell: bool
    private: bool
    active: bool
    time: str = TimeKind.WORK


@transaction.atomic
def save_code(
    *,
    establishment: Establishment,
    spec: CodeSpec,
    aliases: Iterable[str] | None = None,
    by: User | None,
    at: datetime,
) -> Change:
    """A code of the establishment made or changed. What it counts for is counted anew over the months not closed.

    `aliases`: all its other spellings; None leaves them as they are.
    """
    one_at_a_time(establishment)
    change = _save_code(establishment, spec, at)
    if aliases is None:
        return change
    row = establishment.codes.get(code=spec.code)
    changed = replace_aliases(code=row, aliases=aliases, by=by, at=at) != Change.UNCHANGED
    return Change.UPDATED if changed and change == Change.UNCHANGED else change


def _save_code(establishment: Establishment, spec: CodeSpec, at: datetime) -> Change:
    rules.check_code_spec(spec.code, spec.symbol)
    values = {name: getattr(spec, name) for name in CodeSpec.__dataclass_fields__ if name != "code"}
    row = establishment.codes.filter(code=spec.code).first()
    if row is None:
        _check_not_an_alias(establishment, spec.code)
        position = establishment.codes.count()
        Code.objects.create(establishment=establishment, code=spec.code, position=position, **values)
        return Change.CREATED
    flags = ("paid", "ars", "absence", "spell", "time")
    counted = any(getattr(row, name) != values[name] for name in flags)
    if counted:
        _check_code_free_of_closed_months(establishment, row)
    if all(getattr(row, name) == value for name, value in values.items()):
        return Change.UNCHANGED
    Code.objects.filter(pk=row.pk).update(**values)
    if counted:
        _follow_spells(establishment, row, at)
        rederive_all(establishment=establishment, at=at)
    return Change.UPDATED


def _check_not_an_alias(establishment: Establishment, name: str) -> None:
    """Spellings prevail over codes: a code that is one of them could never be typed."""
    for alias, code in establishment.code_aliases.values_list("alias", "code__code"):
        if fold(alias) == fold(name):
            raise Refusal("alias_taken", value=name, means=code)


def _follow_spells(establishment: Establishment, code: Code, at: datetime) -> None:
    """Sickness and attendance make the spells, and spells their notes."""
    used = Segment.objects.filter(code=code, entry__superseded_by__isnull=True)
    persons = set(used.values_list("entry__person", flat=True))
    first_day = used.aggregate(first=Min("entry__day"))["first"]
    if first_day is not None:
        sync_notes(establishment, persons, first_day, False, at)


def _check_code_free_of_closed_months(establishment: Establishment, code: Code) -> None:
    for month in closed_months(establishment):
        used = Segment.objects.filter(code=code, entry__superseded_by__isnull=True)
        if used.filter(entry__day__year=month.year, entry__day__month=month.month).exists():
            raise Refusal("code_in_closed_month", value=code.code, month=f"{month:%m/%Y}")
