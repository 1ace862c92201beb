"""Certificates are issued: numbered, sealed, and replaced by a corrected one when what they say has changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from etabli.billing import certificate_rules as rules
from etabli.billing.models import ImpactCertificate, Invoice, MergedCertificate, ObligationCertificate, Seller
from etabli.billing.queries.certificates import (
    Standing,
    contents,
    deadline_of,
    is_current,
    is_obliged,
    least_people,
    party_of_client,
    party_of_seller,
    rate_of,
    standings,
)
from etabli.billing.queries.impact import (
    Impact,
    Told,
    as_kept,
    impact_contents,
    may_be_told,
    members,
    of_invoice,
    of_year,
)
from etabli.core.refusal import Refusal
from etabli.orders.actions.numbers import next_number
from etabli.orders.models import Client
from etabli.org.models import Establishment, User
from etabli.org.turns import one_at_a_time

OBLIGATION_LETTER, IMPACT_LETTER = "E", "I"
"""Obligation d'emploi, impact. `A` numbers credit notes."""


@transaction.atomic
def certify_obligations(
    *, establishment: Establishment, year: int, on: date, by: User | None, at: datetime
) -> list[ObligationCertificate]:
    """All certificates of a year that are due and do not hold yet, in one act; those that hold stay as they are.

    A certificate whose amounts changed since (a payment found late, a credit note) is superseded by a corrected one.
    Refusals `certificate_elsewhere`, `certificate_before_2020`, `certificate_year_open`, `certificate_seller_missing`.
    """
    rules.check_country(establishment.country)
    rules.check_year(year, on)
    rules.check_year_over(year, on)
    seller = _seller(establishment)
    one_at_a_time(establishment)
    rate = rate_of(establishment, year) or 0
    wanted = [row for row in standings(establishment, year) if row.is_due or row.certificate]
    return [_issue(row, rate, establishment, seller, on, at) for row in wanted if not is_current(row, rate)]


@transaction.atomic
def certify_obligation(
    *, establishment: Establishment, client: Client, year: int, on: date, by: User | None, at: datetime
) -> ObligationCertificate:
    """The certificate of a client's SIREN for a year: the one that holds, else a new one, which supersedes it.

    Refusals of `certify_obligations`, `certificate_regime_missing` and `certificate_nothing_paid`.
    """
    rules.check_country(establishment.country)
    rules.check_year(year, on)
    rules.check_year_over(year, on)
    rules.check_obliged(client.name, is_obliged(client))
    seller = _seller(establishment)
    one_at_a_time(establishment)
    rate = rate_of(establishment, year) or 0
    (row,) = standings(establishment, year, [client])
    rules.check_something_paid(client.name, year, row.is_due or row.certificate is not None)
    if row.certificate is not None and is_current(row, rate):
        return row.certificate
    return _issue(row, rate, establishment, seller, on, at)


def _seller(establishment: Establishment) -> Seller:
    seller = Seller.objects.filter(establishment=establishment).first()
    if seller is None:
        raise Refusal("certificate_seller_missing")
    return seller


def _issue(
    row: Standing, rate: int, establishment: Establishment, seller: Seller, on: date, at: datetime
) -> ObligationCertificate:
    number = next_number(establishment, OBLIGATION_LETTER, on)
    before, deadline = row.certificate, deadline_of(establishment, row.year)
    superseded = [before, *row.others] if before else []
    payload = {
        "kind": "oeth",
        "number": number,
        "issued_on": on.isoformat(),
        "deadline": deadline.isoformat() if deadline else None,
        "supersedes": ", ".join(old.number for old in superseded) or None,
        "seller": party_of_seller(seller),
        "client": party_of_client(row.client),
        **contents(row, rate),
    }
    made = ObligationCertificate.objects.create(
        establishment=establishment,
        client=row.client,
        siren=row.client.siren,
        year=row.year,
        number=number,
        regime=row.regime,
        payload=payload,
        digest=digest_of(payload),
        issued_on=on,
        issued_at=at,
        supersedes=before,
    )
    MergedCertificate.objects.bulk_create(MergedCertificate(certificate=old, into=made) for old in row.others)
    return made


# ---------------------------------------------------------------- impact


@transaction.atomic
def certify_impact(
    *,
    establishment: Establishment,
    client: Client,
    invoice: Invoice | None = None,
    year: int | None = None,
    on: date,
    by: User | None,
    at: datetime,
) -> ImpactCertificate:
    """A certificate of impact for an invoice, or for all that was invoiced in a year; the one that says the same, if any.

    Hours, trades and people are told when they are enough, and nothing about fewer follows from them and from all that was
    told to that SIREN before; else the certificate tells none of them. Refusals `impact_year_open`, `impact_nothing`,
    `invoice_not_issued`, `impact_elsewhere`, `certificate_seller_missing`.
    """
    if year is not None:
        rules.check_impact_year_over(year, on)
    seller = _seller(establishment)
    one_at_a_time(establishment)
    clients = members(client)
    if invoice is not None:
        _check_theirs(invoice, establishment, client, clients)
    impact = of_invoice(invoice) if invoice else of_year(establishment, clients, year or 0)
    rules.check_worked(impact.minutes)
    before, least = _same_impact(clients, invoice, year), least_people(establishment, on)
    told = may_be_told(impact, clients, least)
    if before is not None and _says_the_same(before, told, impact):
        return before
    number = next_number(establishment, IMPACT_LETTER, on)
    parties = {"seller": party_of_seller(seller), "client": party_of_client(client)}
    said = impact_contents(told, least, invoice, year)
    payload = {"kind": "impact", "number": number, "issued_on": on.isoformat(), **parties, **said}
    return ImpactCertificate.objects.create(
        establishment=establishment,
        client=client,
        invoice=invoice,
        year=year,
        number=number,
        k=least,
        people=sorted(impact.people) if told.people is not None else [],
        told=as_kept(told.sums),
        payload=payload,
        digest=digest_of(payload),
        issued_on=on,
        issued_at=at,
    )


def _check_theirs(invoice: Invoice, establishment: Establishment, client: Client, clients: list[int]) -> None:
    """An issued invoice of this establishment, to one of these clients (keys): others are told nothing about it."""
    if invoice.number is None:
        raise Refusal("invoice_not_issued")
    if invoice.establishment_id != establishment.pk or invoice.client_id not in clients:
        raise Refusal("impact_elsewhere", number=invoice.number, name=client.name)


def _same_impact(clients: list[int], invoice: Invoice | None, year: int | None) -> ImpactCertificate | None:
    """The last certificate about the same."""
    return ImpactCertificate.objects.filter(client__in=clients, invoice=invoice, year=year).order_by("-pk").first()


def _says_the_same(before: ImpactCertificate, told: Told, impact: Impact) -> bool:
    said = before.payload
    same_work = (said["minutes"], said["trades"]) == (told.minutes, told.trades)
    return same_work and (said["people"] is None or before.people == sorted(impact.people))


def digest_of(payload: Mapping[str, Any]) -> str:
    """SHA-256 of the contents, as JSON with sorted keys and no spaces, in UTF-8."""
    text = json.dumps(payload, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
