"""Statements of payments for services at home are issued: numbered, sealed, replaced by a corrected one when they change."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from etabli.billing import certificate_rules as rules
from etabli.billing.actions.certificates import digest_of
from etabli.billing.models import HomeStatement, Seller
from etabli.billing.queries.certificates import party_of_client, party_of_seller
from etabli.billing.queries.home import HomeYear, home_clients, home_years
from etabli.core.refusal import Refusal
from etabli.orders.actions.numbers import next_number
from etabli.org.models import Establishment, User
from etabli.org.turns import one_at_a_time

HOME_LETTER = "S"
"""Services at home."""


@transaction.atomic
def state_home_services(
    *, establishment: Establishment, year: int, on: date, by: User | None, at: datetime
) -> list[HomeStatement]:
    """All statements of a year that are due and do not hold yet, in one act; those that hold stay as they are.

    Refusals `certificate_year_open`, `certificate_seller_missing`.
    """
    rules.check_year_over(year, on)
    seller = Seller.objects.filter(establishment=establishment).first()
    if seller is None:
        raise Refusal("certificate_seller_missing")
    one_at_a_time(establishment)
    rows = home_years(establishment, year, home_clients(establishment, year))
    return [_issue(row, seller, on, at) for row in rows if (row.is_due or row.statement) and not row.is_current]


def _issue(row: HomeYear, seller: Seller, on: date, at: datetime) -> HomeStatement:
    number = next_number(seller.establishment, HOME_LETTER, on)
    payload = {
        "kind": "home",
        "number": number,
        "year": row.year,
        "issued_on": on.isoformat(),
        "supersedes": row.statement.number if row.statement else None,
        "basis": seller.home_services_basis,
        "seller": party_of_seller(seller),
        "client": party_of_client(row.client),
        "payments": row.payments,
        "services": row.services,
        "paid": row.paid,
        "minutes": row.minutes,
    }
    return HomeStatement.objects.create(
        establishment=seller.establishment,
        client=row.client,
        year=row.year,
        number=number,
        payload=payload,
        digest=digest_of(payload),
        issued_on=on,
        issued_at=at,
        supersedes=row.statement,
    )
