"""The totals of an invoice as EN 16931 computes them: VAT by group, rounded once a group, half up.

Amounts are cents, rates ten-thousandths (2000 is 20 %). Sources: EN 16931-1:2017, rules BR-CO-10 to BR-CO-17 (totals),
BR-S, BR-E, BR-O, BR-AE and BR-Z (what each category of VAT asks for).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from etabli.core.refusal import Refusal
from etabli.core.rounding import half_up

WHOLE = 10_000
"""A rate of 100 %."""


class VatCategory(StrEnum):
    """Codes of UNTDID 5305 that EN 16931 knows and that a workplace meets."""

    STANDARD = "S"
    EXEMPT = "E"
    OUT_OF_SCOPE = "O"
    REVERSE_CHARGE = "AE"
    ZERO = "Z"


REASONED = frozenset({VatCategory.EXEMPT, VatCategory.OUT_OF_SCOPE, VatCategory.REVERSE_CHARGE})
"""Those that say why there is no VAT (BR-E-10, BR-O-10, BR-AE-10)."""


@dataclass(frozen=True, slots=True)
class Vat:
    """How VAT treats a line. `rate`: ten-thousandths. `reason`: the legal mention; `reason_code`: its VATEX code."""

    category: str
    rate: int = 0
    reason: str = ""
    reason_code: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """The net amount of a line, already rounded to the cent; negative on what takes back."""

    amount: int
    vat: Vat


@dataclass(frozen=True, slots=True)
class Group:
    """A VAT breakdown (BG-23): all lines of a category and a rate. Cents."""

    vat: Vat
    taxable: int
    tax: int


@dataclass(frozen=True, slots=True)
class Totals:
    """Cents. `net` BT-106 and BT-109, `tax` BT-110, `gross` BT-112, `prepaid` BT-113, `payable` BT-115."""

    groups: tuple[Group, ...]
    net: int
    tax: int
    gross: int
    prepaid: int
    payable: int


def check_vat(vat: Vat) -> None:
    """A category that is known, a rate where one is due and nowhere else, and a reason where there is no VAT."""
    if vat.category not in frozenset(VatCategory):
        raise Refusal("vat_category_unknown", value=vat.category)
    if vat.category == VatCategory.STANDARD:
        if not 0 < vat.rate <= WHOLE:
            raise Refusal("vat_rate_missing")
    elif vat.rate:
        raise Refusal("vat_rate_not_due", value=vat.category)
    if vat.category in REASONED and not (vat.reason.strip() or vat.reason_code.strip()):
        raise Refusal("vat_reason_missing", value=vat.category)


def check_together(vats: Iterable[Vat]) -> None:
    """What is out of the scope of VAT stands on an invoice of its own (BR-O-11 to BR-O-14)."""
    categories = {vat.category for vat in vats}
    if VatCategory.OUT_OF_SCOPE in categories and len(categories) > 1:
        raise Refusal("vat_out_of_scope_mixed")


def tax_of(taxable: int, rate: int) -> int:
    """The VAT on an amount, to the cent, half away from zero: a credit note is the mirror of its invoice.

    >>> [tax_of(250, 2000), tax_of(1050, 550), tax_of(-1050, 550), tax_of(10, 550)]
    [50, 58, -58, 1]
    """
    return half_up(taxable * rate, WHOLE)


def totals(lines: Sequence[Line], prepaid: int = 0) -> Totals:
    """The totals of these lines; `prepaid`: what deposit invoices have asked already, VAT included.

    Lines are grouped by category and rate. A group of several reasons names them all, and keeps a code only when there
    is no other.
    """
    grouped: defaultdict[tuple[str, int], list[Line]] = defaultdict(list)
    for line in lines:
        grouped[str(line.vat.category), line.vat.rate].append(line)
    groups = tuple(_group(category, rate, grouped[category, rate]) for category, rate in sorted(grouped, key=_order))
    net = sum(group.taxable for group in groups)
    tax = sum(group.tax for group in groups)
    return Totals(groups, net, tax, net + tax, prepaid, net + tax - prepaid)


def _order(key: tuple[str, int]) -> tuple[int, str]:
    category, rate = key
    return -rate, category


def _group(category: str, rate: int, lines: Sequence[Line]) -> Group:
    taxable = sum(line.amount for line in lines)
    reasons = dict.fromkeys(line.vat.reason for line in lines if line.vat.reason)
    codes = {line.vat.reason_code for line in lines}
    code = codes.pop() if len(codes) == 1 else ""
    return Group(Vat(category, rate, "; ".join(reasons), code), taxable, tax_of(taxable, rate))
