"""Writers of one establishment follow each other."""

from __future__ import annotations

from django.db import connection

from etabli.org.models import Establishment


def one_at_a_time(establishment: Establishment) -> None:
    """Wait until nobody else writes facts of the establishment; until the end of the transaction nobody else does.

    Each sees what the one before it wrote. Called before anything is read that is then written by, so that whoever waits
    holds nothing that another waits for. SQLite has one writer anyway (its transactions begin IMMEDIATE); PostgreSQL is told
    so here: by a lock that does not hinder rows which only refer to the establishment.
    """
    if connection.features.has_select_for_update:
        list(Establishment.objects.select_for_update(no_key=True).filter(pk=establishment.pk).values_list("pk"))
