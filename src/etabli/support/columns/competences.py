"""Frameworks and profiles as tables."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from etabli.kit.exports import Column, Kind
from etabli.support.models import Framework, Profile
from etabli.support.states import FrameworkState, ProfileKind
from etabli.support.wording import FRAMEWORK_STATES, PROFILE_KINDS


def _framework_url(row: Framework) -> str:
    return reverse("support:framework", args=[row.establishment.finess, row.pk])


def _profile_url(row: Profile) -> str:
    return reverse("support:profile", args=[row.establishment.finess, row.pk])


def _state(row: Framework) -> Any:
    return FRAMEWORK_STATES[FrameworkState(row.state)]


def _kind(row: Profile) -> Any:
    return PROFILE_KINDS[ProfileKind(row.kind)]


FRAMEWORKS = (
    Column("title", _("Framework"), "title", heads_row=True, url=_framework_url),
    Column("version", _("Version"), "version", Kind.INTEGER),
    Column("state", _("State"), _state),
    Column("code", _("Code"), "code"),
    Column("language", _("Language"), "language"),
    Column("count", _("Competences"), "count", Kind.INTEGER),
)
PROFILES = (
    Column("name", _("Task or post"), "name", heads_row=True, url=_profile_url),
    Column("kind", _("Kind"), _kind),
    Column("count", _("Levels asked for"), "count", Kind.INTEGER),
    Column("activity_code", _("Code of the activity"), "activity_code"),
)
