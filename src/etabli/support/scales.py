"""A scale to begin with, where a workplace has written none: four levels of help, as a framework's language says them."""

from __future__ import annotations

from django.utils.translation import gettext, override

from etabli.support.rules import LevelSpec


def usual_scale(language: str) -> tuple[LevelSpec, ...]:
    """From full help to teaching others. What could not be seen is no level: it is an assessment without one."""
    with override(language):
        return (
            LevelSpec(
                gettext("With full help"),
                gettext("Someone does it together with the person, from beginning to end."),
                gettext("I need help."),
                "handshake",
            ),
            LevelSpec(
                gettext("With some help"),
                gettext("Someone is near, and helps when it gets hard."),
                gettext("I need a little help."),
                "people-dialogue",
            ),
            LevelSpec(
                gettext("Alone"), gettext("Does it without being reminded."), gettext("I do it alone."), "thumbs-up"
            ),
            LevelSpec(
                gettext("Can teach"), gettext("Shows others how it is done."), gettext("I show others."), "teacher"
            ),
        )
