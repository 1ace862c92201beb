"""The sentences of what is refused about persons, and the words of their states."""

from django.utils.translation import gettext_lazy as _

from etabli.people.states import (
    CertificationState,
    EngagementKind,
    PersonState,
    RestrictionKind,
    RestrictionState,
    Sex,
    Unit,
)

SENTENCES = {
    "erasure_engaged": _("%(name)s is still engaged: end the engagement first. Who works here is not erased."),
    "person_photo_too_large": _("This photo is larger than %(most)s kB. Make it smaller."),
    "engagement_kind_not_here": _(
        "An establishment of kind %(establishment_kind)s has no engagements of kind %(kind)s."
    ),
    "engagement_backwards": _("The engagement that starts on %(start)s ends before it starts. Correct its last day."),
    "fraction_wrong": _("A work fraction is above 0 and up to 1 (100 %%)."),
    "engagement_overlap": _(
        "The engagement that starts on %(start)s overlaps the one that starts on %(other_start)s (until %(other_last_day)s,"
        " included). End the first one, or correct the dates."
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
    "restriction_backwards": _("The restriction ends before it starts, on %(start)s. Correct its last day."),
    "restriction_not_measured": _(
        "A restriction of this kind has no limit in figures. Leave it empty, and say it in the words."
    ),
    "restriction_limit_wrong": _(
        "A limit is a whole number from 1 to %(most)s. Leave it empty when nothing is allowed."
    ),
    "words_missing": _("Say it in a few plain words."),
    "certification_backwards": _("It expires before it is issued, on %(start)s. Correct one of the days."),
    "stay_backwards": _("The stay ends before it starts, on %(start)s. Correct its last day."),
    "stay_too_far": _("Someone joins a team at most %(most)s days before or after: %(day)s is too far away."),
    "stay_number_unknown": _("Nobody here has the staff number %(number)s. Check it with the person."),
    "stay_first_name_differs": _("The staff number %(number)s is not that of %(name)s. Check both with the person."),
    "stay_workshop_not_yours": _("On %(day)s this workshop was not one of your teams. Take the team first."),
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

RESTRICTION_KINDS = {
    RestrictionKind.LOAD: _("Carrying or lifting (kg)"),
    RestrictionKind.HEIGHT: _("Work at height (cm)"),
    RestrictionKind.STANDING: _("Standing (minutes at a stretch)"),
    RestrictionKind.SITTING: _("Sitting (minutes at a stretch)"),
    RestrictionKind.REPETITION: _("Repeated movements (minutes at a stretch)"),
    RestrictionKind.VIBRATION: _("Vibration (minutes at a stretch)"),
    RestrictionKind.NOISE: _("Noise (dB)"),
    RestrictionKind.HEAT: _("Heat (°C at most)"),
    RestrictionKind.COLD: _("Cold (°C at least)"),
    RestrictionKind.DUST: _("Dust"),
    RestrictionKind.PRODUCTS: _("Chemical or cleaning products"),
    RestrictionKind.MACHINES: _("Dangerous machines"),
    RestrictionKind.DRIVING: _("Driving"),
    RestrictionKind.ALONE: _("Being left alone"),
    RestrictionKind.OTHER: _("Something else"),
}
"""With the unit of the limit, where there is one."""

UNITS = {
    Unit.KILOGRAM: _("kg"),
    Unit.CENTIMETRE: _("cm"),
    Unit.MINUTE: _("minutes at a stretch"),
    Unit.DECIBEL: _("dB"),
    Unit.DEGREE: _("°C"),
}

RESTRICTION_STATES = {
    RestrictionState.IN_FORCE: _("In force"),
    RestrictionState.TO_COME: _("To come"),
    RestrictionState.ENDED: _("Ended"),
}
CERTIFICATION_STATES = {
    CertificationState.VALID: _("Valid"),
    CertificationState.EXPIRING: _("Expires soon"),
    CertificationState.EXPIRED: _("Expired"),
}

READS = {
    "people.list": _("List of persons"),
    "people.export": _("List of persons, downloaded"),
    "people.person": _("Page of a person"),
    "people.reason": _("Reason of a restriction"),
}
"""What the log of reads says."""
