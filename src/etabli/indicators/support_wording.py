"""The words of what figures of support are made of, and of what they leave out."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from etabli.support.wording.plans import CATEGORIES

PARTS = {
    **{str(category): word for category, word in CATEGORIES.items()},
    "for_person": _("For one person"),
    "for_workshop": _("For a whole workshop"),
    "said_of_herself": _("Self-assessment"),
    "seen_once": _("Seen once: nothing to compare with"),
    "few_persons_assessed": _("Kind of action with fewer than 6 persons assessed before and after"),
    "goal_given_up": _("Goal given up"),
    "outcome_not_said": _("Goal that ended without a word on how"),
}
"""By their code in the definitions; none is the code of a reason of `wording.REASONS` or of a part of pathways."""
