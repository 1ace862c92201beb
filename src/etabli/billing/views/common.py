"""What the screens of billing share: rows by their key, tabs, crumbs, forms, downloads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django import forms
from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext, pgettext

from etabli.billing.access import BillingRight
from etabli.billing.models import Invoice
from etabli.billing.queries import with_paid
from etabli.kit import exports
from etabli.kit.asking import Question, ask
from etabli.kit.exports import Column
from etabli.kit.pages import Request
from etabli.orders.models import Client
from etabli.orders.states import ClientKind
from etabli.org.models import Establishment

Row = TypeVar("Row", bound=models.Model)
Crumb = Mapping[str, Any]

FILES = ("pdf", "json")
"""In which forms a certificate is kept."""
FIELDS = {
    "seller_siren_wrong": "siret",
    "seller_vat_wrong": "vat_number",
    "seller_iban_wrong": "iban",
    "seller_address_missing": "street",
    "series_prefix_wrong": "prefix",
    "series_digits_wrong": "digits",
    "series_code_taken": "code",
    "series_coincide": "prefix",
    "series_kept": "prefix",
    "series_in_use": "prefix",
    "issued_out_of_order": "on",
    "credit_reason_missing": "reason",
    "payment_of_nothing": "cents",
    "payment_exceeds": "cents",
    "paid_before_issued": "paid_on",
    "offset_exceeds": "cents",
    "deposit_wrong": "cents",
    "reminder_too_early": "sent_on",
}
"""The field beside which the sentence of each refusal stands."""


def found(
    request: Request, model: type[Row], key: int, right: str = BillingRight.READ, *, joined: Sequence[str] = ()
) -> Row:
    """The row of that key, with the rows it is joined to; Http404 unless the reader may see it there."""
    rows = model._default_manager.all().visible_to(request.user, request.place, right)  # type: ignore[attr-defined]
    row: Row = get_object_or_404(rows.select_related(*joined) if joined else rows, pk=key)
    return row


def invoice_of(request: Request, key: int, right: str = BillingRight.READ) -> Any:
    """The document of that key, with `paid` and `left`; Http404 unless the reader may see it there."""
    rows = with_paid(Invoice.objects.visible_to(request.user, request.place, right))
    joined = ("establishment", "client", "order", "corrects", "delivery_address")
    return get_object_or_404(rows.select_related(*joined), pk=key)


def to(place: Establishment, name: str, *keys: Any) -> str:
    """The address of a page of this room."""
    return reverse(f"billing:{name}", args=[place.finess, *keys])


def crumb(place: Establishment, label: str, name: str, *keys: Any) -> Crumb:
    return {"label": label, "url": to(place, name, *keys)}


def has_obligation(place: Establishment) -> bool:
    """Whether clients of an establishment may deduct what they pay it: the obligation to employ is a law of France."""
    return place.country == "FR"


def check_obligation(place: Establishment) -> None:
    """Http404 where there is no such certificate."""
    if not has_obligation(place):
        raise Http404


def tabs(place: Establishment, current: str) -> list[dict[str, Any]]:
    """The screens that stand side by side. All who may read one may read all."""
    entries = [
        ("dashboard", pgettext("trade", "Sales")),
        ("unbilled", gettext("To bill")),
        ("invoices", gettext("Invoices")),
        ("accounts", gettext("Accounts of clients")),
        ("certificates", gettext("OETH certificates")),
        ("impacts", gettext("Impact certificates")),
        ("homes", gettext("Services at home")),
        ("seller", gettext("Seller and series")),
    ]
    if not has_obligation(place):
        entries = [entry for entry in entries if entry[0] != "certificates"]
    return [{"label": label, "url": to(place, name), "current": name == current, "count": 0} for name, label in entries]


def asked(
    request: Request,
    form: forms.Form,
    act: Callable[[], object],
    *,
    heading: str,
    done: str,
    crumbs: Sequence[Crumb],
    lead: str = "",
    note: str = "",
    submit: str = "",
    then: Callable[[], str] | None = None,
) -> HttpResponse:
    """A form shown, refused, or done and left for the page of the last crumb; see `kit.asking`."""
    return ask(request, form, act, Question(heading, crumbs[-1]["url"], done, lead, note, submit, crumbs, FIELDS), then)


def document(content: bytes, kind: str, name: str, ending: str) -> HttpResponse:
    """A file to keep."""
    headers = {
        "Content-Disposition": f'attachment; filename="{slugify(name)}.{ending}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=kind, headers=headers)


def note_download(request: Request, what: str, clients: Iterable[Client]) -> None:
    """A document that names a private person is logged, as every nominative export is."""
    named = [client.pk for client in clients if client.kind == ClientKind.INDIVIDUAL]
    if named:
        request.note_read(what, named, table=Client._meta.db_table)


def sheet(
    request: Request,
    kind: str,
    columns: Sequence[Column],
    rows: Sequence[Any],
    *,
    what: str,
    title: str,
    subjects: Iterable[int],
) -> HttpResponse:
    """A list as XLSX or CSV; Http404 for another kind. `subjects`: keys of the clients in it, for the log of exports."""
    if kind not in exports.CONTENT_TYPES:
        raise Http404
    named = f"{title} {request.place.name}"
    log = {"what": what, "subjects": sorted(subjects), "table": Client._meta.db_table}
    return exports.download(request, kind, columns, rows, title=named, **log)
