"""The screens of the room."""

from etabli.surveys.views.editions import edition, edition_file, editions
from etabli.surveys.views.filling import answer, form, forms, restore, section
from etabli.surveys.views.persons import behind, behind_export, gaps

__all__ = [
    "answer",
    "behind",
    "behind_export",
    "edition",
    "edition_file",
    "editions",
    "form",
    "forms",
    "gaps",
    "restore",
    "section",
]
