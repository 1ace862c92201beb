"""What this room holds on a person: time and quantities stay as counts of nobody in particular."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from etabli.kit.held import Part
from etabli.production.models import (
    InterventionPerson,
    OutputShare,
    RefusedOperation,
    Rhythm,
    RhythmFact,
    WorkEntry,
    WorkFact,
    WorkPart,
    WorkshopMemberFact,
)

PARTS = (
    Part(WorkEntry, _("Work as entered")),
    Part(WorkPart, _("Tasks of each half-day"), "entry__person"),
    Part(WorkFact, _("Work as counted"), "subject"),
    Part(OutputShare, _("The person's share of what was made")),
    Part(Rhythm, _("The rhythm at which the person works"), deleted=True),
    Part(RhythmFact, _("The rhythm at which the person works, as counted"), "subject", deleted=True),
    Part(WorkshopMemberFact, _("The person's workshop, as counted"), "subject"),
    Part(InterventionPerson, _("Interventions outside")),
    Part(RefusedOperation, _("Entries that were refused"), "payload__person", blanked={"payload": {}, "facts": {}}),
)
