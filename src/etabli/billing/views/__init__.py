"""The screens of billing."""

from etabli.billing.views.accounts import account, accounts
from etabli.billing.views.certificates import certificate, certificate_file, certificates, certify
from etabli.billing.views.dealing import (
    invoice_credit,
    invoice_edit,
    invoice_issue,
    invoice_offset,
    invoice_pay,
    invoice_remind,
    invoice_remove,
    line_add,
    line_remove,
)
from etabli.billing.views.files import invoice_file, journals
from etabli.billing.views.home import home, home_file, homes, homes_issue
from etabli.billing.views.impact import impact, impact_add, impact_file, impact_of_invoice, impacts
from etabli.billing.views.invoices import invoice, invoices, invoices_export
from etabli.billing.views.order_parts import order_invoices, order_trace
from etabli.billing.views.sales import dashboard, dashboard_chart
from etabli.billing.views.selling import seller, seller_edit, series, series_add
from etabli.billing.views.simulating import simulator, units
from etabli.billing.views.tracing import invoice_trace
from etabli.billing.views.unbilled import deposit, draft, unbilled_export, unbilled_work

__all__ = [
    "account",
    "accounts",
    "certificate",
    "certificate_file",
    "certificates",
    "certify",
    "dashboard",
    "dashboard_chart",
    "deposit",
    "draft",
    "home",
    "home_file",
    "homes",
    "homes_issue",
    "impact",
    "impact_add",
    "impact_file",
    "impact_of_invoice",
    "impacts",
    "invoice",
    "invoice_credit",
    "invoice_edit",
    "invoice_file",
    "invoice_issue",
    "invoice_offset",
    "invoice_pay",
    "invoice_remind",
    "invoice_remove",
    "invoice_trace",
    "invoices",
    "invoices_export",
    "journals",
    "line_add",
    "line_remove",
    "order_invoices",
    "order_trace",
    "seller",
    "seller_edit",
    "series",
    "series_add",
    "simulator",
    "unbilled_export",
    "unbilled_work",
    "units",
]
