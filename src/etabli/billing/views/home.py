"""Statements of payments for services at home: a year with all its private clients, one statement, and its files."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext, override

from etabli.billing.access import BillingRight
from etabli.billing.actions.home import state_home_services
from etabli.billing.home_documents import (
    home_facts,
    home_pdf,
    payment_heads,
    payment_rows,
    service_heads,
    service_rows,
)
from etabli.billing.models import HomeStatement
from etabli.billing.queries.home import HomeYear, home_clients, home_years
from etabli.billing.views.common import FILES, crumb, document, found, note_download, tabs, to
from etabli.kit import localised
from etabli.kit.asking import do
from etabli.kit.clock import now, today
from etabli.kit.inputs import EARLIEST
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.models import Establishment
from etabli.org.queries import rights_in

WRITE = BillingRight.CERTIFICATES_WRITE


@page(see=BillingRight.READ)
def homes(request: Request, place: Establishment) -> HttpResponse:
    """Private clients of a year, last year's by default: what each paid for services at home, and its statement."""
    year = _year(request.GET.get("year", ""))
    shown = paged(home_clients(place, year), request.GET.get("page"))
    rows = home_years(place, year, shown.object_list)
    waits = any(_waits(row) for row in rows) or shown.paginator.num_pages > 1
    is_over = year < today().year
    context = {
        "place": place,
        "year": year,
        "years": {"before": year - 1 if year > EARLIEST.year else None, "after": year + 1 if is_over else None},
        "page": shown,
        "rows": [_row(row) for row in rows],
        "is_over": is_over,
        "may_issue": is_over and waits and WRITE in rights_in(request.user, place),
        "tabs": tabs(place, "homes"),
    }
    return render(request, "billing/homes.html", context)


def _year(text: str) -> int:
    """The year asked for, up to the present one; last year for anything else."""
    this = today().year
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else this - 1
    return year if EARLIEST.year <= year <= this else this - 1


def _waits(row: HomeYear) -> bool:
    return (row.is_due or row.statement is not None) and not row.is_current


def _row(row: HomeYear) -> dict[str, Any]:
    held = row.statement
    states = {
        (True, True): ("watch", gettext("To be corrected")),
        (True, False): ("info", gettext("To be issued")),
        (False, True): ("ok", gettext("Issued")),
        (False, False): ("off", gettext("Nothing paid")),
    }
    kind, state = states[_waits(row), held is not None]
    return {
        "client": row.client,
        "paid": localised.money(row.paid),
        "hours": localised.hours(max(row.minutes, 0)),
        "payments": len(row.payments),
        "kind": kind,
        "state": state,
        "statement": held,
    }


@page(see=WRITE, do=WRITE)
def homes_issue(request: Request, place: Establishment) -> HttpResponse:
    """All statements of a year that do not hold yet, in one act."""
    year = _year(request.POST.get("year", ""))

    def act() -> None:
        made = state_home_services(establishment=place, year=year, on=today(), by=request.user, at=now())
        text = ngettext("%(number)s statement is issued.", "%(number)s statements are issued.", len(made))
        messages.success(request, text % {"number": len(made)})

    return do(request, act, f"{to(place, 'homes')}?year={year}")


@page(see=BillingRight.READ)
def home(request: Request, place: Establishment, statement: int) -> HttpResponse:
    """One statement as it was sealed."""
    row = found(request, HomeStatement, statement, joined=("client", "supersedes", "superseded_by"))
    context = {
        "place": place,
        "row": row,
        "basis": row.payload["basis"],
        "facts": home_facts(row.payload),
        "parts": [
            {"title": gettext("Payments"), "heads": payment_heads(), "words": 3, "rows": payment_rows(row.payload)},
            {"title": gettext("Services"), "heads": service_heads(), "words": 4, "rows": service_rows(row.payload)},
        ],
        "superseded_by": getattr(row, "superseded_by", None),
        "crumbs": [crumb(place, gettext("Services at home"), "homes"), {"label": row.number}],
    }
    return render(request, "billing/home.html", context)


@page(see=BillingRight.READ)
def home_file(request: Request, place: Establishment, statement: int, kind: str) -> HttpResponse:
    """The statement as PDF, in the language of the client, or what was sealed as JSON."""
    row = found(request, HomeStatement, statement, joined=("client",))
    if kind not in FILES:
        raise Http404
    note_download(request, "billing.home.file", [row.client])
    name = f"{row.number} {row.client.code}"
    if kind == "json":
        said = json.dumps({**row.payload, "digest": row.digest}, ensure_ascii=False, indent=2)
        return document(said.encode(), "application/json", name, kind)
    with override(row.client.language):
        content = home_pdf(row.payload, row.digest)
    return document(content, "application/pdf", name, kind)
