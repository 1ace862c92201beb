"""The sentences of what is refused about work, and the words of its states."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from etabli.core.load import Balance
from etabli.core.presence import Purpose, Use
from etabli.core.regularity import Kind
from etabli.core.suiting import Concern
from etabli.people.states import RestrictionKind
from etabli.people.wording import RESTRICTION_KINDS
from etabli.production.states import Mark, OperationKind, Split

SENTENCES: dict[str, Any] = {
    "too_many_parts": _("A half-day has at most %(most)s activities, not %(value)s."),
    "activity_unknown": _("This activity is not one of the establishment. Choose another one."),
    "activity_no_longer_used": _(
        "The activity %(name)s is no longer used. Choose another one, or have it put back in the settings."
    ),
    "activity_elsewhere": _("The activity %(name)s is one of another workshop. Choose one of this workshop."),
    "workshop_not_yours_then": _(
        "On %(day)s you had no right to write for the workshop %(name)s. Ask a head of service to write it, or to give"
        " you the right."
    ),
    "quantity_out_of_range": _("A quantity goes from 0 to %(most)s."),
    "output_empty": _("Nothing was counted. Write how many are good, or how many are rejected."),
    "group_unknown": _("This work group is not one of the establishment."),
    "output_unknown": _("The record to correct is not one of your workshops."),
    "cause_missing": _("Say why some were rejected."),
    "cause_unknown": _("This cause of rejects is no longer used. Choose another one."),
    "shares_missing": _("Say how many each person made: an agreed split needs its shares."),
    "shares_do_not_sum": _("The shares do not sum to the total. Correct them."),
    "person_twice": _("The same person stands there twice. Keep one of the two."),
    "too_many_people": _("%(value)s people are too many: at most %(most)s."),
    "hours_backwards": _("The intervention ends after it starts, on the same day."),
    "site_missing": _("Say where the intervention was."),
    "too_many_photos": _("A report has at most %(most)s photos, not %(value)s."),
    "report_unknown": _("The report to correct is not one of your workshops."),
    "message_empty": _("The message is empty. Write what has to be known."),
    "role_not_addressed": _("Choose whom the message is for."),
    "message_unknown": _("This message is not in the log of your workshops."),
    "activity_code_wrong": _("“%(value)s” is not a code: one to %(most)s signs, without spaces."),
    "activity_code_taken": _("The workshop has an activity %(value)s already: %(name)s. Give another code."),
    "cause_code_wrong": _("“%(value)s” is not a code: one to %(most)s signs, without spaces."),
    "cause_code_taken": _("There is a cause %(value)s already: %(name)s. Give another code."),
    "standard_time_wrong": _("The time for 1,000 units goes up to %(most)s hours. Leave it empty when there is none."),
    "rhythm_wrong": _("A rhythm is a percentage above 0 and up to 200 %%; 100 %% is the usual one."),
    "presence_target_wrong": _("A target is a percentage above 0 and up to 100 %%."),
    "task_unsuited": _(
        "%(name)s is not put on %(task)s: a restriction or a missing certification stands against every step of it."
    ),
    "sheet_full": _("A production sheet has at most %(most)s operations. Put some together."),
    "name_wrong": _("Give a name of one to %(most)s signs."),
    "unit_wrong": _("Give the unit in which it is counted, in one to %(most)s signs."),
}

SPLITS = {
    Split.EQUAL: _("Equally"),
    Split.MINUTES: _("By minutes worked"),
    Split.AGREED: _("As agreed"),
}

MARKS = {
    Mark.READ: _("Read"),
    Mark.DONE: _("Done"),
    Mark.OPEN: _("To do"),
}

USES = {
    Use.ORDERS: _("On orders"),
    Use.ACTIVITIES: _("On recurring activities"),
    Use.WAITING: _("Waiting, or not written down"),
    Use.SUPPORT: pgettext_lazy("use of time", "Support"),
    Use.TRAINING: pgettext_lazy("use of time", "Training"),
    Use.PROJECT: pgettext_lazy("use of time", "Own project"),
}
"""What presence went to."""

PURPOSES = {
    Purpose.PRODUCTION: pgettext_lazy("use of time", "Production"),
    Purpose.SUPPORT: USES[Use.SUPPORT],
    Purpose.TRAINING: USES[Use.TRAINING],
    Purpose.PROJECT: USES[Use.PROJECT],
}
"""What presence is meant for."""

HALF_DAY_KINDS = {
    Kind.WORKED: _("Worked on production"),
    Kind.WAITING: _("At work, no work written down for them"),
    Kind.UNJUSTIFIED: _("Unjustified absence"),
    Kind.ILLNESS: _("illness"),
    Kind.ACCIDENT: _("work accident"),
    Kind.LEAVE: _("leave"),
    Kind.OTHER: _("another absence"),
    Kind.USEFUL: _("support, training, own project"),
    Kind.UNWRITTEN: _("no work written down for anyone of the workshop"),
    Kind.UNKNOWN: _("nothing typed"),
}
"""What a half-day of a person was."""

BALANCES = {
    Balance.PEAK: pgettext_lazy("load", "Peak"),
    Balance.FITS: pgettext_lazy("load", "Fits"),
    Balance.SLACK: pgettext_lazy("load", "Slack"),
    Balance.SHUT: pgettext_lazy("load", "Closed"),
}
"""How the load of a week stands to its capacity."""

OPERATION_KINDS = {
    OperationKind.WORK: _("Work of a half-day"),
    OperationKind.OUTPUT: _("Output"),
    OperationKind.HANDOVER: pgettext_lazy("log", "Handover"),
    OperationKind.HANDOVER_MARK: _("Mark on a message"),
    OperationKind.INTERVENTION: _("Intervention report"),
}

READS = {
    "production.day": _("Work of a day"),
    "production.day.export": _("Work of a day, downloaded"),
    "production.work": _("Work of a half-day"),
    "production.person": _("Order lines of a person"),
    "production.contribution": _("Contribution of a person"),
    "production.lines": _("Order lines of a workshop"),
    "production.line": _("Production sheet"),
    "production.warnings": _("Restrictions on an order"),
    "production.sharing": _("Sharing of tasks"),
    "production.report": _("Intervention report"),
    "production.report.pdf": _("Intervention report, downloaded"),
}
"""What the log of reads says."""


def concern_worded(concern: Concern) -> str:
    """Why a step is not for someone, in words that tell no reason."""
    if concern.words:
        return gettext("%(step)s: %(words)s") % {"step": concern.step.name, "words": concern.words}
    needed = {"step": concern.step.name, "competence": concern.step.needs}
    return gettext("%(step)s: no valid certification “%(competence)s”") % needed


NAMED = 3
"""More people than these are told by their number."""


def warning_worded(names: Sequence[str], concern: Concern) -> str:
    """Of whom something is warned, and of what."""
    count = len(names)
    people = ngettext("%(count)s person", "%(count)s people", count) % {"count": count}
    who = people if count > NAMED else ", ".join(names)
    return gettext("%(who)s: %(why)s") % {"who": who, "why": concern_worded(concern)}


def restriction_worded(kind: str) -> str:
    """What a restriction bears on, without the unit of its limit."""
    return str(RESTRICTION_KINDS[RestrictionKind(kind)]).partition(" (")[0]
