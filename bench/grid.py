"""The attendance grid on screen: the page for 12 and for 120 people, and a save through it."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import cycle
from typing import Any

from bench import _show
from bench._place import arguments, place


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--times", type=int, default=20, help="requests of each kind (20)")
    options = parser.parse_args()
    with place(options):
        run(options)


def run(options: Namespace) -> None:
    from bench import _made
    from etabli.config.serving import collect_static

    collect_static()
    _show.head("The attendance grid, through the whole application")
    bench = _made.begin(1)
    with _show.progress("A year of attendance", 12) as advance:
        _made.live(bench, _made.LAST_YEAR, advance)
    client = _signed_in(bench)
    rows, references = [], dict[str, float]()
    for size in (12, 120):
        for name, actions in (("page", _pages), ("save of a half-day", _saves)):
            first, *others = actions(client, bench, size, options.times + 3)
            queries = _queries(first)
            times = _show.several(others)
            references.setdefault(name, times.fair)
            rows.append(
                (
                    f"{name}, {size} people",
                    str(queries),
                    _show.ms(times.median),
                    _show.ms(times.p95),
                    _show.ms(times.busy),
                    _show.ratio(times.fair, references[name]),
                )
            )
    _show.table("Requests", ("Request", "queries", "p50", "p95", "processor p50", "/ 12 people"), rows)


def _signed_in(bench: Any) -> Any:
    from django.test import Client

    from bench import _made
    from etabli.org.grants import add_user
    from etabli.org.states import Role

    user = add_user(
        username="banc",
        role=Role.DIRECTOR,
        establishment=bench.establishment,
        by=None,
        at=_made.moment(_made.LAST_YEAR),
    )
    client = Client(headers={"host": "localhost"}, raise_request_exception=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _workshop(bench: Any) -> int:
    return bench.establishment.workshops.order_by("code").first().pk


def _pages(client: Any, bench: Any, size: int, count: int) -> list[Callable[[], object]]:
    from django.urls import reverse

    address = reverse("attendance:week", kwargs={"finess": bench.establishment.finess})
    query = {"workshop": _workshop(bench)} if size < len(bench.persons) else {}

    def get() -> None:
        answer = client.get(address, query, follow=True)
        found = answer.content.count(b'scope="row"')
        if answer.status_code != 200 or not size <= found <= size + 5:
            raise RuntimeError(f"the grid answered {answer.status_code} with {found} people")

    return [get] * count


def _saves(client: Any, bench: Any, size: int, count: int) -> list[Callable[[], object]]:
    from django.urls import reverse

    from bench import _made
    from etabli.kit.clock import now

    address = reverse("attendance:operations", kwargs={"finess": bench.establishment.finess})
    standing: dict[Any, Any] = {}
    at = now()
    today = at.date()
    slots = cycle((today - timedelta(days=back), half) for back in range(12) for half in (0, 1))

    def post(sent: list[Any]) -> None:
        document = {"operations": [_document(act) for act in sent]}
        answer = client.post(address, json.dumps(document), content_type="application/json")
        outcomes = {row["outcome"] for row in answer.json()["answers"]} if answer.status_code == 200 else set()
        if outcomes != {"applied"}:
            raise RuntimeError(f"the save answered {answer.status_code} {outcomes}")

    return [partial(post, _made.half_day(bench, *next(slots), size, "PRE", at, standing)) for _ in range(count)]


def _document(act: Any) -> dict[str, Any]:
    return {
        "id": str(act.id),
        "person": act.person,
        "day": act.day.isoformat(),
        "half": act.half,
        "segments": [{"code": part.code, "minutes": part.minutes, "workshop": part.workshop} for part in act.segments],
        "base": str(act.base) if act.base else None,
        "acted_at": act.acted_at.isoformat(),
    }


def _queries(request: Callable[[], object]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        request()
    return len(queries)


if __name__ == "__main__":
    main()
