"""What the pages of competences show: rows turned into plain values for their templates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from etabli.org.models import Establishment
from etabli.support.models import Competence, Framework, Profile
from etabli.support.states import CompetenceKind, FrameworkState, ProfileKind
from etabli.support.wording import COMPETENCE_KINDS, FRAMEWORK_STATES, PROFILE_KINDS

FRAMEWORK_STATUS = {FrameworkState.DRAFT: "watch", FrameworkState.PUBLISHED: "ok", FrameworkState.RETIRED: "off"}
"""How `components/status.html` shows each state."""


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
    """What a profile asks for, and whether it must be chosen again because the framework was replaced."""
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
