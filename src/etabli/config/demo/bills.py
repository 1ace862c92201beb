"""What the demo invoiced, and what its clients paid."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from etabli.billing import actions as billing
from etabli.billing.models import Invoice
from etabli.billing.queries import unbilled
from etabli.core.periods import month_start, next_month
from etabli.orders.models import Client
from etabli.org.models import Establishment

LEGAL_NAME, STREET, POSTCODE, TOWN = "Les Ateliers du Rabot (fictif)", "3 rue de l'Établi", "85990", "Maillet (fictif)"
SIREN, SIRET, VAT_NUMBER = "999000102", "99900010200015", "FR48999000102"
RECENT = 45
"""Invoices younger than that, in days, are not paid yet; those of the town hall are paid by half."""


def invoice(establishment: Establishment, at: datetime) -> None:
    """One invoice a client and month, and one of last week. What was delivered since is still to be billed."""
    if Invoice.objects.filter(establishment=establishment).exists():
        return
    _sell(establishment, at)
    today = at.date()
    first = date(today.year - 1, 2, 1)
    while first <= month_start(today):
        _issue(establishment, None, first, first, at)
        first = next_month(first)
    last_week = max(today - timedelta(days=4), month_start(today))
    _issue(establishment, Client.objects.get(establishment=establishment, code="LABO"), last_week, last_week, at)
    _pay(establishment, today, at)


def _sell(establishment: Establishment, at: datetime) -> None:
    spec = billing.SellerSpec(
        LEGAL_NAME,
        STREET,
        POSTCODE,
        TOWN,
        legal_form="Association loi 1901",
        siren=SIREN,
        siret=SIRET,
        vat_number=VAT_NUMBER,
        email="factures@rabot.example",
        peppol_id=f"0009:{SIRET}",
        payment_terms="Paiement à 30 jours",
        late_rate="Trois fois le taux d'intérêt légal",
        no_early_discount="Pas d'escompte pour paiement anticipé",
        recovery_fee=4000,
    )
    billing.save_seller(establishment=establishment, spec=spec, by=None, at=at)


def _issue(establishment: Establishment, client: Client | None, before: date, on: date, at: datetime) -> None:
    if not unbilled(establishment, client=client, before=before):
        return
    drafts = billing.draft_from_deliveries(
        establishment=establishment, client=client, before=before, grouped=True, on=on, by=None, at=at
    )
    for draft in drafts:
        billing.issue(invoice=draft, on=on, by=None, at=at)


def _pay(establishment: Establishment, today: date, at: datetime) -> None:
    old = today - timedelta(days=RECENT)
    for row in Invoice.objects.filter(establishment=establishment, issued_on__lt=old).select_related("client"):
        cents = row.payable // 2 if row.client.code == "VILLE" else row.payable
        if row.issued_on is not None:
            paid_on = row.issued_on + timedelta(days=30)
            billing.record_payment(invoice=row, paid_on=paid_on, cents=cents, by=None, at=at)
