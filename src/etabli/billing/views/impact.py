"""Certificates of impact: those issued, one of them with its files, and a new one for a year or an invoice."""

from __future__ import annotations

import json

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, override

from etabli.billing.access import BillingRight
from etabli.billing.actions.certificates import certify_impact
from etabli.billing.certificate_documents import impact_facts, impact_pdf, impact_scope, trade_name, withheld
from etabli.billing.forms import ImpactForm
from etabli.billing.models import ImpactCertificate, Invoice
from etabli.billing.views.common import FILES, asked, crumb, document, found, note_download, tabs, to
from etabli.kit import localised
from etabli.kit.asking import do, sent
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.orders.models import Client
from etabli.org.models import Establishment
from etabli.org.queries import rights_in

WRITE = BillingRight.CERTIFICATES_WRITE


@page(see=BillingRight.READ)
def impacts(request: Request, place: Establishment) -> HttpResponse:
    """Certificates of impact, the latest first."""
    rows = ImpactCertificate.objects.visible_to(request.user, place).select_related("client")
    shown = paged(rows, request.GET.get("page"))
    context = {
        "place": place,
        "page": shown,
        "rows": [
            {"row": row, "scope": impact_scope(row.payload), "facts": impact_facts(row.payload)}
            for row in shown.object_list
        ],
        "may_write": WRITE in rights_in(request.user, place),
        "tabs": tabs(place, "impacts"),
    }
    return render(request, "billing/impacts.html", context)


@page(see=WRITE, do=WRITE)
def impact_add(request: Request, place: Establishment) -> HttpResponse:
    """That of a client for a year."""
    clients = list(Client.objects.filter(establishment=place))
    initial = {"client": request.GET.get("client", ""), "year": today().year - 1}
    form = ImpactForm(sent(request), clients=clients, initial=initial)
    made: list[ImpactCertificate] = []

    def act() -> None:
        client = next(row for row in clients if str(row.pk) == form.cleaned_data["client"])
        year = form.cleaned_data["year"]
        made.append(
            certify_impact(establishment=place, client=client, year=year, on=today(), by=request.user, at=now())
        )

    return asked(
        request,
        form,
        act,
        heading=gettext("Issue a certificate of impact"),
        done=gettext("The certificate is issued."),
        crumbs=[crumb(place, gettext("Impact certificates"), "impacts")],
        note=gettext("It cannot be changed afterwards. Nothing is told when too few people stand behind it."),
        submit=gettext("Issue"),
        then=lambda: to(place, "impact", made[0].pk),
    )


@page(see=WRITE, do=WRITE)
def impact_of_invoice(request: Request, place: Establishment, invoice: int) -> HttpResponse:
    """That of an issued invoice."""
    row = found(request, Invoice, invoice, joined=("client",))
    back = to(place, "invoice", row.pk)
    if request.method != "POST":
        return redirect(back)
    made: list[ImpactCertificate] = []

    def act() -> None:
        made.append(
            certify_impact(establishment=place, client=row.client, invoice=row, on=today(), by=request.user, at=now())
        )

    answer = do(request, act, back, gettext("The certificate is issued."))
    return redirect(to(place, "impact", made[0].pk)) if made else answer


@page(see=BillingRight.READ)
def impact(request: Request, place: Establishment, impact: int) -> HttpResponse:
    """One certificate as it was sealed."""
    row = found(request, ImpactCertificate, impact, joined=("client", "invoice"))
    context = {
        "place": place,
        "row": row,
        "scope": impact_scope(row.payload),
        "facts": impact_facts(row.payload),
        "withheld": withheld(row.payload) if row.payload["minutes"] is None else "",
        "trades": [(trade_name(part["trade"]), localised.hours(part["minutes"])) for part in row.payload["trades"]],
        "crumbs": [crumb(place, gettext("Impact certificates"), "impacts"), {"label": row.number}],
    }
    return render(request, "billing/impact.html", context)


@page(see=BillingRight.READ)
def impact_file(request: Request, place: Establishment, impact: int, kind: str) -> HttpResponse:
    """The certificate as PDF, in the language of the client, or what was sealed as JSON."""
    row = found(request, ImpactCertificate, impact, joined=("client",))
    name = f"{row.number} {row.client.code}"
    if kind not in FILES:
        raise Http404
    note_download(request, "billing.impact.file", [row.client])
    if kind == "json":
        said = json.dumps({**row.payload, "digest": row.digest}, ensure_ascii=False, indent=2)
        return document(said.encode(), "application/json", name, kind)
    with override(row.client.language):
        content = impact_pdf(row.payload, row.digest)
    return document(content, "application/pdf", name, kind)
