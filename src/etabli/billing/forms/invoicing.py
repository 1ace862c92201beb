"""Forms of drafts, issue, credit notes, payments, reminders and of the list of invoices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from etabli.billing.actions import FreeLine
from etabli.billing.models import Invoice, InvoiceLine, Series
from etabli.billing.states import Means
from etabli.billing.wording import INVOICE_KINDS, MEANS
from etabli.core.obligation import LAST_YEAR_OF_UNITS
from etabli.kit import localised
from etabli.kit.inputs import (
    LATEST,
    CountField,
    DayField,
    MoneyField,
    QuantityField,
    UnitPriceField,
    line,
    lines,
    select,
    tick,
)
from etabli.orders.models import Client, VatTreatment
from etabli.orders.wording import COST_CATEGORIES, SALE_UNITS, SUPPLIES

DRAFT, OPEN, LATE, PAID = "draft", "open", "late", "paid"
SHOWN = [
    ("", _("All")),
    (DRAFT, _("Drafts")),
    (OPEN, _("Left to pay")),
    (LATE, _("Late")),
    (PAID, _("Paid up")),
]
LONGEST_REASON, LONGEST_NOTE, LONGEST_REFERENCE = 300, 2000, 100


class InvoiceFilter(forms.Form):
    """What the list shows, from its address; a value that is no choice is as if it were not there."""

    hide_optional = True
    q = line(_("Number or client"), 100, required=False)
    show = select(_("Show"), SHOWN, required=False)
    kind = select(
        _("Kind"), [("", _("All")), *((str(value), word) for value, word in INVOICE_KINDS.items())], required=False
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.full_clean()

    def chosen(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "")

    @property
    def query(self) -> str:
        """What was asked for, as it stands in an address; empty when nothing was."""
        return urlencode({name: self.chosen(name) for name in self.fields if self.chosen(name)})


class DraftForm(forms.Form):
    """The words of a draft."""

    order_reference = line(_("The client's purchase order"), LONGEST_REFERENCE, required=False)
    note = lines(_("Note on the invoice"), LONGEST_NOTE, required=False)


class FreeLineForm(forms.Form):
    """A line that bills no delivery. `treatments`: those of VAT that are in force."""

    text = line(_("Words of the line"), LONGEST_REASON)
    quantity = QuantityField(label=_("Quantity"), min_value=Decimal("0.001"))
    unit = select(_("Unit"), [(str(value), word) for value, word in SALE_UNITS.items()])
    unit_price = UnitPriceField(label=_("Unit price without VAT"), help_text=_("In euros."))
    supply = select(_("Goods or services"), [(str(value), word) for value, word in SUPPLIES.items()])
    vat = select(_("VAT"))

    def __init__(self, *args: Any, treatments: Sequence[VatTreatment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for category, word in COST_CATEGORIES.items():
            label = gettext("Cost that is not labour: %(category)s") % {"category": word}
            self.fields[f"cost_{category}"] = MoneyField(label=label, required=False, min_value=0)
        self._treatments = {str(row.pk): row for row in treatments}
        self.fields["vat"].choices = [(key, row.label) for key, row in self._treatments.items()]  # type: ignore[attr-defined]

    @property
    def spec(self) -> FreeLine:
        data = {name: value for name, value in self.cleaned_data.items() if not name.startswith("cost_")}
        costs = {str(category): self.cleaned_data[f"cost_{category}"] or 0 for category in COST_CATEGORIES}
        return FreeLine(**{**data, "vat": self._treatments[self.cleaned_data["vat"]], "costs": costs})


class IssueForm(forms.Form):
    """The day of the invoice, and the series its number is taken from when there are several."""

    on = DayField(label=_("Day of issue"))
    series = select(_("Series of numbers"), required=False)

    def __init__(self, *args: Any, series: Sequence[Series], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._series = {str(row.pk): row for row in series}
        if len(series) < 2:
            del self.fields["series"]
        else:
            self.fields["series"].choices = [(str(row.pk), f"{row.code} · {row.prefix}") for row in series]  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Series | None:
        return self._series.get(self.cleaned_data.get("series", ""))


class CreditForm(forms.Form):
    """How much of each line is taken back, and why. `left`: thousandths by line, what was not credited yet."""

    reason = line(_("Reason"), LONGEST_REASON, help_text=_("It stands on the credit note."))
    rebill = tick(
        _("To be billed anew"), help_text=_("What is credited is unbilled again once the credit note is issued.")
    )

    def __init__(self, *args: Any, rows: Iterable[InvoiceLine], left: Mapping[int, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rows = [row for row in rows if left[row.pk] > 0]
        for row in self._rows:
            most = localised.quantity(left[row.pk])
            self.fields[f"line_{row.pk}"] = QuantityField(
                label=row.text,
                required=False,
                initial=left[row.pk],
                help_text=gettext("Up to %(most)s.") % {"most": most},
            )

    @property
    def quantities(self) -> dict[int, int]:
        """Thousandths by line, of those of which something is credited."""
        values = ((row.pk, self.cleaned_data[f"line_{row.pk}"]) for row in self._rows)
        return {key: value for key, value in values if value}


class PaymentForm(forms.Form):
    """Money received, or given back."""

    cents = MoneyField(label=_("Amount"), help_text=_("In euros."))
    paid_on = DayField(label=_("Day"))
    means = select(_("Means"), [(str(value), word) for value, word in MEANS.items() if value != Means.OFFSET])
    reference = line(_("Reference"), LONGEST_REFERENCE, required=False)
    given_back = tick(_("Money given back to the client"))

    @property
    def amount(self) -> int:
        cents: int = self.cleaned_data["cents"]
        return -cents if self.cleaned_data["given_back"] else cents


class OffsetForm(forms.Form):
    """A credit note that pays part of an invoice. `notes`: those of which something is left."""

    credit_note = select(_("Credit note"))
    cents = MoneyField(label=_("Amount"), help_text=_("In euros."))
    on = DayField(label=_("Day"))

    def __init__(self, *args: Any, notes: Sequence[Invoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credit_note"].choices = [(str(row.pk), str(row.number)) for row in notes]  # type: ignore[attr-defined]


class ReminderForm(forms.Form):
    """A reminder that was sent."""

    sent_on = DayField(label=_("Sent on"))
    note = line(_("Note"), LONGEST_REASON, required=False)


class DepositForm(forms.Form):
    """A deposit on an order, without VAT."""

    cents = MoneyField(label=_("Amount without VAT"), help_text=_("In euros."))
    text = line(_("Words of the line"), LONGEST_REASON)


class ImpactForm(forms.Form):
    """Of which client and which year."""

    client = select(_("Client"))
    year = CountField(label=_("Year"), min_value=LAST_YEAR_OF_UNITS, max_value=LATEST.year)

    def __init__(self, *args: Any, clients: Sequence[Client], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["client"].choices = [(str(row.pk), row.name) for row in clients]  # type: ignore[attr-defined]


class JournalForm(forms.Form):
    """Between which days; both are included."""

    start = DayField(label=_("From"))
    end = DayField(label=_("Until"))

    @property
    def day_after(self) -> date:
        last: date = self.cleaned_data["end"]
        return last + timedelta(days=1)
