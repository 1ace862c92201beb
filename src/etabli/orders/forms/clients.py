"""Forms of clients: who they are, where they are, whom to call."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from etabli.kit.inputs import CountField, line, lines, select, tick
from etabli.orders.actions import AddressSpec, ClientSpec, ContactSpec
from etabli.orders.forms.common import ALL, ListFilter, offered
from etabli.orders.models import Client, ClientAddress, ClientContact
from etabli.orders.rules import MOST_PAYMENT_DAYS
from etabli.orders.states import ClientKind
from etabli.orders.wording import ADDRESS_KINDS, CLIENT_KINDS, REGIMES
from etabli.org.states import COUNTRIES

LONGEST_NOTE = 2000


class ClientFilter(ListFilter):
    """Search, kind, and whether those no longer used show."""

    q = line(_("Search"), 100, required=False)
    kind = select(_("Kind"), offered(CLIENT_KINDS, every=_("All")), required=False)
    show = select(_("Show"), [("", _("Those used")), (ALL, _("All"))], required=False)


class ClientForm(forms.Form):
    """A client. What is not known yet stays empty."""

    code = line(_("Code"), 20, help_text=_("Short, without spaces."))
    kind = select(_("Kind"), offered(CLIENT_KINDS))
    name = line(_("Name"), 200)
    siret = line("SIRET", 20, required=False, help_text=_("Fourteen digits; of the office that is invoiced."))
    vat_number = line(_("VAT number"), 25, required=False)
    country = select(_("Country"), [(code, code) for code in COUNTRIES])
    regime = select(_("Contribution for the employment of disabled people"), offered(REGIMES))
    buyer_reference = line(
        _("Buyer reference"), 100, required=False, help_text=_("What the client wants to read on each invoice.")
    )
    payment_days = CountField(label=_("Days to pay"), min_value=0, max_value=MOST_PAYMENT_DAYS)
    payment_end_of_month = tick(_("To the end of the month"))
    email = line(_("E-mail for invoices"), 200, required=False)
    peppol_id = line(_("Peppol identifier"), 60, required=False)
    language = select(_("Language of documents"), settings.LANGUAGES)
    note = lines(_("Note"), LONGEST_NOTE, required=False)
    active = tick(_("Used"))

    @property
    def spec(self) -> ClientSpec:
        return ClientSpec(**self.cleaned_data)


def client_initial(row: Client | None) -> dict[str, Any]:
    """What the form shows of a client, or of one to come."""
    if row is None:
        return {"kind": ClientKind.COMPANY, "country": "FR", "payment_days": 30, "language": "fr", "active": True}
    return {name: getattr(row, name) for name in ClientForm.base_fields}


class AddressForm(forms.Form):
    """An address of a client."""

    kind = select(_("Kind"), offered(ADDRESS_KINDS))
    label = line(_("Label"), 100, required=False, help_text=_("For example Warehouse north."))
    street = line(_("Street"), 200)
    more = line(_("Complement"), 200, required=False)
    postcode = line(_("Postcode"), 10)
    town = line(_("Town"), 100)
    country = select(_("Country"), [(code, code) for code in COUNTRIES])
    siret = line("SIRET", 20, required=False, help_text=_("Of the place of delivery, when it has one of its own."))
    active = tick(_("Used"))

    @property
    def spec(self) -> AddressSpec:
        return AddressSpec(**self.cleaned_data)


def address_initial(row: ClientAddress | None, client: Client) -> dict[str, Any]:
    if row is None:
        return {"country": client.country, "active": True}
    return {name: getattr(row, name) for name in AddressForm.base_fields}


class ContactForm(forms.Form):
    """Someone to call."""

    name = line(_("Name"), 100)
    role = line(_("Role"), 100, required=False)
    phone = line(_("Telephone"), 40, required=False)
    email = line(_("E-mail"), 200, required=False)

    @property
    def spec(self) -> ContactSpec:
        return ContactSpec(**self.cleaned_data)


def contact_initial(row: ClientContact | None) -> dict[str, Any]:
    return {} if row is None else {name: getattr(row, name) for name in ContactForm.base_fields}
