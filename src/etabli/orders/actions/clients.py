"""Clients, where they are and whom to call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial

from django.db import transaction

from etabli.core.identifiers import compact, siren_of
from etabli.core.refusal import Refusal
from etabli.kit.texts import fold
from etabli.orders import rules
from etabli.orders.models import Client, ClientAddress, ClientContact, ClientGoods
from etabli.orders.states import Regime
from etabli.org.models import Establishment, User


@dataclass(frozen=True)
class ClientSpec:
    """A client as a form or an import gives it; numbers may have spaces."""

    code: str
    kind: str
    name: str
    siret: str = ""
    vat_number: str = ""
    country: str = "FR"
    regime: str = Regime.NONE
    buyer_reference: str = ""
    payment_days: int = 30
    payment_end_of_month: bool = False
    email: str = ""
    peppol_id: str = ""
    language: str = "fr"
    note: str = ""
    active: bool = True


@dataclass(frozen=True)
class AddressSpec:
    """An address of a client. `siret`: that of a delivery site."""

    kind: str
    street: str
    postcode: str
    town: str
    label: str = ""
    more: str = ""
    country: str = "FR"
    siret: str = ""
    active: bool = True


@dataclass(frozen=True)
class ContactSpec:
    name: str
    role: str = ""
    phone: str = ""
    email: str = ""


@transaction.atomic
def save_client(
    *, establishment: Establishment, spec: ClientSpec, client: Client | None = None, by: User | None, at: datetime
) -> Client:
    """Add a client, or change one. Neither SIRET nor VAT number is needed; what is given is checked.

    Refusals `sale_code_wrong`, `client_code_taken`, `sale_name_wrong`, `client_siret_wrong`, `client_vat_wrong`,
    `client_vat_of_another`, `client_country_wrong`, `payment_days_wrong`, `email_wrong`, `peppol_id_wrong`.
    """
    rules.check_all(client_checks(spec))
    taken = Client.objects.filter(establishment=establishment, code=spec.code)
    taken = taken.exclude(pk=client.pk if client else None)
    if other := taken.first():
        raise Refusal("client_code_taken", value=spec.code, name=other.name)
    row = client or Client(establishment=establishment)
    for name, value in asdict(spec).items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.siret, row.vat_number = compact(spec.siret), compact(spec.vat_number)
    row.siren = siren_of(row.siret, row.vat_number)
    row.search_key = " ".join(fold(part) for part in (row.name, row.code, row.siret, row.vat_number) if part)
    row.save()
    return row


def client_checks(spec: ClientSpec) -> list[Callable[[], None]]:
    """Everything that is checked of a client by itself, to be told one at a time or all at once."""
    return [
        partial(rules.check_code, spec.code),
        partial(rules.check_named, spec.name),
        partial(rules.check_siret_given, spec.siret),
        partial(rules.check_vat_number_given, spec.vat_number, spec.siret),
        partial(rules.check_country, spec.country),
        partial(rules.check_payment_days, spec.payment_days),
        partial(rules.check_reached, spec.email, spec.peppol_id),
    ]


@transaction.atomic
def save_address(
    *, client: Client, spec: AddressSpec, address: ClientAddress | None = None, by: User | None, at: datetime
) -> ClientAddress:
    """Add an address, or change one. Refusals `address_incomplete`, `client_siret_wrong`, `client_country_wrong`."""
    rules.check_address(spec.street, spec.postcode, spec.town)
    rules.check_siret_given(spec.siret)
    rules.check_country(spec.country)
    row = address or ClientAddress(client=client)
    for name, value in asdict(spec).items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.siret = compact(spec.siret)
    row.save()
    return row


@transaction.atomic
def save_contact(
    *, client: Client, spec: ContactSpec, contact: ClientContact | None = None, by: User | None, at: datetime
) -> ClientContact:
    """Add someone to call, or change her. Refusals `sale_name_wrong`, `email_wrong`."""
    rules.check_named(spec.name)
    rules.check_reached(spec.email, "")
    row = contact or ClientContact(client=client)
    for name, value in asdict(spec).items():
        setattr(row, name, value.strip())
    row.save()
    return row


@transaction.atomic
def remove_contact(*, contact: ClientContact, by: User | None, at: datetime) -> None:
    """Nobody is kept who is no longer called."""
    contact.delete()


@transaction.atomic
def save_goods(
    *,
    client: Client,
    name: str,
    unit: str,
    active: bool = True,
    goods: ClientGoods | None = None,
    by: User | None,
    at: datetime,
) -> ClientGoods:
    """A kind of goods that a client entrusts. Refusals `sale_name_wrong`, `goods_name_taken`."""
    rules.check_named(name)
    named = ClientGoods.objects.filter(client=client, name=name.strip()).exclude(pk=goods.pk if goods else None)
    if named.exists():
        raise Refusal("goods_name_taken", value=name.strip())
    row = goods or ClientGoods(client=client)
    row.name, row.unit, row.active = name.strip(), unit, active
    row.save()
    return row
