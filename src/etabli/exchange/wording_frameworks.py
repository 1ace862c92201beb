"""The sentences about files of competence frameworks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

FRAMEWORK_FILES = {
    "json_unreadable": _(
        "“%(name)s” is not a JSON file that can be read: see line %(line)s, column %(column)s. Export it again."
    ),
    "not_a_package": _("“%(name)s” is not a support package of Établi. Check the file, or its format."),
    "package_version_unknown": _(
        "“%(name)s” is a package of version %(value)s; this Établi reads version %(known)s. Bring Établi up to date."
    ),
    "no_competence_found": _(
        "“%(name)s” holds no competence with a code and a label. Check that it is the right file."
    ),
}
"""Of a file that could not be read at all."""
FRAMEWORKS = {
    "list_expected": _("A list is expected here."),
    "object_expected": _("An object with keys and values is expected here."),
    "text_expected": _("“%(value)s” is not a text. Write it between quotation marks."),
    "minutes_expected": _("“%(value)s” is not a number of minutes: a whole number of 1 or more."),
    "too_many_competences": _(
        "“%(value)s” has %(count)s competences; a framework has %(most)s at most. Take those you work with: --containing."
    ),
    "count_expected": _("“%(value)s” is not a whole number from 0 to %(most)s."),
    "section_code_unreadable": _("“%(value)s” is not a code: use letters, digits, hyphens and underscores."),
    "too_many_sections": _("%(value)s sections: a plan has %(most)s at most."),
    "template_unused": _("Plans here are of another kind: these sections are kept and not used."),
    "pictogram_ignored": _("There is no pictogram “%(value)s” here: it is left out."),
    "key_ignored": _("“%(value)s”: not read."),
}
