"""What a model may say of its seal."""

from __future__ import annotations

import pytest

from etabli.billing.models import Payment
from etabli.kit.journal import seals
from etabli.kit.seals import Seal


def test_columns_stay_open_only_in_rows_that_are_final_always() -> None:
    assert Seal(open=("words",)).open == ("words",)
    with pytest.raises(TypeError, match="final always"):
        Seal(column="state", value="issued", open=("words",))


def test_a_sealed_table_that_is_not_journalled_is_no_silent_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Payment._meta.db_table in seals()
    monkeypatch.setattr(Payment, "journalled", False, raising=False)
    with pytest.raises(TypeError, match="Payment"):
        seals()
