"""The effect page and its document: what was observed around a kind of action, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from etabli.core.evolution import NotEnough
from etabli.indicators.effect_wording import (
    chance_worded,
    correction_worded,
    group_verdict,
    index_worded,
    lack_worded,
    person_verdict,
    trend_verdict,
)
from etabli.kit import localised
from etabli.support.queries import Effect, OfGroup, OfPerson


def group_rows(effect: Effect) -> list[dict[str, Any]]:
    """One row a competence, for `indicators/support_effect.html`."""
    return [_group_row(row) for row in effect.groups]


def _group_row(row: OfGroup) -> dict[str, Any]:
    kind, label = group_verdict(row.change, row.chance)
    trend_kind, trend_label = trend_verdict(row.trend, row.trend_chance)
    shown: dict[str, Any] = {
        "title": row.title,
        "persons": row.persons,
        "status": kind,
        "label": label,
        "trend_status": trend_kind,
        "trend_label": trend_label,
        "chance": chance_worded(row.chance),
        "trend_chance": chance_worded(row.trend_chance),
        **dict.fromkeys(("higher", "same", "lower", "size"), ""),
    }
    if not isinstance(row.change, NotEnough):
        shown |= {
            "higher": row.change.higher,
            "same": row.change.same,
            "lower": row.change.lower,
            "size": "" if row.change.size is None else localised.number(float(row.change.size), 2),
        }
    return shown


def person_rows(rows: Sequence[OfPerson], names: Mapping[int, str]) -> list[dict[str, Any]]:
    """One row a person and competence; `names` by person (key)."""
    return [_person_row(row, names.get(row.person, "")) for row in rows]


def _person_row(row: OfPerson, name: str) -> dict[str, Any]:
    kind, label = person_verdict(row.change, row.chance)
    shown: dict[str, Any] = {
        "person": row.person,
        "name": name,
        "title": row.title,
        "before": " ".join(map(str, row.before)),
        "after": " ".join(map(str, row.after)),
        "raters": row.raters,
        "status": kind,
        "label": label,
        "chance": chance_worded(row.chance),
        "index": index_worded(row.index),
        **dict.fromkeys(("pairs", "nap", "tau", "tau_u", "corrected"), ""),
    }
    if not isinstance(row.change, NotEnough):
        pairs = row.change.compared
        shown |= {
            "pairs": f"{pairs.higher} / {pairs.same} / {pairs.lower}",
            "nap": localised.number(float(pairs.nap), 2),
            "tau": localised.number(float(pairs.tau), 2),
            "tau_u": localised.number(float(row.change.tau_u), 2),
            "corrected": localised.number(float(row.change.corrected.tau), 2),
        }
    return shown


# ---------------------------------------------------------------- as a document


def effect_document(effect: Effect, numbers: Mapping[int, str]) -> dict[str, Any]:
    """Everything of an effect for `--json`. `numbers`: staff numbers by person (key)."""
    return {
        "action": effect.kind.code,
        "rater": str(effect.rater),
        "correction": str(effect.correction),
        "persons": len(effect.had),
        "sessions": effect.sessions,
        "minutes": effect.minutes,
        "not_seen": effect.unseen,
        "groups": [_group_document(row) for row in effect.groups],
        "single": [_person_document(row, numbers) for row in effect.persons],
    }


def _line(row: OfGroup | OfPerson) -> dict[str, Any]:
    line = row.line
    return {"framework": line.framework, "scale_since": line.scale_since, "competence": line.code, "title": row.title}


def _group_document(row: OfGroup) -> dict[str, Any]:
    found: dict[str, Any] = {**_line(row), "persons": row.persons}
    if isinstance(row.change, NotEnough):
        found["wilcoxon"] = _lack_document(row.change)
    else:
        change = row.change
        found["wilcoxon"] = {
            "higher": change.higher,
            "same": change.same,
            "lower": change.lower,
            "statistic": float(change.statistic),
            "rank_biserial": None if change.size is None else float(change.size),
            "p": change.chance,
            "p_corrected": row.chance,
            "said": group_verdict(change, row.chance)[1],
        }
    if isinstance(row.trend, NotEnough):
        found["page"] = _lack_document(row.trend)
    else:
        found["page"] = {
            "times": row.trend.times,
            "persons": row.trend.persons,
            "statistic": float(row.trend.statistic),
            "p": row.trend.chance,
            "p_corrected": row.trend_chance,
            "said": trend_verdict(row.trend, row.trend_chance)[1],
        }
    return found


def _person_document(row: OfPerson, numbers: Mapping[int, str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "person": numbers.get(row.person, str(row.person)),
        **_line(row),
        "before": list(row.before),
        "after": list(row.after),
        "raters": row.raters,
        "reliable_change_index": row.index,
    }
    if isinstance(row.change, NotEnough):
        return {**found, **_lack_document(row.change)}
    change = row.change
    return {
        **found,
        "pairs": {"higher": change.compared.higher, "same": change.compared.same, "lower": change.compared.lower},
        "nap": float(change.compared.nap),
        "tau": float(change.compared.tau),
        "tau_u": float(change.tau_u),
        "tau_corrected": float(change.corrected.tau),
        "p": change.chance,
        "p_corrected": row.chance,
        "said": person_verdict(change, row.chance)[1],
    }


def _lack_document(lack: NotEnough) -> dict[str, Any]:
    return {"not_enough": str(lack.lack), "have": lack.have, "need": lack.need, "said": lack_worded(lack)}


def effect_text(effect: Effect) -> str:
    """The same for a terminal, nobody named."""
    lines = [
        f"{effect.kind.name}: {len(effect.had)} · {effect.sessions} · {localised.hours(effect.minutes)}",
        correction_worded(effect.correction),
    ]
    for row in effect.groups:
        said = group_verdict(row.change, row.chance)[1]
        lines.append(localised.colon(f"{row.title} ({row.persons})", said))
    return "\n".join(lines)
