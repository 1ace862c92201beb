"""What clients paid of their invoices in a year, and what a certificate says of it.

Amounts are cents. A certificate is for a SIREN: several clients of one company, each with its SIRET, are one employer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from etabli.billing.models import Invoice, InvoiceLineCost, ObligationCertificate, Payment, Seller
from etabli.billing.queries.deposits import Deducted, deducted
from etabli.billing.states import InvoiceKind, InvoiceState
from etabli.core.obligation import Deduction, Document, Paid, Rules, Sale, Settlement, deduction
from etabli.core.refusal import Refusal
from etabli.orders.models import Client
from etabli.orders.states import CostCategory, Regime
from etabli.org.models import Establishment
from etabli.org.queries import parameter_on

RATE, DEADLINE, LEAST_PEOPLE = "obligation_deduction_rate", "obligation_certificate_deadline", "least_people_certified"
BRACKETS = (20, 250, 750)
"""Headcounts from which a coefficient of the contribution holds."""


# ---------------------------------------------------------------- what the law dates


def deadline_of(establishment: Establishment, year: int) -> date | None:
    """The last day on which a certificate of a year is due: in the year after (D5212-7). None when the row names no day."""
    month, day = divmod(parameter_on(DEADLINE, date(year + 1, 12, 31), establishment), 100)
    try:
        return date(year + 1, month, day)
    except ValueError:
        return None


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
    deductions = deducted(keys)
    paid: defaultdict[int, list[Settlement]] = defaultdict(list)
    for invoice, day, cents in Payment.objects.filter(invoice__in=keys).values_list("invoice", "paid_on", "cents"):
        paid[invoice].append(Settlement(day, cents))
    documents = {row["pk"]: _document(row, costs, deductions) for row in rows}
    families = _families(rows, deductions)
    return [_sold(family, documents, paid) for family in families]


def _issued(establishment: Establishment, clients: Iterable[int], before: date) -> list[dict[str, Any]]:
    found = Invoice.objects.filter(
        establishment=establishment, client__in=list(clients), state=InvoiceState.ISSUED, issued_on__lt=before
    )
    names = ("pk", "client", "number", "kind", "issued_on", "net", "gross", "prepaid", "corrects")
    return list(found.order_by("issued_on", "pk").values(*names, "client__siret", "delivery_address__siret"))


def _costs(invoices: list[int]) -> dict[int, dict[str, int]]:
    """Cents by category, in the order of the law, by invoice."""
    rows = InvoiceLineCost.objects.filter(line__invoice__in=invoices).order_by()
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for invoice, category, cents in rows.values_list("line__invoice", "category").annotate(cents=Sum("cents")):
        found[invoice][category] = int(cents)
    order = [str(category) for category in CostCategory]
    return {key: {name: by[name] for name in order if name in by} for key, by in found.items()}


def _document(
    row: Mapping[str, Any], costs: Mapping[int, Mapping[str, int]], deductions: Iterable[Deducted]
) -> Document:
    """What a document adds to its sale: a final invoice, only what its deposits have not asked for already."""
    price, own = row["net"], dict(costs.get(row["pk"], {}))
    for taken in deductions:
        if taken.invoice == row["pk"] and taken.gross:
            price -= taken.part(taken.net)
            for category, amount in costs.get(taken.deposit, {}).items():
                own[category] = own.get(category, 0) - taken.part(amount)
    return Document(row["issued_on"], price, row["gross"] - row["prepaid"], own)


def _families(rows: list[dict[str, Any]], deductions: Iterable[Deducted]) -> list[list[dict[str, Any]]]:
    """Documents that belong together: a credit note with what it corrects, a deposit with what deducts it."""
    head = {row["pk"]: row["pk"] for row in rows}

    def find(key: int) -> int:
        while head[key] != key:
            key = head[key]
        return key

    links = [(row["pk"], row["corrects"]) for row in rows if row["corrects"]]
    for one, other in [*links, *((taken.invoice, taken.deposit) for taken in deductions)]:
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


# ---------------------------------------------------------------- what a certificate says


@dataclass(frozen=True)
class Standing:
    """A client (its SIREN) and a year: what it paid, what it has not, and the certificate that holds.

    `client`: to whom the certificate is addressed. `members`: all clients of that SIREN. `left`: cents, VAT included, not
    paid at the end of the year, of the documents `unpaid`.
    """

    client: Client
    members: tuple[Client, ...]
    year: int
    found: Deduction
    sales: tuple[Sold, ...]
    left: int
    unpaid: tuple[str, ...]
    certificate: ObligationCertificate | None
    others: tuple[ObligationCertificate, ...] = ()
    """Those that hold besides: its clients were certified apart, before they were known to be one employer."""

    @property
    def regime(self) -> Regime:
        """That of the client it is addressed to, else the one set for another client of the SIREN."""
        return Regime(next(row.regime for row in (self.client, *self.members) if row.regime != Regime.NONE))

    @property
    def is_due(self) -> bool:
        """True when something was paid, or taken back, in the year: there is something to certify."""
        return bool(self.found.sales)


def obliged(establishment: Establishment) -> dict[str, list[Client]]:
    """The employers that owe a contribution to Agefiph or FIPHFP, whatever they bought: SIREN -> its clients.

    An employer has one regime: set for one of its clients, it holds for all of them.
    """
    groups = _groups(Client.objects.filter(establishment=establishment).order_by("code"))
    return {key: members for key, members in groups.items() if any(row.regime != Regime.NONE for row in members)}


def is_obliged(client: Client) -> bool:
    """Whether the employer that a client belongs to owes a contribution."""
    if client.regime != Regime.NONE or not client.siren:
        return client.regime != Regime.NONE
    same = Client.objects.filter(establishment=client.establishment_id, siren=client.siren)
    return same.exclude(regime=Regime.NONE).exists()


def standings(establishment: Establishment, year: int, clients: Iterable[Client] | None = None) -> list[Standing]:
    """Clients that paid or owed something in a year, by name. `clients`: of these SIRENs alone, whatever they paid.

    The number of queries does not grow with the clients. LookupError for a year before there was a deduction.
    """
    rate = parameter_on(RATE, date(year, 12, 31), establishment)
    groups = obliged(establishment)
    if clients is not None:
        wanted = {employer(client) for client in clients}
        groups = {key: members for key, members in groups.items() if key in wanted}
    sales = _by_employer(establishment, groups, date(year + 1, 1, 1))
    certificates = {row.client_id: row for row in standing_certificates(establishment, year)}
    rows = [
        _standing(members, year, rate, sales[key], _certificates(key, members, certificates))
        for key, members in groups.items()
    ]
    kept = [row for row in rows if clients is not None or row.is_due or row.left or row.certificate]
    return sorted(kept, key=lambda row: (row.client.search_key, row.client.pk))


def client_coded(code: str, establishment: Establishment | None = None) -> Client:
    """The client of that code, of the only establishment that has it when none is named.

    Refusals `certificate_client_unknown`, `establishment_needed`.
    """
    rows = Client.objects.filter(code=code).select_related("establishment__association")
    if establishment is not None:
        rows = rows.filter(establishment=establishment)
    found = list(rows[:2])
    if not found:
        raise Refusal("certificate_client_unknown", value=code)
    if len(found) > 1:
        raise Refusal("establishment_needed", number=code)
    return found[0]


def standing_certificates(establishment: Establishment, year: int) -> QuerySet[ObligationCertificate]:
    """The certificates of a year that hold: none was corrected, nor merged into another."""
    rows = ObligationCertificate.objects.filter(
        establishment=establishment, year=year, superseded_by=None, merged__isnull=True
    )
    return rows.select_related("client")


def employer(client: Client) -> str:
    """What tells one employer from another: the SIREN, else the client itself."""
    return client.siren or f"client:{client.pk}"


def _groups(clients: Iterable[Client]) -> dict[str, list[Client]]:
    groups: defaultdict[str, list[Client]] = defaultdict(list)
    for client in clients:
        groups[employer(client)].append(client)
    return dict(groups)


def _by_employer(
    establishment: Establishment, groups: Mapping[str, list[Client]], before: date
) -> defaultdict[str, list[Sold]]:
    owner = {client.pk: key for key, members in groups.items() for client in members}
    found: defaultdict[str, list[Sold]] = defaultdict(list)
    for row in sold(establishment, owner, before):
        found[owner[row.client]].append(row)
    return found


def _certificates(
    key: str, members: Iterable[Client], certificates: Mapping[int, ObligationCertificate]
) -> list[ObligationCertificate]:
    """Those that hold for an employer, first the one of its SIREN: of its clients, some may have had no SIREN or another."""
    theirs = [certificates[client.pk] for client in members if client.pk in certificates]
    return sorted(theirs, key=lambda row: (row.siren != key, row.pk))


def _standing(
    members: list[Client], year: int, rate: int, sales: list[Sold], holding: list[ObligationCertificate]
) -> Standing:
    certificate = holding[0] if holding else None
    end = date(year + 1, 1, 1)
    left = [left_of(row.sale, end) for row in sales]
    return Standing(
        client=certificate.client if certificate else next(row for row in members if row.regime != Regime.NONE),
        members=tuple(members),
        year=year,
        found=deduction((row.sale for row in sales), year, rate),
        sales=tuple(sales),
        left=sum(left),
        unpaid=tuple(number for row, owed in zip(sales, left, strict=True) if owed for number in row.numbers),
        certificate=certificate,
        others=tuple(holding[1:]),
    )


def left_of(sale: Sale, day: date) -> int:
    """What a sale still owed before a day, in cents, VAT included; never below 0."""
    due = sum(document.due for document in sale.documents if document.day < day)
    return max(due - sum(settlement.cents for settlement in sale.settlements if settlement.day < day), 0)


def contents(standing: Standing, rate: int) -> dict[str, Any]:
    """What D5212-7 lists, and the sites and invoices behind it: all of a certificate but its number and its parties."""
    paid = standing.found.paid
    order = [str(category) for category in CostCategory]
    return {
        "year": standing.year,
        "regime": str(standing.regime),
        "rate": rate,
        "price": paid.price,
        "costs": {name: paid.costs[name] for name in order if paid.costs.get(name)},
        "cost": paid.cost,
        "labour": paid.labour,
        "deduction": standing.found.deduction,
        "sites": [{"siret": site, **_amounts(row)} for site, row in sorted(standing.found.sites.items())],
        "invoices": [
            {
                "number": ", ".join(row.numbers),
                "issued_on": row.issued_on.isoformat(),
                "siret": row.sale.site,
                **_amounts(standing.found.sales[row.sale.key]),
            }
            for row in standing.sales
            if row.sale.key in standing.found.sales
        ],
    }


def so_far(establishment: Establishment, client: Client, year: int) -> dict[str, Any]:
    """What a certificate of a year that is not over would say if it ended now: without number, digest or day of issue.

    LookupError for a year before there was a deduction.
    """
    (row,) = standings(establishment, year, [client])
    said = contents(row, parameter_on(RATE, date(year, 12, 31), establishment))
    return {"kind": "oeth", "number": None, "provisional": True, "client": party_of_client(row.client), **said}


def _amounts(paid: Paid) -> dict[str, int]:
    return {"price": paid.price, "cost": paid.cost, "labour": paid.labour}


def is_current(standing: Standing, rate: int) -> bool:
    """True when the one certificate that holds says what is known now."""
    if standing.certificate is None or standing.others or standing.certificate.siren != standing.client.siren:
        return False
    said = standing.certificate.payload
    return all(said.get(name) == value for name, value in contents(standing, rate).items())


def party_of_client(client: Client) -> dict[str, Any]:
    """The client as a certificate names it. Reads its addresses."""
    addresses = list(client.addresses.all())
    address = next((row for row in addresses if row.active and row.kind == "billing"), None)
    lines = [address.street, address.more, f"{address.postcode} {address.town}"] if address else []
    return {
        "code": client.code,
        "name": client.name,
        "siren": client.siren,
        "siret": "" if client.siren else client.siret,
        "address": [line for line in lines if line],
    }


def party_of_seller(seller: Seller) -> dict[str, Any]:
    """The workplace as a certificate names it."""
    lines = [seller.legal_form, seller.street, seller.more, f"{seller.postcode} {seller.town}"]
    return {
        "name": seller.legal_name,
        "siren": seller.siren,
        "siret": seller.siret,
        "address": [line for line in lines if line],
    }
