"""Writes of accompanied persons. Each takes `by` (a user or None for the operator) and `at`, in one transaction."""

from etabli.people.actions.certifications import remove_certification, save_certification
from etabli.people.actions.checking import check_people
from etabli.people.actions.deriving import ENGAGEMENTS_CHANGED, FOR_EVER, PERSON_CHANGED, derive_engagements
from etabli.people.actions.engagements import (
    EngagementSpec,
    TermsSpec,
    add_engagement,
    correct_engagement,
    end_engagement,
    remove_terms,
    save_terms,
)
from etabli.people.actions.erasing import erase_person
from etabli.people.actions.hours import (
    WEEKLY_CAP,
    check_weekly_cap,
    remove_outside_engagement,
    save_outside_engagement,
)
from etabli.people.actions.identity import Identity, add_person, save_identity
from etabli.people.actions.photos import save_photo
from etabli.people.actions.restrictions import RestrictionSpec, end_restriction, save_restriction
from etabli.people.actions.rows import save_people
from etabli.people.actions.standing import PersonRow
from etabli.people.actions.stays import end_workshop_stay, join_team, save_workshop_stay

__all__ = [
    "ENGAGEMENTS_CHANGED",
    "FOR_EVER",
    "PERSON_CHANGED",
    "WEEKLY_CAP",
    "EngagementSpec",
    "Identity",
    "PersonRow",
    "RestrictionSpec",
    "TermsSpec",
    "add_engagement",
    "add_person",
    "check_people",
    "check_weekly_cap",
    "correct_engagement",
    "derive_engagements",
    "end_engagement",
    "end_restriction",
    "end_workshop_stay",
    "erase_person",
    "join_team",
    "remove_certification",
    "remove_outside_engagement",
    "remove_terms",
    "save_certification",
    "save_identity",
    "save_outside_engagement",
    "save_photo",
    "save_people",
    "save_restriction",
    "save_terms",
    "save_workshop_stay",
]
