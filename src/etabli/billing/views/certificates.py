"""Certificates of the obligation to employ: a year with all its clients, one certificate, and its files."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext, override

from etabli.billing.access import BillingRight
from etabli.billing.actions.certificates import certify_obligations
from etabli.billing.certificate_documents import obligation_facts, obligation_pdf
from etabli.billing.models import MergedCertificate, ObligationCertificate
from etabli.billing.queries.certificates import Standing, deadline_of, is_current, rate_of, standings
from etabli.billing.queries.concerned import concerned
from etabli.billing.views.common import FILES, check_obligation, crumb, document, found, note_download, tabs, to
from etabli.core.obligation import LAST_YEAR_OF_UNITS
from etabli.kit import localised
from etabli.kit.asking import do
from etabli.kit.clock import now, today
from etabli.kit.exports import Kind, shown
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.orders.models import Client
from etabli.orders.wording import REGIMES
from etabli.org.models import Establishment
from etabli.org.queries import rights_in

WRITE = BillingRight.CERTIFICATES_WRITE


@page(see=BillingRight.READ)
def certificates(request: Request, place: Establishment) -> HttpResponse:
    """The clients of a year, last year's by default: what each paid, what it may deduct, and its certificate."""
    check_obligation(place)
    year = _year(request.GET.get("year", ""))
    rate = rate_of(place, year)
    shown = paged([] if rate is None else concerned(place, year), request.GET.get("page"))
    rows = _standing(place, year, [client for members in shown.object_list for client in members])
    # Of several pages the others are not read to count those that wait.
    waiting = len([row for row in rows if _waits(row, rate or 0)]) if shown.paginator.num_pages == 1 else None
    is_over = year < today().year
    context = {
        "place": place,
        "year": year,
        "years": _years(year, is_over),
        "page": shown,
        "rows": [_row(row, rate or 0, place) for row in rows],
        "unpaid": [_unpaid(row) for row in rows if row.left],
        "waiting": waiting,
        "deadline": deadline_of(place, year),
        "is_over": is_over,
        "may_issue": is_over and waiting != 0 and WRITE in rights_in(request.user, place),
        "tabs": tabs(place, "certificates"),
    }
    return render(request, "billing/certificates.html", context)


def _years(year: int, is_over: bool) -> dict[str, int | None]:
    """Those beside it that have a page."""
    return {"before": year - 1 if year > LAST_YEAR_OF_UNITS + 1 else None, "after": year + 1 if is_over else None}


def _standing(place: Establishment, year: int, clients: list[Client]) -> list[Standing]:
    """Of the employers of these clients, those that stand in the list of the year."""
    rows = standings(place, year, clients) if clients else []
    return [row for row in rows if row.is_due or row.left or row.certificate]


def _year(text: str) -> int:
    """The year asked for, between the first of the deduction and the present one; last year for anything else."""
    this = today().year
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else this - 1
    return year if LAST_YEAR_OF_UNITS < year <= this else this - 1


def _waits(row: Standing, rate: int) -> bool:
    return (row.is_due or row.certificate is not None) and not is_current(row, rate)


def _row(row: Standing, rate: int, place: Establishment) -> dict[str, Any]:
    paid, certificate = row.found.paid, row.certificate
    kind, state = _state(row, rate)
    return {
        "client": row.client,
        "sites": len(row.members),
        "regime": REGIMES[row.regime],
        "amounts": [localised.money(cents) for cents in (paid.price, paid.cost, paid.labour, row.found.deduction)],
        "kind": kind,
        "state": state,
        "number": certificate.number if certificate else "",
        "url": to(place, "certificate", certificate.pk) if certificate else "",
    }


def _state(row: Standing, rate: int) -> tuple[str, str]:
    if not _waits(row, rate):
        return ("ok", gettext("Issued")) if row.certificate else ("off", gettext("Nothing paid"))
    return ("watch", gettext("To be corrected")) if row.certificate else ("info", gettext("To be issued"))


def _unpaid(row: Standing) -> dict[str, Any]:
    return {"client": row.client, "left": shown(row.left, Kind.MONEY), "numbers": row.unpaid}


@page(see=WRITE, do=WRITE)
def certify(request: Request, place: Establishment) -> HttpResponse:
    """All certificates of a year that do not hold yet, in one act."""
    check_obligation(place)
    year = _year(request.POST.get("year", ""))

    def act() -> None:
        made = certify_obligations(establishment=place, year=year, on=today(), by=request.user, at=now())
        text = ngettext("%(number)s certificate is issued.", "%(number)s certificates are issued.", len(made))
        messages.success(request, text % {"number": len(made)})

    return do(request, act, f"{to(place, 'certificates')}?year={year}")


@page(see=BillingRight.READ)
def certificate(request: Request, place: Establishment, certificate: int) -> HttpResponse:
    """One certificate as it was sealed."""
    check_obligation(place)
    row = found(request, ObligationCertificate, certificate, joined=("client", "supersedes", "superseded_by"))
    payload = row.payload
    context = {
        "place": place,
        "row": row,
        "payload": payload,
        "regime": REGIMES[row.regime],
        "facts": obligation_facts(payload),
        "sites": [_amounts(site, site["siret"] or "—") for site in payload["sites"]],
        "invoices": [_amounts(invoice, invoice["number"]) for invoice in payload["invoices"]],
        "superseded_by": _superseding(row),
        "merged": [merged.certificate for merged in row.merges.select_related("certificate")],
        "crumbs": [crumb(place, gettext("OETH certificates"), "certificates"), {"label": row.number}],
        "simulator": f"{to(place, 'simulator')}?cents={payload['deduction']}",
    }
    return render(request, "billing/certificate.html", context)


def _superseding(row: ObligationCertificate) -> ObligationCertificate | None:
    """The one that corrected it, or that it was merged into."""
    merged = MergedCertificate.objects.filter(certificate=row).select_related("into").first()
    corrected: ObligationCertificate | None = getattr(row, "superseded_by", None)
    return merged.into if merged else corrected


def _amounts(row: dict[str, Any], head: str) -> dict[str, Any]:
    return {"head": head, "amounts": [localised.money(row[name]) for name in ("price", "cost", "labour")]}


@page(see=BillingRight.READ)
def certificate_file(request: Request, place: Establishment, certificate: int, kind: str) -> HttpResponse:
    """The certificate as PDF, in the language of the client, or what was sealed as JSON."""
    check_obligation(place)
    row = found(request, ObligationCertificate, certificate, joined=("client",))
    if kind not in FILES:
        raise Http404
    note_download(request, "billing.obligation.file", [row.client])
    if kind == "json":
        said = json.dumps({**row.payload, "digest": row.digest}, ensure_ascii=False, indent=2)
        return document(said.encode(), "application/json", f"{row.number} {row.client.code}", kind)
    with override(row.client.language):
        content = obligation_pdf(row.payload, row.digest)
    return document(content, "application/pdf", f"{row.number} {row.client.code}", kind)
