"""What the pages of the office show, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext, ngettext

from etabli.kit import localised
from etabli.kit.charts import Bar, Picture, signs
from etabli.surveys.satisfaction.models import SatisfactionCampaign
from etabli.surveys.satisfaction.queries import Standing
from etabli.surveys.satisfaction.rules import Result
from etabli.surveys.satisfaction.states import OWN_PICTOGRAM, QUESTIONS, CampaignState
from etabli.surveys.satisfaction.wording import FACES, KINDS, STATES, question_named, question_worded

YEARS_SHOWN = 5


def standing_row(standing: Standing) -> dict[str, Any]:
    """A campaign with its counts in words."""
    row, state = standing.campaign, standing.state
    return {
        "campaign": row,
        "state": STATES[state],
        "kind": KINDS[state],
        "is_open": state == CampaignState.OPEN,
        "is_closed": state == CampaignState.CLOSED,
        "is_told": standing.is_told,
        "may_reopen": state == CampaignState.CLOSED and not standing.is_told,
        "last_day": row.closes_before - timedelta(days=1),
        "invited": standing.invited,
        "tickets": standing.tickets,
        "answers": standing.answers,
        "rate": localised.ratio(standing.rate, 0),
    }


def questions_of(campaign: SatisfactionCampaign) -> list[dict[str, str]]:
    return [
        {"text": question_worded(row), "pictogram": QUESTIONS.get(row["code"], OWN_PICTOGRAM)}
        for row in campaign.questions
    ]


def results_table(campaign: SatisfactionCampaign, results: Sequence[Result]) -> dict[str, Any]:
    """Each question with its counts by face; in words where too few answered it."""
    words = {row["code"]: question_worded(row) for row in campaign.questions}
    return {
        "faces": list(FACES.values()),
        "span": len(FACES) + 2,
        "rows": [
            {
                "label": words[row.code],
                "counts": row.counts,
                "answered": row.answered,
                "satisfied": localised.ratio(row.satisfied, 0) if row.counts else "",
            }
            for row in results
        ],
    }


def years_table(standings: Sequence[Standing], told: Mapping[int, Mapping[str, float | None]]) -> dict[str, Any] | None:
    """The satisfied part of each question, year against year; None where no results are told. Questions of the workplace's
    own are told in their year only: next year others may stand under the same code."""
    years = sorted(told)[-YEARS_SHOWN:]
    if not years:
        return None
    asked = {code for year in years for code in told[year] if code in QUESTIONS}
    rates = {row.campaign.year: localised.ratio(row.rate, 0) for row in standings}
    return {
        "years": years,
        "rates": [rates[year] for year in years],
        "rows": [
            {
                "label": question_worded({"code": code, "text": ""}),
                "cells": [_part(told[year].get(code)) for year in years],
            }
            for code in QUESTIONS
            if code in asked
        ],
    }


def _part(value: float | None) -> str:
    return "–" if value is None else localised.ratio(value, 0)


def picture_of(campaign: SatisfactionCampaign, results: Sequence[Result]) -> Picture:
    """The satisfied part of each question, as bars."""
    named = {row["code"]: question_named(row) for row in campaign.questions}
    shown = [row for row in results if row.satisfied is not None]
    bars = tuple(Bar(named[row.code], (row.satisfied or 0) * 100, localised.ratio(row.satisfied, 0)) for row in shown)
    hidden = len(results) - len(shown)
    more = ngettext("%(count)s question not told.", "%(count)s questions not told.", hidden) % {"count": hidden}
    described = "; ".join(localised.colon(bar.label, bar.text) for bar in bars)
    return Picture(
        gettext("Those who said yes or very much, by question"),
        f"{described}. {more}" if hidden else described,
        signs(),
        bars=bars,
    )
