"""Quotes lapse by themselves, once a day."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from etabli.config import backups
from etabli.orders import actions
from tests.orders.selling import DUE, ORDERED, WHO, line, shop

pytestmark = pytest.mark.django_db


def test_a_quote_whose_last_day_is_past_lapses(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, db: Any) -> None:
    monkeypatch.setattr(backups, "back_up_daily", lambda at: tmp_path / "backup")
    where = shop()
    quote = actions.draft_quote(
        establishment=where.place,
        client=where.client,
        created_on=ORDERED,
        valid_until=DUE,
        lines=[line(where)],
        **WHO,
    )
    actions.send_quote(quote=quote, on=ORDERED, **WHO)
    call_command("daily")
    quote.refresh_from_db()
    assert quote.state == "expired"
