"""What this room holds on a person: levels, doses and pictograms stay as counts of nobody in particular, words go."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from etabli.kit.held import Part
from etabli.support.models import (
    ActionSession,
    Adaptation,
    AssessedLevelFact,
    Assessment,
    Consent,
    EndedGoalFact,
    FreeValue,
    Goal,
    Meeting,
    Milestone,
    Observation,
    OrdinaryWorkWill,
    OrdinaryWorkWillFact,
    Participant,
    Plan,
    PlanText,
    RefusedObservation,
    Share,
    Signature,
    SupportAction,
    SupportSessionFact,
    Training,
    TrainingFact,
    WorkAdaptationFact,
)


def _refused(person: int) -> QuerySet[Any]:
    """They are encrypted whole, so each is opened; few are ever refused."""
    keys = [row.pk for row in RefusedObservation.objects.all() if json.loads(row.payload).get("person") == person]
    return RefusedObservation.objects.filter(pk__in=keys)


PARTS = (
    Part(Observation, _("Observations"), blanked={"text": "", "task": "", "photo": None}, photo="photo"),
    Part(RefusedObservation, _("Observations that were refused"), rows=_refused, deleted=True),
    Part(OrdinaryWorkWill, _("Will to go to ordinary work"), blanked={"words": ""}),
    Part(OrdinaryWorkWillFact, _("Will to go to ordinary work, as counted"), "subject"),
    Part(Plan, _("Support plans"), blanked={"ordinary_work_evidence": ""}),
    Part(PlanText, _("Words of the plans"), "plan__person", deleted=True),
    Part(Goal, _("Goals"), blanked={"wording": "", "measure": "", "target": ""}),
    Part(EndedGoalFact, _("Goals that ended, as counted"), "subject"),
    Part(Meeting, _("Meetings"), "plan__person", blanked={"notes": ""}),
    Part(Participant, _("Who takes part in the plans"), "plan__person", deleted=True),
    Part(Signature, _("Signatures"), "plan__person", deleted=True),
    Part(Milestone, _("What was done by its date")),
    Part(SupportAction, _("Support actions"), blanked={"note": "", "led_by_words": ""}),
    Part(ActionSession, _("Sessions of support actions"), "action__person"),
    Part(SupportSessionFact, _("Sessions of support actions, as counted"), "subject"),
    Part(Adaptation, _("Adaptations of the post"), blanked={"what": "", "post": ""}),
    Part(WorkAdaptationFact, _("Adaptations of the post, as counted"), "subject"),
    Part(Training, _("Training followed"), blanked={"title": "", "funder": ""}),
    Part(TrainingFact, _("Training followed, as counted"), "subject"),
    Part(
        Assessment,
        _("Assessments"),
        blanked={"comment": "", "task": "", "photo": None, "order_line": ""},
        photo="photo",
    ),
    Part(AssessedLevelFact, _("Assessments, as counted"), "subject"),
    Part(FreeValue, _("Free data"), deleted=True),
    Part(Share, _("Links to a part of the person's file"), deleted=True, hidden=frozenset({"token_digest", "secret"})),
    Part(Consent, _("Consents and objections"), deleted=True),
)
