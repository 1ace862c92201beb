"""A funding dossier as a page and a paper show it: plain values in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext

from etabli.attendance.queries.months import Unsettled
from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.cpom import rules, showing
from etabli.cpom.models import Dossier
from etabli.cpom.queries.dossiers import Content, Difference, differences
from etabli.cpom.states import DossierState, Gap
from etabli.cpom.wording import DIRECTIONS, gap_worded
from etabli.indicators.choosing import in_words
from etabli.indicators.definitions import definitions
from etabli.indicators.formats import shown_number
from etabli.indicators.presenting import division, language, unit_of, value_of
from etabli.indicators.provisional import worded
from etabli.indicators.queries import Figure
from etabli.indicators.wording import figure_named
from etabli.kit import localised
from etabli.kit.wording import sentence


def shown(dossier: Dossier, content: Content) -> dict[str, Any]:
    """What the dossier says, and what has changed since it was frozen."""
    period = Period(date.fromisoformat(content["from"]), date.fromisoformat(content["to"]))
    return {
        "period": in_words(period),
        "figures": [_figure(row, period) for row in content["figures"]],
        "gaps": [_gap(row["code"], row["facts"]) for row in content["gaps"]],
        "differences": [
            {"label": figure_named(row.code), "sentence": _difference(row, period)} for row in differences(dossier)
        ],
        "seal": _seal(dossier),
    }


def _gap(code: str, facts: Mapping[str, Any]) -> str:
    """What was lacking, worded now from what was kept of it."""
    if code == Gap.PROVISIONAL:
        months = tuple(date.fromisoformat(month) for month in facts["open_months"])
        return gap_worded(code, {"why": worded(Unsettled(months, facts["awaited"], facts["missing"])).text})
    return gap_worded(code, {**facts, "why": _why(facts.get("refusal"))})


def _why(refusal: Sequence[Any] | None) -> str:
    """Why a figure was not given; empty when it was."""
    return sentence(Refusal(refusal[0], **refusal[1])) if refusal else ""


def _seal(dossier: Dossier) -> str:
    if dossier.state != DossierState.FROZEN or dossier.frozen_at is None:
        return gettext("Draft: its figures are those of today.")
    who = dossier.frozen_by
    name = (who.get_full_name() or who.get_username()) if who is not None else gettext("the operator")
    words = {"moment": localised.moment(dossier.frozen_at), "name": name, "digest": dossier.digest}
    return gettext("Frozen on %(moment)s by %(name)s. SHA-256 of its content: %(digest)s") % words


def _figure(row: Mapping[str, Any], period: Period) -> dict[str, str]:
    figure = _as_figure(row, period)
    return {
        "code": row["code"],
        "label": figure_named(row["code"]),
        "value": _value(row, period),
        "division": division(figure) if figure is not None and row["num"] is not None else _why(row["refusal"]),
        "target": _target(row),
        "regional": _regional(row),
        "regional_source": row["regional"][2] if row["regional"] else "",
        "prevails": "1" if row["regional"] and row["target"] else "",
        "formula": definitions()[row["code"]].formula(language()) if row["code"] in definitions() else "",
    }


def _as_figure(row: Mapping[str, Any], period: Period) -> Figure | None:
    """The figure that was frozen; None when its definition is gone."""
    definition = definitions().get(row["code"])
    return None if definition is None else Figure(definition, "", period, row["num"], row["den"])


def _value(row: Mapping[str, Any], period: Period) -> str:
    figure = _as_figure(row, period)
    if figure is None:
        return _made_of(row)
    if row["num"] is None:
        return gettext("not given")
    return f"{value_of(figure)} {unit_of(figure)}".strip()


def _target(row: Mapping[str, Any]) -> str:
    definition = definitions().get(row["code"])
    if not row["target"] or definition is None:
        return ""
    direction, target = row["target"]
    return f"{DIRECTIONS[direction]} {showing.amount(definition, target)}"


def _regional(row: Mapping[str, Any]) -> str:
    definition = definitions().get(row["code"])
    if not row["regional"] or definition is None:
        return ""
    direction, value, _ = row["regional"]
    return f"{DIRECTIONS[direction]} {showing.amount(definition, rules.whole_target(value, definition.is_ratio) or 0)}"


def _sourced(row: Mapping[str, Any]) -> str:
    """The target of the region with where it is written: either may change."""
    return f"{_regional(row)} ({row['regional'][2]})" if row["regional"] else ""


def _difference(row: Difference, period: Period) -> str:
    """What was frozen and what is now, as `frozen 93,40 %, now 93,60 %`."""
    if row.now is None:
        return gettext("this figure no longer exists")
    pairs = [
        (gettext("frozen %(then)s, now %(now)s"), _value(row.frozen, period), _value(row.now, period)),
        (gettext("made of %(then)s when frozen, of %(now)s now"), _made_of(row.frozen), _made_of(row.now)),
        (gettext("target %(then)s when frozen, %(now)s now"), _target(row.frozen), _target(row.now)),
        (gettext("regional target %(then)s when frozen, %(now)s now"), _sourced(row.frozen), _sourced(row.now)),
    ]
    said = [
        text % {"then": then or gettext("none"), "now": now or gettext("none")}
        for text, then, now in pairs
        if then != now
    ]
    if row.frozen["version"] != row.now["version"]:
        words = {"then": row.frozen["version"], "now": row.now["version"]}
        said.append(gettext("its definition was version %(then)s, now %(now)s") % words)
    return "; ".join(said)


def _made_of(row: Mapping[str, Any]) -> str:
    """Numerator and denominator: they may change while the value does not."""
    if row["num"] is None:
        return ""
    number = shown_number(row["num"])
    return number if row["den"] is None else f"{number} ÷ {shown_number(row['den'])}"
