"""What clients paid of their invoices in a year, and what a certificate says of it.

Amounts are cents. A certificate is for a SIREN: several clients of one company, each with its SIRET, are one employer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Sum

from etabli.billing.models import (
    DepositDeduction,
    Invoice,
    InvoiceLineCost,
    ObligationCertificate,
    Payment,
    Seller,
)
from etabli.billing.states import InvoiceKind, InvoiceState
from etabli.core.obligation import (
    Deduction,
    Document,
    Paid,
    Rules,
    Sale,
    Settlement,
    deduction,
    half_up,
)
from etabli.orders.models import Client
from etabli.orders.states import CostCategory, Regime
from etabli.org.models import Establishment
from etabli.org.queries import parameter_on

RATE, DEADLINE, LEAST_PEOPLE = "obligation_deduction_rate", "obligation_certificate_deadline", "least_people_certified"
BRACKETS = (20, 250, 750)
"""Headcounts from which a coefficient of the contribution holds."""


# ---------------------------------------------------------------- what the law dates


def deadline_of(establishment: Establishment, year: int) -> date:
    """The last day on which a certificate of a year is due: in the year after (D5212-7)."""
    month, day = divmod(parameter_on(DEADLINE, date(year + 1, 12, 31), establishment), 100)
    return date(year + 1, month, day)


def rate_of(establishment: Establishment, year: int) -> int | None:
    """The rate of the deduction, ten-thousandths; None for a year before there was one."""
    try:
        return parameter_on(RATE, date(year, 12, 31), establishment)
    except LookupError:
        return None


def least_people(establishment: Establishment, day: date) -> int:
    """How many people a number told to a client is about, at the least."""
    return parameter_on(LEAST_PEOPLE, day, establishment)


def wage_of(establishment: Establishment, year: int) -> int | None:
    """The hourly minimum wage of 31 December, in cents; None where it is not known."""
    try:
        return parameter_on("minimum_wage", date(year, 12, 31), establishment)
    except LookupError:
        return None


def unit_hours(establishment: Establishment, day: date, is_secondment: bool) -> int:
    """Hourly minimum wages in a unit of the declarations up to 2019."""
    code = "beneficiary_unit_secondment_hours" if is_secondment else "beneficiary_unit_hours"
    return parameter_on(code, day, establishment)


def simulation_rules(establishment: Establishment, year: int) -> Rules:
    """What the law sets for the contribution of a year from 2020 on."""
    day = date(year, 12, 31)

    def value(code: str) -> int:
        return parameter_on(f"obligation_{code}", day, establishment)

    coefficients = tuple((least, value(f"coefficient_{least}")) for least in BRACKETS)
    return Rules(value("rate"), coefficients, value("low_cap"), value("high_cap"))


# ---------------------------------------------------------------- what was paid


@dataclass
class _Family:
    """An invoice with its credit notes and deposits, while it is gathered."""

    rows: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Sold:
    """A sale as `core.obligation` reads it, with what it is called. `client`: key; `numbers`: of its documents."""

    client: int
    sale: Sale
    numbers: tuple[str, ...]
    issued_on: date


def sold(establishment: Establishment, clients: Iterable[int], before: date) -> list[Sold]:
    """What was invoiced to these clients (keys) before a day, sale by sale, with all that was ever paid. Five queries."""
    rows = _issued(establishment, clients, before)
    keys = [row["pk"] for row in rows]
    costs = _costs(keys)
    deductions = list(
        DepositDeduction.objects.filter(invoice__in=keys).values_list("invoice", "deposit", "cents").order_by("pk")
    )
    paid: defaultdict[int, list[Settlement]] = defaultdict(list)
    for invoice, day, cents in Payment.objects.filter(invoice__in=keys).values_list("invoice", "paid_on", "cents"):
        paid[invoice].append(Settlement(day, cents))
    by_key = {row["pk"]: row for row in rows}
    documents = {row["pk"]: _document(row, costs, deductions, by_key) for row in rows}
    families = _families(rows, deductions)
    return [_sold(family, documents, paid) for family in families]


def _issued(establishment: Establishment, clients: Iterable[int], before: date) -> list[dict[str, Any]]:
    found = Invoice.objects.filter(
        establishment=establishment, client__in=list(clients), state=InvoiceState.ISSUED, issued_on__lt=before
    )
    names = ("pk", "client", "number", "kind", "issued_on", "net", "gross", "prepaid", "corrects")
    return list(
        found.order_by("issued_on", "pk").values(*names, "client__siret", "delivery_address__siret")
    )


def _costs(invoices: list[int]) -> dict[int, dict[str, int]]:
    """Cents by category, in the order of the law, by invoice."""
    rows = InvoiceLineCost.objects.filter(line__invoice__in=invoices).order_by()
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for invoice, category, cents in rows.values_list("line__invoice", "category").annotate(cents=Sum("cents")):
        found[invoice][category] = int(cents)
    order = [str(category) for category in CostCategory]
    return {key: {name: by[name] for name in order if name in by} for key, by in found.items()}


def _document(
    row: Mapping[str, Any],
    costs: Mapping[int, Mapping[str, int]],
    deductions: Iterable[tuple[int, int, int]],
    by_key: Mapping[int, Mapping[str, Any]],
) -> Document:
    """What a document adds to its sale: a final invoice, only what its deposits have not asked for already."""
    price, own = row["net"], dict(costs.get(row["pk"], {}))
    for invoice, deposit, cents in deductions:
        asked = by_key.get(deposit)
        if invoice == row["pk"] and asked is not None and asked["gross"]:
            price -= half_up(asked["net"] * cents, asked["gross"])
            for category, amount in costs.get(deposit, {}).items():
                own[category] = own.get(category, 0) - half_up(amount * cents, asked["gross"])
    return Document(row["issued_on"], price, row["gross"] - row["prepaid"], own)


def _families(rows: list[dict[str, Any]], deductions: Iterable[tuple[int, int, int]]) -> list[list[dict[str, Any]]]:
    """Documents that belong together: a credit note with what it corrects, a deposit with what deducts it."""
    head = {row["pk"]: row["pk"] for row in rows}

    def find(key: int) -> int:
        while head[key] != key:
            key = head[key]
        return key

    links = [(row["pk"], row["corrects"]) for row in rows if row["corrects"]]
    for one, other in [*links, *((invoice, deposit) for invoice, deposit, _ in deductions)]:
        if one in head and other in head:
            head[find(one)] = find(other)
    families: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        families[find(row["pk"])].append(row)
    return list(families.values())


def _sold(
    family: list[dict[str, Any]], documents: Mapping[int, Document], paid: Mapping[int, list[Settlement]]
) -> Sold:
    # The invoice itself says whose it is; while there is none, its deposit does.
    main = next((row for row in family if row["kind"] == InvoiceKind.INVOICE), family[0])
    site = main["delivery_address__siret"] or main["client__siret"]
    sale = Sale(
        key=str(main["pk"]),
        site=site,
        documents=tuple(documents[row["pk"]] for row in family),
        settlements=tuple(settlement for row in family for settlement in paid.get(row["pk"], ())),
    )
    return Sold(main["client"], sale, tuple(row["number"] for row in family), main["issued_on"])
