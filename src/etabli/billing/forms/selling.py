"""Forms of who sells and of the series in which documents are numbered."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from etabli.billing.actions import SellerSpec, SeriesSpec
from etabli.billing.models import Seller, Series
from etabli.billing.rules import MOST_DIGITS
from etabli.kit.inputs import CountField, MoneyField, line, select, tick


class SellerForm(forms.Form):
    """What an establishment says of itself on its invoices."""

    legal_name = line(_("Legal name"), 200)
    legal_form = line(_("Legal form"), 100, required=False, help_text=_("As the law wants it: association, SARL…"))
    street = line(_("Street"), 200)
    more = line(_("More of the address"), 200, required=False)
    postcode = line(_("Postcode"), 10)
    town = line(_("Town"), 100)
    country = select(_("Country"), [("FR", _("France")), ("BE", _("Belgium"))])
    siret = line("SIRET", 20, required=False)
    vat_number = line(_("VAT number"), 20, required=False)
    iban = line("IBAN", 50, required=False)
    bic = line("BIC", 20, required=False)
    email = line(_("E-mail"), 200, required=False)
    phone = line(_("Telephone"), 40, required=False)
    peppol_id = line(_("Address on Peppol"), 60, required=False, help_text=_("Scheme and identifier: 0208:0123456789."))
    payment_terms = line(_("Terms of payment"), 300, required=False)
    late_rate = line(
        _("Penalties for late payment"), 300, required=False, help_text=_("The rate, in the words of the invoice.")
    )
    no_early_discount = line(_("Discount for early payment"), 300, required=False)
    recovery_fee = MoneyField(
        label=_("Compensation for recovery"), required=False, help_text=_("In euros, for professionals.")
    )
    home_services_basis = line(
        _("Legal basis of statements for services at home"),
        500,
        required=False,
        help_text=_("In your words, with its source: it stands on the yearly statements given to private persons."),
    )
    vat_on_debits = tick(_("VAT is owed when it is invoiced"))
    account_client = line(_("Account of clients"), 20)
    account_deposit = line(_("Account of deposits"), 20)
    account_vat = line(_("Account of VAT"), 20)
    account_goods = line(_("Account of goods sold"), 20)
    account_services = line(_("Account of services sold"), 20)
    account_bank = line(_("Account of the bank"), 20)

    @property
    def spec(self) -> SellerSpec:
        values = {**self.cleaned_data, "recovery_fee": self.cleaned_data["recovery_fee"] or 0}
        return SellerSpec(**values)


def seller_initial(seller: Seller | None) -> dict[str, Any]:
    """What the form shows first: what is known, else the usual accounts."""
    known: Any = seller or SellerSpec("", "", "", "")
    return {field.name: getattr(known, field.name) for field in fields(SellerSpec) if field.name != "siren"}


class SeriesForm(forms.Form):
    """A series of numbers without gap."""

    code = line(_("Code"), 10)
    prefix = line(
        _("Prefix"), 20, help_text=_("{year} stands for the year of issue; numbers begin again each year then.")
    )
    digits = CountField(label=_("Figures"), min_value=1, max_value=MOST_DIGITS)
    credit_notes = tick(_("For credit notes"))
    active = tick(_("Used"))

    @property
    def spec(self) -> SeriesSpec:
        return SeriesSpec(**self.cleaned_data)


def series_initial(series: Series | None) -> dict[str, Any]:
    known: Any = series or SeriesSpec("", "")
    return {field.name: getattr(known, field.name) for field in fields(SeriesSpec)}
