"""The list of persons and the page of each."""

from etabli.people.views.certifications import (
    certification,
    certification_add,
    certification_remove,
    certification_restore,
)
from etabli.people.views.dated_terms import terms, terms_add, terms_remove, terms_restore
from etabli.people.views.engagements import engagement, engagement_add, engagement_end, engagement_resume
from etabli.people.views.listing import export, people
from etabli.people.views.photos import photo, photo_edit
from etabli.people.views.record import add, identity, person
from etabli.people.views.restrictions import restriction, restriction_add, restriction_end, restriction_resume
from etabli.people.views.stays import stay_add, stay_end, stay_restore
from etabli.people.views.work_elsewhere import outside, outside_add, outside_remove, outside_restore

__all__ = [
    "add",
    "certification",
    "certification_add",
    "certification_remove",
    "certification_restore",
    "engagement",
    "engagement_add",
    "engagement_end",
    "engagement_resume",
    "export",
    "identity",
    "outside",
    "outside_add",
    "outside_remove",
    "outside_restore",
    "people",
    "person",
    "photo",
    "photo_edit",
    "restriction",
    "restriction_add",
    "restriction_end",
    "restriction_resume",
    "stay_add",
    "stay_end",
    "stay_restore",
    "terms",
    "terms_add",
    "terms_remove",
    "terms_restore",
]
