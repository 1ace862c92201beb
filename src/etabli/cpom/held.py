"""What this room holds on a person: the objectives a contract sets for her. Counts and targets stay, words go."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from etabli.cpom.models import Objective, ObjectiveTerms, ObjectiveYear, Statement
from etabli.kit.held import Part

PARTS = (
    Part(
        ObjectiveYear,
        _("Targets by year, of objectives set for the person"),
        "terms__objective__person",
        blanked={"target_words": ""},
    ),
    Part(
        ObjectiveTerms,
        _("What is promised of objectives set for the person"),
        "objective__person",
        blanked={"wording": "", "target_words": "", "comment": ""},
    ),
    Part(
        Statement,
        _("What is said of objectives set for the person"),
        "objective__person",
        blanked={"value": "", "comment": ""},
    ),
    Part(Objective, _("Objectives of the contract set for the person")),
)
