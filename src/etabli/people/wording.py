"""The sentences of what is refused about persons, and the words of their states."""

from django.utils.translation import gettext_lazy as _

from etabli.people.states import EngagementKind, PersonState, Sex

SENTENCES = {
    "engagement_kind_not_here": _(
        "An establishment of kind %(establishment_kind)s has no engagements of kind %(kind)s."
    ),
    "engagement_backwards": _("The engagement that starts on %(start)s ends before it starts. Correct its last day."),
    "fraction_wrong": _("A work fraction is above 0 and up to 1 (100 %%)."),
    "engagement_overlap": _(
        "The engagement that starts on %(start)s overlaps the one that starts on %(other_start)s (until %(other_end)s,"
        " excluded). End the first one, or correct the dates."
    ),
    "terms_outside": _("%(day)s is not a day of the engagement that starts on %(start)s."),
    "weekly_hours_over_cap": _(
        "All paid work together is %(minutes)s minutes a week; the law allows %(cap)s (35 hours). Lower one of the fractions."
    ),
    "person_has_other_number": _(
        "%(name)s is known here under the staff number %(number)s. Use it, or correct it first."
    ),
    "staff_number_taken": _("The staff number %(number)s is that of someone else here. Give another one."),
    "terms_twice": _("Other terms hold from %(day)s already. Correct those instead."),
    "terms_first": _("The terms of the first day cannot be removed. Correct them instead."),
    "engagement_not_ended": _("This engagement has no end to take back."),
    "workshop_unknown": _("%(value)s is not a workshop of this establishment. Known workshops: %(known)s."),
}

KINDS = {
    EngagementKind.ACCOMPANIMENT: _("Supported work contract"),
    EngagementKind.TRAINEE: _("Trainee or PMSMP"),
    EngagementKind.DISCOVERY: _("Discovery placement (MISPE)"),
    EngagementKind.PUPIL: _("Pupil or student"),
    EngagementKind.ARBEIDSZORG: _("Arbeidszorg"),
    EngagementKind.EMPLOYEE: _("Employee"),
    EngagementKind.INTEGRATION: _("Integration employee"),
    EngagementKind.TARGET_WORKER: _("Target worker"),
}

SEXES = {Sex.WOMAN: _("Woman"), Sex.MAN: _("Man")}

STATES = {
    PersonState.RUNNING: _("Running"),
    PersonState.TO_CONFIRM: _("Half-days to confirm"),
    PersonState.TO_COME: _("To come"),
    PersonState.ENDED: _("Ended"),
    PersonState.NONE: _("No engagement"),
}

READS = {
    "people.list": _("List of persons"),
    "people.export": _("List of persons, downloaded"),
    "people.person": _("Page of a person"),
}
"""What the log of reads says."""
