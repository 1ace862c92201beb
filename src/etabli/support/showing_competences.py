"""What the pages of competences show: rows turned into plain values for their templates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from etabli.org.models import Establishment, User
from etabli.support import queries
from etabli.support.models import Assessment, Competence, Framework, Profile
from etabli.support.queries import Asked, Line
from etabli.support.states import AssessmentContext, CompetenceKind, FrameworkState, Gap, ProfileKind
from etabli.support.wording import COMPETENCE_KINDS, CONTEXTS, FRAMEWORK_STATES, GAPS, PROFILE_KINDS

FRAMEWORK_STATUS = {FrameworkState.DRAFT: "watch", FrameworkState.PUBLISHED: "ok", FrameworkState.RETIRED: "off"}
GAP_STATUS = {Gap.REACHED: "ok", Gap.BELOW: "watch", Gap.UNKNOWN: "off"}
"""How `components/status.html` shows each."""


def tabs(place: Establishment, current: str) -> list[dict[str, Any]]:
    """What is defined about competences, side by side."""
    pages = {"frameworks": gettext("Frameworks"), "profiles": gettext("Profiles")}
    return [
        {"label": label, "url": reverse(f"support:{name}", args=[place.finess]), "current": name == current}
        for name, label in pages.items()
    ]


def framework_status(row: Framework) -> dict[str, Any]:
    state = FrameworkState(row.state)
    return {
        "kind": FRAMEWORK_STATUS[state],
        "label": FRAMEWORK_STATES[state],
        "is_draft": state == FrameworkState.DRAFT,
    }


def competence_rows(rows: Iterable[Competence]) -> list[dict[str, Any]]:
    """In the order given, each with the word of its kind."""
    return [{"row": row, "kind": COMPETENCE_KINDS[CompetenceKind(row.kind)]} for row in rows]


def profile_kind(row: Profile) -> Any:
    return PROFILE_KINDS[ProfileKind(row.kind)]


def asked_rows(row: Profile) -> list[dict[str, Any]]:
    """What a profile asks for, framework by framework."""
    rows = row.asked.select_related("competence__framework", "level").order_by(
        "competence__framework__title", "competence__position", "pk"
    )
    return [
        {
            "competence": one.competence,
            "level": one.level,
            "framework": one.competence.framework,
        }
        for one in rows
    ]


# ---------------------------------------------------------------- of a person


def person_rows(shown: Iterable[Competence], rows: Sequence[Assessment], gaps: Sequence[Asked]) -> list[dict[str, Any]]:
    """Each competence: the last of each rater, the change from the first seen to the last, and what a profile asks for.

    `rows`: those that the reader may read, the oldest first.
    """
    asked = {one.competence.pk: one for one in gaps}
    changed = queries.changes(rows)
    by_line: dict[Line, list[Assessment]] = {}
    for row in rows:
        by_line.setdefault(queries.line_of(row.competence), []).append(row)
    found = []
    for one in shown:
        line = queries.line_of(one)
        against = asked.get(one.pk)
        raters = queries.side_by_side(by_line.get(line, ()), line)
        found.append(
            {
                "competence": one,
                "kind": COMPETENCE_KINDS[CompetenceKind(one.kind)],
                "told": [_said(row) for row in raters if row.by_person],
                "seen": [_said(row) for row in raters if not row.by_person],
                "change": change_worded(changed.get(line)),
                "asked": against and against.level,
                "gap": against and {"kind": GAP_STATUS[against.gap], "label": GAPS[against.gap]},
                "count": len(by_line.get(line, ())),
            }
        )
    return found


def _said(row: Assessment) -> dict[str, Any]:
    return {
        "level": row.level.label if row.level else gettext("Could not be seen"),
        "rater": rater_named(row),
        "day": row.day,
        "context": CONTEXTS[AssessmentContext(row.context)],
    }


def rater_named(row: Assessment) -> str:
    """Who wrote it down; empty for the command line."""
    return (row.rater.get_full_name() or row.rater.get_username()) if row.rater else ""


def change_worded(levels: int | None) -> str:
    """In levels, never more: ranks order and measure nothing. Empty when there is nothing to compare."""
    if levels is None:
        return ""
    if not levels:
        return gettext("the same level")
    if levels > 0:
        return ngettext("%(count)s level up", "%(count)s levels up", levels) % {"count": levels}
    return ngettext("%(count)s level down", "%(count)s levels down", -levels) % {"count": -levels}


def counts(shown: Sequence[Competence], rows: Sequence[Assessment], gaps: Sequence[Asked]) -> dict[str, int]:
    """Counts of competences, which is all that may be added up: `all`, `seen` by others, and of those asked for the
    `reached`, `below` and `unknown`."""
    last = queries.latest(rows)
    found = {"all": len(shown), "seen": sum(queries.line_of(one) in last for one in shown)}
    return {**found, **{str(gap): count for gap, count in queries.reached(gaps).items()}}


def history_rows(rows: Iterable[Assessment], reader: User) -> list[dict[str, Any]]:
    """Every assessment of one competence; `mine`: the reader may put it right."""
    found = []
    for row in rows:
        replaced = getattr(row, "corrected_by", None)
        found.append(
            {
                "row": row,
                "level": row.level.label if row.level else gettext("Could not be seen"),
                "rater": rater_named(row),
                "context": CONTEXTS[AssessmentContext(row.context)],
                "taken_back": replaced is not None and replaced.withdrawn,
                "corrected": replaced is not None and not replaced.withdrawn,
                "mine": replaced is None and row.rater_id == reader.pk,
            }
        )
    return found
