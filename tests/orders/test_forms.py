"""What every form of this room promises: each refusal that has a field is one that exists."""

from __future__ import annotations

from etabli.kit.wording import worded_codes
from etabli.orders import forms


def test_the_refusals_that_stand_beside_a_field_exist() -> None:
    assert not set(forms.FIELDS) - worded_codes()
