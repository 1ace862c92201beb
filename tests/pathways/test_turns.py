"""Two hosts that become one, and are taken apart again: whoever does so waits for others who write in the establishment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from etabli.pathways.actions.hosts import merge_hosts, unmerge_hosts
from etabli.pathways.models import Host, Placement
from tests import workplace as small
from tests.pathways.making import OPERATOR, make_host, make_placement
from tests.turns import waits_without_writing


def merge(kept: Host, double: Host) -> Callable[[], Any]:
    return lambda: merge_hosts(kept=kept, other=double, **OPERATOR)


def part(kept: Host, double: Host) -> Callable[[], Any]:
    merged = merge(kept, double)()
    return lambda: unmerge_hosts(kept=kept, merged=merged, **OPERATOR)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
@pytest.mark.parametrize(("prepare", "left"), [(merge, 1), (part, 2)], ids=["merged", "apart"])
def test_whoever_merges_hosts_waits_and_has_written_nothing_meanwhile(
    prepare: Callable[[Host, Host], Callable[[], Any]], left: int
) -> None:
    place = small.workplace()
    kept, double = make_host(place), make_host(place, "Menuiserie Lilas")
    make_placement(place, small.engage(place), host=double)
    waits_without_writing(place, prepare(kept, double))
    assert Host.objects.count() == left and (Placement.objects.get().host_id == kept.pk) is (left == 1)
