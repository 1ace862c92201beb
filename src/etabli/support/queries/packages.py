"""What a workplace hands to another: frameworks, kinds of support actions, sections of plans, free fields; see
docs/support-package.md."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from etabli.org.models import Establishment
from etabli.support.models import ActionKind, Framework, FreeField, PlanSection
from etabli.support.queries.competences import framework_spec
from etabli.support.states import FrameworkState

SCHEMA, SCHEMA_VERSION = "etabli-support-package", 1
FREE_FIELD = (
    "target",
    "code",
    "label",
    "kind",
    "choices",
    "purpose",
    "retention_months",
    "read_roles",
    "write_roles",
    "position",
)
"""What a package says of a free field; never what is written in it."""


def package_of(frameworks: Iterable[Framework], action_kinds: Iterable[ActionKind] = ()) -> dict[str, Any]:
    """As JSON writes it. It says nothing of any person."""
    return {
        "schema": SCHEMA,
        "version": SCHEMA_VERSION,
        "frameworks": [_framework(row) for row in frameworks],
        "action_kinds": [
            {
                "code": row.code,
                "name": row.name,
                "category": row.category,
                "default_minutes": row.default_minutes,
            }
            for row in action_kinds
        ],
        "plan_template": None,
        "free_fields": [],
    }


def whole_package(establishment: Establishment) -> dict[str, Any]:
    """Every framework in use, every kind of action and free field that is not retired, and the sections that the workplace
    gave its plans (None: the usual ones)."""
    frameworks = Framework.objects.filter(establishment=establishment, state=FrameworkState.PUBLISHED)
    kinds = ActionKind.objects.filter(establishment=establishment, retired=False)
    fields = FreeField.objects.filter(establishment=establishment, retired_on=None)
    return package_of(frameworks.order_by("code"), kinds.order_by("code")) | {
        "plan_template": _templates(establishment) or None,
        "free_fields": [{name: getattr(row, name) for name in FREE_FIELD} for row in fields.order_by("code")],
    }


def _templates(establishment: Establishment) -> list[dict[str, Any]]:
    sections: dict[str, list[dict[str, str]]] = {}
    for row in PlanSection.objects.filter(establishment=establishment).order_by("kind", "position", "pk"):
        told = {"code": row.code, "title": row.title, "hint": row.hint}
        sections.setdefault(row.kind, []).append(_filled(told, ("code", "title")))
    return [{"kind": kind, "sections": rows} for kind, rows in sections.items()]


def _framework(row: Framework) -> dict[str, Any]:
    """Empty texts are left out, but for what a reader of the file looks for."""
    spec = asdict(framework_spec(row))
    return {
        **{name: spec[name] for name in ("code", "language", "title", "source")},
        "levels": [_filled(level, ("label",)) for level in spec["levels"]],
        "competences": [_filled(one, ("code", "kind", "title")) for one in spec["competences"]],
    }


def _filled(values: dict[str, Any], always: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value or name in always}
