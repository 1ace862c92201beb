"""Figures as a reader sees them."""

from __future__ import annotations

import pytest
from django.utils import translation

from etabli.indicators.definitions import definitions
from etabli.indicators.formats import shown_value


@pytest.mark.parametrize(
    ("language", "shown"), [("fr", "97,00\u00a0%"), ("nl", "97,00\u00a0%"), ("en", "97.00\u00a0%")]
)
def test_a_percentage_is_never_torn_from_its_sign_at_the_end_of_a_line(language: str, shown: str) -> None:
    with translation.override(language):
        assert shown_value(definitions()["occupancy_rate"], 0.97) == shown
