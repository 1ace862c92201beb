"""What a client's obligation to employ disabled workers (OETH) owes to its contracts with a workplace.

Amounts are cents, rates and shares ten-thousandths, employed beneficiaries hundredths of a person. Whatever the law dates
(rate, caps, coefficients, hours) is an argument. Sources: Code du travail L5212-10-1, D5212-7 and D5212-22; Urssaf for the
contribution; for the unit of the declarations up to 2019, what suppliers printed then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from etabli.core.rounding import half_up

WHOLE = 10_000
LAST_YEAR_OF_UNITS = 2019


# ---------------------------------------------------------------- what was paid


@dataclass(frozen=True, slots=True)
class Document:
    """An issued invoice, or a credit note with all its amounts negative.

    `price`: without VAT. `due`: with VAT. `costs`: direct costs by legal category, without VAT.
    """

    day: date
    price: int
    due: int
    costs: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settlement:
    """Money received on a day, VAT included; negative when it was given back."""

    day: date
    cents: int


@dataclass(frozen=True, slots=True)
class Sale:
    """An invoice, the credit notes that correct it, the deposits it deducts, and what was paid on any of them.

    `key` and `site` mean nothing here: they name the sale and the client's site it was for.
    """

    key: str
    site: str
    documents: tuple[Document, ...]
    settlements: tuple[Settlement, ...] = ()


@dataclass(frozen=True)
class Paid:
    """Of a price, what was paid, and the direct costs that go with it. Negative after a credit note or a refund."""

    price: int = 0
    costs: Mapping[str, int] = field(default_factory=dict)

    @property
    def cost(self) -> int:
        return sum(self.costs.values())

    @property
    def labour(self) -> int:
        """The price without the six categories of costs; below zero when they exceed it."""
        return self.price - self.cost

    def __add__(self, other: Paid) -> Paid:
        return self._with(other, 1)

    def __sub__(self, other: Paid) -> Paid:
        return self._with(other, -1)

    def _with(self, other: Paid, sign: int) -> Paid:
        names = [*self.costs, *(name for name in other.costs if name not in self.costs)]
        costs = {name: self.costs.get(name, 0) + sign * other.costs.get(name, 0) for name in names}
        return Paid(self.price + sign * other.price, costs)


def paid_before(sale: Sale, day: date) -> Paid:
    """What was paid of a sale until a day (excluded), in proportion to its documents of then.

    Each amount is the rounded share of what has been paid so far, not of one payment: a later payment changes no earlier
    year, and once all is paid the years sum to the sale to the cent. What is paid beyond the sale counts for nothing.
    """
    documents = [document for document in sale.documents if document.day < day]
    due = sum(document.due for document in documents)
    received = sum(settlement.cents for settlement in sale.settlements if settlement.day < day)
    share = min(max(received, 0), due)
    if share <= 0:
        return Paid()
    names = dict.fromkeys(name for document in documents for name in document.costs)
    costs = {name: sum(document.costs.get(name, 0) for document in documents) for name in names}
    return Paid(
        price=half_up(sum(document.price for document in documents) * share, due),
        costs={name: half_up(cents * share, due) for name, cents in costs.items()},
    )


def paid_in(sale: Sale, year: int) -> Paid:
    """What was paid of a sale in a calendar year: nothing is counted in two years, nothing in none."""
    return paid_before(sale, date(year + 1, 1, 1)) - paid_before(sale, date(year, 1, 1))


@dataclass(frozen=True)
class Deduction:
    """What a client may deduct for a year, before any cap, with the sites it comes from and the sales behind them."""

    paid: Paid
    deduction: int
    sites: Mapping[str, Paid]
    sales: Mapping[str, Paid]


def deduction(sales: Iterable[Sale], year: int, rate: int) -> Deduction:
    """The deduction of D5212-22: `rate` of the labour that the client paid in the year, never below zero.

    It is computed once, for all of a client's sales: a credit note on one counts against the others, and the sites are
    shown by what was paid for them, which sums to the whole.
    """
    by_sale: dict[str, Paid] = {}
    by_site: dict[str, Paid] = {}
    total = Paid()
    for sale in sales:
        paid = paid_in(sale, year)
        if not paid.price and not any(paid.costs.values()):
            continue
        by_sale[sale.key] = by_sale.get(sale.key, Paid()) + paid
        by_site[sale.site] = by_site.get(sale.site, Paid()) + paid
        total += paid
    return Deduction(total, half_up(max(total.labour, 0) * rate, WHOLE), by_site, by_sale)


# ---------------------------------------------------------------- the client's own computation


@dataclass(frozen=True, slots=True)
class Rules:
    """What the law sets for a year. `coefficients`: hourly minimum wages by beneficiary missing, from a headcount on."""

    obligation: int
    coefficients: tuple[tuple[int, int], ...]
    low_cap: int
    high_cap: int


@dataclass(frozen=True, slots=True)
class Simulation:
    """`missing`: hundredths of a beneficiary. `contribution`: gross, before anything is taken off it."""

    required: int
    missing: int
    coefficient: int
    contribution: int
    cap_rate: int
    cap: int
    kept: int
    left: int


def coefficient_for(headcount: int, coefficients: Iterable[tuple[int, int]]) -> int:
    """The coefficient of the largest threshold reached; 0 below the first, where nothing is owed."""
    return max(((least, value) for least, value in coefficients if headcount >= least), default=(0, 0))[1]


def simulate(*, headcount: int, employed: int, wage: int, before_cap: int, rules: Rules) -> Simulation:
    """How much of a deduction a client keeps: D5212-22 caps it at a share of the gross contribution.

    `employed`: hundredths of a beneficiary. `wage`: hourly minimum wage. The higher cap holds from half of the required
    rate of employment on. It is the client's computation, on facts that only the client has.
    """
    coefficient = coefficient_for(headcount, rules.coefficients)
    required = headcount * rules.obligation // WHOLE if coefficient else 0
    missing = max(100 * required - employed, 0)
    contribution = half_up(missing * coefficient * wage, 100)
    # employed / headcount against half of the required rate, without dividing: hundredths by ten-thousandths.
    reaches_half = 2 * employed * WHOLE >= headcount * rules.obligation * 100
    cap_rate = rules.high_cap if reaches_half else rules.low_cap
    cap = half_up(contribution * cap_rate, WHOLE)
    kept = min(before_cap, cap)
    return Simulation(required, missing, coefficient, contribution, cap_rate, cap, kept, contribution - kept)


# ---------------------------------------------------------------- years up to 2019


def historical_units(labour: int, wage: int, hours: int) -> int:
    """Equivalent beneficiaries of the declarations up to 2019, in ten-thousandths of a unit; never below zero.

    `labour`: price without VAT, materials, products, consumables and costs of selling. `wage`: hourly minimum wage of 31
    December. `hours`: 2,000; for secondments 1,600.
    """
    return half_up(max(labour, 0) * WHOLE, hours * wage)


def most_units(required: int) -> int:
    """Half of the beneficiaries a client must employ, in ten-thousandths: contracts stood for no more than that."""
    return required * WHOLE // 2


def least_contract(coefficient: int, wage: int) -> int:
    """The value that contracts had to reach over four years for a client to count as having bought from a workplace."""
    return coefficient * wage
