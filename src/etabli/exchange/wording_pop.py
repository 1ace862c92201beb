"""The sentences about support plans as files."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

POP = {
    "pop_nowhere": _("%(name)s is not registered there. Check the number of the establishment."),
    "pop_which_place": _(
        "%(name)s is registered in several establishments: say which with --establishment (%(known)s)."
    ),
    "pop_no_plan": _("%(name)s has no plan there yet that was agreed. A draft is not exported."),
    "not_a_pop": _("“%(name)s” is not a support plan of Établi. Check the file."),
    "pop_version_unknown": _(
        "“%(name)s” is a plan of version %(value)s; this Établi reads version %(known)s. Bring Établi up to date."
    ),
    "pop_other_person": _(
        "The staff number “%(value)s” is that of %(name)s here, not of %(written)s. Correct the number in the file."
    ),
    "pop_goal_unknown": _("“%(value)s” is not a goal of this file that can be read. Write it as the goal is worded."),
    "pop_kind_unknown": _("“%(value)s” is not the code of a kind of action here. Add the kind, or correct the code."),
    "pop_competence_unknown": _(
        "The competence “%(value)s” (%(framework)s, version %(version)s) is not known here: the goal is taken without it."
    ),
    "pop_section_missing": _("Plans have no such section here: the text is left out."),
    "pop_over": _("“%(value)s” is over: it stays where it was done."),
}
