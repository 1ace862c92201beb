"""Tables of the room billing. Rows are written by `actions` only; what is issued is sealed by the database.

Quantities are thousandths of the unit, unit prices ten-thousandths of a euro for `price_base` units, amounts cents, rates
and discounts ten-thousandths. All amounts and quantities of a credit note are negative, so that sums need no sign.
"""

from etabli.billing.models.certificates import ImpactCertificate, MergedCertificate, ObligationCertificate
from etabli.billing.models.facts import BilledLineFact
from etabli.billing.models.home import HomeStatement
from etabli.billing.models.invoices import DepositDeduction, Invoice, InvoiceLine, InvoiceLineCost
from etabli.billing.models.payments import Payment, Reminder
from etabli.billing.models.selling import Seller, Series, SeriesYear

__all__ = [
    "BilledLineFact",
    "DepositDeduction",
    "HomeStatement",
    "ImpactCertificate",
    "Invoice",
    "InvoiceLine",
    "InvoiceLineCost",
    "MergedCertificate",
    "ObligationCertificate",
    "Payment",
    "Reminder",
    "Seller",
    "Series",
    "SeriesYear",
]
