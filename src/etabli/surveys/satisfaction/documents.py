"""The sheets with the codes: one slip a person, cut and handed out as they come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext

from etabli.kit import localised
from etabli.kit.papers import paper, setting
from etabli.surveys.satisfaction.codes import spaced
from etabli.surveys.satisfaction.models import SatisfactionCampaign


def sheets(campaign: SatisfactionCampaign, codes: Sequence[str], *, address: str, on: date) -> bytes:
    """The PDF, in the present language. `address`: of the page that asks for a code, as one types it."""
    return paper("etabli.surveys", "satisfaction_codes", contents(campaign, codes, address=address, on=on))


def contents(campaign: SatisfactionCampaign, codes: Sequence[str], *, address: str, on: date) -> dict[str, Any]:
    """All that the sheets say, as plain values."""
    last = localised.day(campaign.closes_before - timedelta(days=1), "long")
    return {
        **setting(on),
        "title": campaign.title,
        "place": campaign.establishment.name,
        "codes": [spaced(code) for code in codes],
        "words": {
            "open": gettext("1. Open this page:"),
            "address": address,
            "type": gettext("2. Type this code:"),
            "answer": gettext("3. Answer the questions. Choose a drawing. You may skip a question."),
            "nameless": gettext("Nobody knows what you answer. Your name is written nowhere. The code works once."),
            "help": gettext("You may ask someone you trust to read with you."),
            "until": gettext("Until %(day)s.") % {"day": last},
            "slip": gettext("Sheet"),
        },
    }
