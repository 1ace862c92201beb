"""What commands of billing write of what is taken."""

from __future__ import annotations

from collections.abc import Iterable

from etabli.kit.actions import record_reads
from etabli.kit.clock import now
from etabli.kit.pages import Read
from etabli.orders.models import Client
from etabli.orders.states import ClientKind
from etabli.org.models import Establishment


def log_taken(what: str, clients: Iterable[Client], place: Establishment) -> None:
    """What names private persons is in the log of exports, whoever takes it. `what`: as on the page that gives the same."""
    named = sorted(str(client.pk) for client in clients if client.kind == ClientKind.INDIVIDUAL)
    if named:
        read = Read(what, named, table=Client._meta.db_table, rows=len(named))
        record_reads(reads=[read], by=None, place=place, at=now())
