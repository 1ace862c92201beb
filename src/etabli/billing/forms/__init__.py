"""Forms of billing. None saves."""

from etabli.billing.forms.invoicing import (
    CreditForm,
    DepositForm,
    DraftForm,
    FreeLineForm,
    ImpactForm,
    InvoiceFilter,
    IssueForm,
    JournalForm,
    OffsetForm,
    PaymentForm,
    ReminderForm,
)
from etabli.billing.forms.selling import SellerForm, SeriesForm, seller_initial, series_initial
from etabli.billing.forms.simulating import SimulatorForm, UnitForm

__all__ = [
    "CreditForm",
    "DepositForm",
    "DraftForm",
    "FreeLineForm",
    "ImpactForm",
    "InvoiceFilter",
    "IssueForm",
    "JournalForm",
    "OffsetForm",
    "PaymentForm",
    "ReminderForm",
    "SellerForm",
    "SeriesForm",
    "SimulatorForm",
    "UnitForm",
    "seller_initial",
    "series_initial",
]
