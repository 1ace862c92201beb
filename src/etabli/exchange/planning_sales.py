"""From lists of clients and of products to the room of orders, every error of every row told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from django.db import transaction

from etabli.core.identifiers import compact
from etabli.core.refusal import Refusal
from etabli.exchange.reading.rows import Line, Reading
from etabli.exchange.reading.sales import ClientRow, ProductRow
from etabli.exchange.reading.words import folded
from etabli.exchange.report import Report
from etabli.orders import actions as orders
from etabli.orders import rules
from etabli.orders.models import Client, ClientAddress, Product, VatTreatment
from etabli.orders.queries import prices_on, vat_on
from etabli.orders.states import AddressKind, ClientKind
from etabli.org.actions import Change
from etabli.org.models import Establishment, User, Workshop

COLUMN_OF_REFUSAL = {
    "sale_code_wrong": "code",
    "sale_name_wrong": "name",
    "client_siret_wrong": "siret",
    "client_vat_wrong": "vat_number",
    "client_vat_of_another": "vat_number",
    "client_country_wrong": "country",
    "payment_days_wrong": "payment_days",
    "email_wrong": "email",
    "peppol_id_wrong": "peppol_id",
    "address_incomplete": "street",
    "price_base_wrong": "price_base",
    "price_wrong": "price",
    "product_unit_priced": "unit",
    "treatment_elsewhere": "vat",
    "cost_shares_too_many": "raw_materials",
}
"""The cell that a refusal is told at; the key of the line for others."""


class Listed(Protocol):
    """A row of a list: its line, and the columns that could not be read."""

    @property
    def line(self) -> Line: ...

    @property
    def unread(self) -> frozenset[str]: ...


Row = TypeVar("Row", bound=Listed)


class Telling:
    """What is wrong with rows, told once a cell; a row of which something was told is not written."""

    def __init__(self, report: Report, key: str, columns: Mapping[str, str] = COLUMN_OF_REFUSAL) -> None:
        self._report, self._key, self._columns = report, key, columns
        self._wrong: set[int] = set()
        self._told: set[tuple[int, str, str]] = set()

    def say(self, row: Listed, code: str, column: str, **facts: object) -> None:
        """Once, and not of a column that could not even be read: that was told already."""
        self._wrong.add(id(row))
        if column not in row.unread and (id(row), code, column) not in self._told:
            self._told.add((id(row), code, column))
            self._report.errors.append(row.line.problem(code, column, **facts))

    def refuse(self, row: Listed, refusals: Iterable[Refusal]) -> None:
        for refusal in refusals:
            self.say(row, refusal.code, self._columns.get(refusal.code, self._key), **refusal.facts)

    def doubt(self, rows: Iterable[Listed]) -> None:
        """Rows that could not be read whole are checked as far as they were, and not written."""
        self._wrong |= {id(row) for row in rows}

    def is_wrong(self, row: Listed) -> bool:
        return id(row) in self._wrong


def write_each(rows: Iterable[Row], telling: Telling, report: Report, write: Callable[[Row], Change]) -> None:
    """Write the good rows, each in a savepoint of its own; what is refused on writing is told too."""
    counts = dict.fromkeys(Change, 0)
    for row in rows:
        if telling.is_wrong(row):
            continue
        try:
            with transaction.atomic():
                counts[write(row)] += 1
        except Refusal as refusal:
            telling.refuse(row, [refusal])
    report.created, report.updated = counts[Change.CREATED], counts[Change.UPDATED]
    report.unchanged = counts[Change.UNCHANGED]


def tell_twice(rows: Iterable[Any], telling: Telling, key: Callable[[Any], str], column: str) -> None:
    """The key of a line stands once in the file."""
    first: dict[str, Any] = {}
    for row in rows:
        if column not in row.unread and first.setdefault(key(row), row) is not row:
            telling.say(row, "line_twice", column, other=str(first[key(row)].line.place(column)))


def in_order(reading: Reading[Row]) -> list[Row]:
    """All rows as the file has them."""
    return sorted(reading.rows + reading.doubtful, key=lambda row: (row.line.sheet.name, row.line.row))


# ---------------------------------------------------------------- clients


def write_clients(
    reading: Reading[ClientRow], report: Report, *, establishment: Establishment, by: User | None, at: datetime
) -> None:
    """Clients made or changed; an empty cell leaves what is known."""
    known = {row.code: row for row in Client.objects.filter(establishment=establishment)}
    addresses = {
        row.client_id: row
        for row in ClientAddress.objects.filter(client__establishment=establishment, kind=AddressKind.BILLING)
    }
    telling, rows = Telling(report, "code"), in_order(reading)
    telling.doubt(reading.doubtful)
    tell_twice(rows, telling, lambda row: row.code, "code")
    for row in rows:
        telling.refuse(row, rules.refusals(orders.client_checks(_client_spec(row, known.get(row.code)))))
        if any(row.address.values()):
            said = _address_spec(row, addresses.get(known[row.code].pk) if row.code in known else None)
            telling.refuse(
                row, rules.refusals([lambda said=said: rules.check_address(said.street, said.postcode, said.town)])
            )

    def write(row: ClientRow) -> Change:
        client = known.get(row.code)
        spec = _client_spec(row, client)
        changed = client is None or spec != _spec_of(client)
        saved = client
        if saved is None or changed:
            saved = orders.save_client(establishment=establishment, spec=spec, client=client, by=by, at=at)
        if any(row.address.values()):
            address = addresses.get(saved.pk)
            wanted = _address_spec(row, address)
            if address is None or wanted != _address_of(address):
                orders.save_address(client=saved, spec=wanted, address=address, by=by, at=at)
                changed = True
        return Change.CREATED if client is None else Change.UPDATED if changed else Change.UNCHANGED

    write_each(reading.rows, telling, report, write)
    report.summary = {"clients": len(reading.rows)}


def _spec_of(client: Client) -> orders.ClientSpec:
    return orders.ClientSpec(**{field.name: getattr(client, field.name) for field in fields(orders.ClientSpec)})


def _client_spec(row: ClientRow, client: Client | None) -> orders.ClientSpec:
    """What stands, or the usual client, with what the row says."""
    standing = _spec_of(client) if client else orders.ClientSpec(row.code, ClientKind.COMPANY, row.name)
    said: dict[str, Any] = {name: text for name, text in row.texts.items() if text}
    # As the room keeps them, so that a sheet read again changes nothing.
    said |= {name: compact(said[name]) for name in ("siret", "vat_number") if name in said}
    if row.payment_days is not None:
        said["payment_days"] = row.payment_days
    if row.end_of_month is not None:
        said["payment_end_of_month"] = row.end_of_month
    return replace(standing, name=row.name or standing.name, **said)


def _address_of(address: ClientAddress) -> orders.AddressSpec:
    return orders.AddressSpec(**{field.name: getattr(address, field.name) for field in fields(orders.AddressSpec)})


def _address_spec(row: ClientRow, address: ClientAddress | None) -> orders.AddressSpec:
    standing = _address_of(address) if address else orders.AddressSpec(AddressKind.BILLING, "", "", "")
    said = {name: text for name, text in row.address.items() if text}
    return replace(standing, **said, country=row.texts["country"] or standing.country)


# ---------------------------------------------------------------- catalogue


class House:
    """Workshops and VAT treatments of an establishment, as a sheet names them."""

    def __init__(self, establishment: Establishment) -> None:
        self._workshops = {folded(name): row for row in establishment.workshops.all() for name in (row.name, row.code)}
        treatments = VatTreatment.objects.filter(establishment=establishment).order_by("starts_on")
        self._treatments = {folded(row.code): row for row in treatments}
        self._codes = sorted({row.code for row in self._treatments.values()})

    def workshop(self, row: Any, telling: Telling) -> Workshop | None:
        """The workshop that a row names, by code or name; an unknown one is told."""
        written = row.texts["workshop"]
        found = self._workshops.get(folded(written))
        if written and found is None:
            telling.say(
                row, "workshop_unknown", "workshop", known=sorted({str(each) for each in self._workshops.values()})
            )
        return found

    def treatment(self, row: Any, telling: Telling, usual: VatTreatment | None, day: date) -> VatTreatment | None:
        """The treatment in force on a day that a row names, else the usual one, else the only one there is."""
        written = row.texts["vat"]
        found = self._treatments.get(folded(written)) if written else usual
        if not written and found is None and len(self._treatments) == 1:
            found = next(iter(self._treatments.values()))
        if found is None:
            telling.say(row, "vat_code_unknown" if written else "vat_code_missing", "vat", known=self._codes)
            return None
        return vat_on(found, day)


def write_catalogue(
    reading: Reading[ProductRow], report: Report, *, establishment: Establishment, by: User | None, at: datetime
) -> None:
    """Products made or changed, and their price from a day on (that of the import where the sheet says none)."""
    known = {
        row.code: row for row in Product.objects.filter(establishment=establishment).select_related("vat", "workshop")
    }
    today, house = at.date(), House(establishment)
    telling, rows = Telling(report, "code"), in_order(reading)
    telling.doubt(reading.doubtful)
    tell_twice(rows, telling, lambda row: row.code, "code")
    specs: dict[int, orders.ProductSpec] = {}
    for row in rows:
        spec = _product_spec(row, known.get(row.code), house, telling, today)
        if spec is not None:
            specs[id(row)] = spec
            checks = orders.product_checks(establishment, spec, known.get(row.code))
            shares = [lambda row=row: rules.check_cost_shares(row.shares)]
            telling.refuse(row, rules.refusals([*checks, *shares]))

    def write(row: ProductRow) -> Change:
        product, spec = known.get(row.code), specs[id(row)]
        changed = product is None or spec != _product_of(product)
        saved = product
        if saved is None or changed:
            saved = orders.save_product(establishment=establishment, spec=spec, product=product, by=by, at=at)
        changed |= _write_price(saved, row, today, by, at)
        if row.shares and row.shares != dict(saved.cost_shares.values_list("category", "share")):
            orders.save_cost_shares(product=saved, shares=row.shares, by=by, at=at)
            changed = True
        return Change.CREATED if product is None else Change.UPDATED if changed else Change.UNCHANGED

    write_each(reading.rows, telling, report, write)
    report.summary = {"products": len(reading.rows)}


def _write_price(product: Product, row: ProductRow, today: date, by: User | None, at: datetime) -> bool:
    """True when the price of that day was another one."""
    if row.price is None:
        return False
    starts_on = row.from_date or today
    if prices_on([product], starts_on).get(product.pk) == row.price:
        return False
    orders.revise_price(product=product, starts_on=starts_on, unit_price=row.price, by=by, at=at)
    return True


def _product_of(product: Product) -> orders.ProductSpec:
    return orders.ProductSpec(**{field.name: getattr(product, field.name) for field in fields(orders.ProductSpec)})


def _product_spec(
    row: ProductRow, product: Product | None, house: House, telling: Telling, today: date
) -> orders.ProductSpec | None:
    """What stands with what the row says; None, and told, without a unit or a VAT treatment."""
    workshop = house.workshop(row, telling)
    vat = house.treatment(row, telling, product.vat if product else None, row.from_date or today)
    unit = row.texts["unit"] or (product.unit if product else "")
    if not unit:
        telling.say(row, "value_missing", "unit")
    if vat is None or not unit:
        return None
    # A product keeps the row of its treatment: that of a day is looked up when a line is written.
    kept = product.vat if product is not None and not row.texts["vat"] else vat
    standing = _product_of(product) if product else orders.ProductSpec(row.code, row.name, unit, kept)
    said: dict[str, Any] = {
        name: row.texts[name] for name in ("description", "nature", "category", "trade") if row.texts[name]
    }
    said |= {"workshop": workshop} if workshop else {}
    said |= {"price_base": row.price_base} if row.price_base is not None else {}
    said |= {"minutes_per_thousand": row.minutes} if row.minutes is not None else {}
    return replace(standing, name=row.name or standing.name, unit=unit, vat=kept, **said)
