"""What is refused by a text names that text; where none was found, the sentence names the setting instead."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from etabli.pathways.wording import SENTENCES

TEXT = re.compile(r"CASF, article|Code du travail, article|decree 2022-1561|rules of the CDD tremplin")
BY_A_TEXT = [
    "secondment_too_long",
    "trial_objective_missing",
    "trial_month_over",
    "trial_too_often",
    "trial_days_over",
    "springboard_too_short",
    "springboard_too_long",
    "springboard_hours",
    "dual_hours_missing",
    "dual_hours_over",
    "agreement_too_long",
    "agreement_renewed_too_long",
    "agreement_opposed",
    "return_not_from_job",
    "return_orientation_over",
    "return_without_agreement",
]


@pytest.mark.parametrize("code", BY_A_TEXT)
def test_a_refusal_by_a_text_names_it(code: str) -> None:
    with translation.override("en"):
        assert TEXT.search(str(SENTENCES[code]))


def test_a_limit_without_a_text_says_that_it_is_a_setting() -> None:
    with translation.override("en"):
        assert "in the settings" in str(SENTENCES["discovery_too_long"])
