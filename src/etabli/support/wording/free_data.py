"""The sentences of what is refused about free fields, and the words of their kinds."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from etabli.support.states import FieldKind, Target

SENTENCES = {
    "free_label_empty": _("Give the field a name."),
    "free_purpose_empty": _("Say why this is asked: what serves nothing is not kept."),
    "free_choices_missing": _("Write at least %(least)s choices, one a line."),
    "free_readers_missing": _("Say which roles read it."),
    "free_role_unknown": _("This field can be opened to the support team and the instructors only."),
    "free_writer_reads": _("Who writes the field must read it too."),
    "free_field_used": _(
        "Something is written in this field: what it is about and its kind stay. Retire it and add another."
    ),
    "free_field_not_hers": _("You may not write in “%(label)s”."),
    "free_value_unreadable": _("“%(value)s” cannot be read in “%(label)s”. Check it."),
}
FIELDS = {
    "free_label_empty": "label",
    "free_purpose_empty": "purpose",
    "free_choices_missing": "choices",
    "free_readers_missing": "read_roles",
    "free_role_unknown": "read_roles",
    "free_writer_reads": "write_roles",
    "free_field_used": "kind",
    "share_code_unreadable": "code",
    "share_code_taken": "code",
}
"""The field beside which the sentence of each refusal stands."""

TARGETS = {Target.PERSON: _("The person"), Target.PLAN: _("A plan"), Target.ACTION: _("A support action")}
FIELD_KINDS = {
    FieldKind.TEXT: _("Text"),
    FieldKind.NUMBER: _("Number"),
    FieldKind.DATE: _("Date"),
    FieldKind.CHOICE: _("One of several"),
    FieldKind.YES_NO: _("Yes or no"),
}
READS = {
    "support.free": _("Free data of a person"),
    "support.free.find": _("Search in free data"),
    "support.free.export": _("Free data taken as a sheet"),
    "support.free.figure": _("Free data in figures"),
    "support.free.figure_export": _("Figures of free data taken as a sheet"),
}
"""What the log of reads says."""
