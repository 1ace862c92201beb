"""The list of persons and the page of each."""

from etabli.people.views.dated_terms import terms, terms_add, terms_remove, terms_restore
from etabli.people.views.engagements import engagement, engagement_add, engagement_end, engagement_resume
from etabli.people.views.listing import export, people
from etabli.people.views.record import add, identity, person
from etabli.people.views.work_elsewhere import outside, outside_add, outside_remove, outside_restore

__all__ = [
    "add",
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
    "terms",
    "terms_add",
    "terms_remove",
    "terms_restore",
]
