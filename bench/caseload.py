"""The caseload of 150 people with ten years of support behind it: how many queries, and how long beside a bare page?"""

from __future__ import annotations

from argparse import Namespace
from functools import partial
from typing import Any

from bench import _show
from bench._place import arguments, place
from bench._show import Times

LAST_YEAR = 2026
MILESTONES = (1, 10)
"""Years of support after which everything is measured."""


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--years", type=int, default=max(MILESTONES), help="years of support in all (10)")
    parser.add_argument("--times", type=int, default=10, help="runs of each measurement (10)")
    options = parser.parse_args()
    with place(options):
        run(options)


def run(options: Namespace) -> None:
    from bench import _supported
    from etabli.config.serving import collect_static

    collect_static()
    _show.head(f"Caseload of an ESAT of {_supported.PEOPLE} people, up to {options.years} years of support")
    first = LAST_YEAR - options.years + 1
    made = _supported.begin(first)
    client = _signed_in(made)
    measured: dict[int, dict[str, tuple[int, Times]]] = {}
    with _show.progress("Years of support", options.years) as advance:
        for count in range(1, options.years + 1):
            _supported.year_of_support(made, first + count - 1)
            advance()
            if count in MILESTONES or count == options.years:
                measured[count] = _measure(made, client, options.times)
    least, most = min(measured), max(measured)
    bare = measured[most]["a bare page"][1].fair
    columns = ("Page", "queries", "p50", "p95", "processor p50", f"/ {least} year", "/ bare page")
    rows = [_row(name, *measured[most][name], *measured[least][name], bare) for name in measured[most]]
    _show.table(_title(), columns, rows, "Queries do not grow with people or years.")


def _title() -> str:
    from etabli.support.models import ActionSession, Observation, Plan

    counts = [model._default_manager.count() for model in (Plan, ActionSession, Observation)]
    return "{:,} plans, {:,} sessions of actions, {:,} observations".format(*counts)


def _row(name: str, queries: int, times: Times, queries_before: int, before: Times, bare: float) -> tuple[str, ...]:
    said = str(queries) if queries == queries_before else f"{queries_before} → {queries}"
    return (
        name,
        said,
        _show.ms(times.median),
        _show.ms(times.p95),
        _show.ms(times.busy),
        _show.ratio(times.fair, before.fair),
        _show.ratio(times.fair, bare),
    )


def _signed_in(made: Any) -> Any:
    from django.test import Client

    from etabli.org.grants import add_user
    from etabli.org.states import Role

    user = add_user(username="banc", role=Role.EDUCATOR, establishment=made.establishment, by=None, at=made.at)
    client = Client(headers={"host": "localhost"}, raise_request_exception=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _measure(made: Any, client: Any, times: int) -> dict[str, tuple[int, Times]]:
    """Queries and times of each page. The bare one has the frame of every page and four lines of its own."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from etabli.support.models import Plan

    finess, person = made.establishment.finess, made.persons[0]
    plan = Plan.objects.filter(person=person).latest("number").pk
    addresses = {
        "a bare page": reverse("support:kinds", args=[finess]),
        "caseload, 25 lines of 150": reverse("support:caseload", args=[finess]),
        "conformity sheet": reverse("support:conformity", args=[finess]),
        "page of a person": reverse("support:diagnosis", args=[finess, person]),
        "plan": reverse("support:plan", args=[finess, person, plan]),
        "interview": reverse("support:interview", args=[finess, person, plan]),
    }
    found = {}
    for name, address in addresses.items():
        read = partial(_read, client, address)
        read()
        with CaptureQueriesContext(connection) as queries:
            read()
        found[name] = (len(queries), _show.timed(read, times))
    return found


def _read(client: Any, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)


if __name__ == "__main__":
    main()
