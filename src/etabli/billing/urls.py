"""Addresses of the room, under the number of an establishment."""

from django.urls import path

from etabli.billing import views

app_name = "billing"
urlpatterns = [
    path("", views.unbilled_work, name="unbilled"),
    path("unbilled.<str:kind>", views.unbilled_export, name="unbilled_export"),
    path("dashboard/", views.dashboard, name="dashboard"),
    path("dashboard/chart/", views.dashboard_chart, name="dashboard_chart"),
    path("draft/", views.draft, name="draft"),
    path("orders/<int:order>/deposit/", views.deposit, name="deposit"),
    path("orders/<int:order>/invoices/", views.order_invoices, name="order_invoices"),
    path("orders/<int:order>/trace/", views.order_trace, name="order_trace"),
    path("invoices/", views.invoices, name="invoices"),
    path("invoices.<str:kind>", views.invoices_export, name="invoices_export"),
    path("invoices/<int:invoice>/", views.invoice, name="invoice"),
    path("invoices/<int:invoice>/change/", views.invoice_edit, name="invoice_edit"),
    path("invoices/<int:invoice>/remove/", views.invoice_remove, name="invoice_remove"),
    path("invoices/<int:invoice>/issue/", views.invoice_issue, name="invoice_issue"),
    path("invoices/<int:invoice>/credit/", views.invoice_credit, name="invoice_credit"),
    path("invoices/<int:invoice>/pay/", views.invoice_pay, name="invoice_pay"),
    path("invoices/<int:invoice>/offset/", views.invoice_offset, name="invoice_offset"),
    path("invoices/<int:invoice>/remind/", views.invoice_remind, name="invoice_remind"),
    path("invoices/<int:invoice>/impact/", views.impact_of_invoice, name="impact_of_invoice"),
    path("invoices/<int:invoice>/trace/", views.invoice_trace, name="invoice_trace"),
    path("invoices/<int:invoice>/files/<str:kind>/", views.invoice_file, name="invoice_file"),
    path("journals/", views.journals, name="journals"),
    path("invoices/<int:invoice>/lines/add/", views.line_add, name="line_add"),
    path("lines/<int:line>/remove/", views.line_remove, name="line_remove"),
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/<int:client>/", views.account, name="account"),
    path("certificates/", views.certificates, name="certificates"),
    path("certificates/issue/", views.certify, name="certify"),
    path("certificates/simulator/", views.simulator, name="simulator"),
    path("certificates/units/", views.units, name="units"),
    path("certificates/<int:certificate>/", views.certificate, name="certificate"),
    path("certificates/<int:certificate>/certificate.<str:kind>", views.certificate_file, name="certificate_file"),
    path("impact/", views.impacts, name="impacts"),
    path("impact/add/", views.impact_add, name="impact_add"),
    path("impact/<int:impact>/", views.impact, name="impact"),
    path("impact/<int:impact>/certificate.<str:kind>", views.impact_file, name="impact_file"),
    path("seller/", views.seller, name="seller"),
    path("seller/change/", views.seller_edit, name="seller_edit"),
    path("series/add/", views.series_add, name="series_add"),
    path("series/<int:series>/", views.series, name="series"),
]
