"""A year of sales of 120 people: is a page as quick with a year behind it as with three months?"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from bench import _show
from bench._place import arguments, place
from bench._show import Times

TARGET = 2.0
"""Most times that a page may take, four times as much behind it: it reads its own rows, not the year's."""
MILESTONES = (3, 12)
"""Months of sales after which everything is measured."""
FIGURES = ("quoted_hours_rate", "productivity", "quantity_fulfilment_rate", "on_time_delivery_rate", "reject_rate")


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--months", type=int, default=max(MILESTONES), help="months of sales in all (12)")
    parser.add_argument("--times", type=int, default=10, help="runs of each measurement (10)")
    options = parser.parse_args()
    with place(options):
        run(options)


def run(options: Namespace) -> None:
    from bench import _made, _sold
    from etabli.config.serving import collect_static

    collect_static()
    _show.head(f"Sales of an ESAT of 120 people, up to {options.months} months of them")
    bench = _made.begin(1)
    shop, client = _sold.open_shop(bench, _made.LAST_YEAR), _signed_in(bench)
    measured: dict[int, dict[str, tuple[int, Times]]] = {}
    with _show.progress("Months of sales", options.months) as advance:
        for month in range(1, options.months + 1):
            _sold.month_of_sales(shop, date(_made.LAST_YEAR, month, 1))
            advance()
            if month in MILESTONES or month == options.months:
                measured[month] = _measure(bench, client, options.times)
    first, last = measured[min(measured)], measured[max(measured)]
    columns = ("What", "queries", "p50", "p95", "processor p50", f"/ {min(measured)} months")
    rows = [_row(name, *last[name], *first[name]) for name in last]
    _show.table(
        _title(), columns, rows, f"Pages: at most × {TARGET:.0f}. Certificates and figures read the whole year."
    )


def _title() -> str:
    from etabli.billing.models import Invoice
    from etabli.orders.models import Order, OrderLine
    from etabli.production.models import WorkFact

    counts = [model._default_manager.count() for model in (Order, OrderLine, WorkFact, Invoice)]
    return "{:,} orders of {:,} lines, {:,} facts of work, {:,} invoices".format(*counts)


def _row(name: str, queries: int, times: Times, queries_before: int, before: Times) -> tuple[str, ...]:
    said = str(queries) if queries == queries_before else f"{queries_before} → {queries}"
    return (
        name,
        said,
        _show.ms(times.median),
        _show.ms(times.p95),
        _show.ms(times.busy),
        _show.ratio(times.fair, before.fair),
    )


def _signed_in(bench: Any) -> Any:
    from django.test import Client

    from bench import _made
    from etabli.org.grants import add_user
    from etabli.org.states import Role

    at = _made.moment(_made.LAST_YEAR)
    user = add_user(username="banc", role=Role.DIRECTOR, establishment=bench.establishment, by=None, at=at)
    client = Client(headers={"host": "localhost"}, raise_request_exception=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _measure(bench: Any, client: Any, times: int) -> dict[str, tuple[int, Times]]:
    """Queries and times of each thing."""
    return {name: (_queries(action), _show.timed(action, times)) for name, action in _actions(bench, client).items()}


def _actions(bench: Any, client: Any) -> dict[str, Callable[[], object]]:
    from bench import _made
    from etabli.billing.models import Invoice
    from etabli.billing.trace import trace
    from etabli.core.periods import Period
    from etabli.indicators.queries import figures, scope_of
    from etabli.orders.models import Order

    invoice = Invoice.objects.filter(state="issued").order_by("pk").first()
    order = Order.objects.order_by("pk").first()
    year = Period(date(_made.LAST_YEAR, 1, 1), date(_made.LAST_YEAR + 1, 1, 1))
    assert invoice is not None and order is not None
    get = partial(_get, client, bench.establishment.finess)
    return {
        "page of an order": partial(get, "orders:order", order=order.pk),
        "board of orders": partial(get, "orders:board"),
        "page of what is not billed": partial(get, "billing:unbilled"),
        "page of an invoice": partial(get, "billing:invoice", invoice=invoice.pk),
        "trace of an invoice": partial(trace, invoice),
        "page of that trace": partial(get, "billing:invoice_trace", invoice=invoice.pk),
        "all certificates of the year": partial(_certify, bench.establishment),
        f"{len(FIGURES)} figures on order lines": partial(figures, scope_of(bench.establishment), year, FIGURES),
    }


def _get(client: Any, finess: str, name: str, **key: int) -> None:
    from django.urls import reverse

    answer = client.get(reverse(name, kwargs={"finess": finess, **key}))
    if answer.status_code != 200:
        raise RuntimeError(f"{name} answered {answer.status_code}")


def _certify(establishment: Any) -> None:
    """Everything is issued, and undone so that it may be issued again."""
    from django.db import transaction

    from bench import _made
    from etabli.billing.actions.certificates import certify_obligations

    at = _made.moment(_made.LAST_YEAR)
    with transaction.atomic():
        made = certify_obligations(establishment=establishment, year=_made.LAST_YEAR, on=at.date(), by=None, at=at)
        transaction.set_rollback(True)
    if not made:
        raise RuntimeError("no certificate was issued")


def _queries(action: Callable[[], object]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    action()
    with CaptureQueriesContext(connection) as queries:
        action()
    return len(queries)


if __name__ == "__main__":
    main()
