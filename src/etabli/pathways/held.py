"""What this room holds on a person: days and kinds stay as counts of nobody in particular, words go."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from etabli.kit.held import Part
from etabli.pathways.models import (
    AgreementFact,
    Exit,
    ExitFact,
    FollowUp,
    PersonFact,
    Placement,
    PlacementFact,
    Recognition,
    RecognitionFact,
    ReinforcedPathway,
    Return,
    ReturnFact,
    Situation,
    SupportAgreement,
    SupportOpposition,
    WaitingEntry,
)

PARTS = (
    Part(ReinforcedPathway, _("Reinforced pathways to a job"), blanked={"content": ""}),
    Part(SupportAgreement, _("Support agreements"), blanked={"partner": ""}),
    Part(SupportOpposition, _("Wants no support agreement"), deleted=True),
    Part(FollowUp, _("Asked after the exit"), blanked={"note": ""}),
    Part(Return, _("Returns"), blanked={"esat_name": ""}),
    Part(Exit, _("Exits"), blanked={"reason": ""}),
    Part(
        Placement,
        _("Placements"),
        blanked=dict.fromkeys(("post", "tutor", "place_of_work", "team", "beyond_proof", "outcome_note"), ""),
    ),
    Part(Recognition, _("Recognitions of experience"), blanked={"title": ""}),
    Part(Situation, _("Situation, as asked by surveys")),
    Part(WaitingEntry, _("Waiting for a place"), deleted=True),
    Part(PlacementFact, _("Placements as counted"), "subject"),
    Part(AgreementFact, _("Support agreements as counted"), "subject"),
    Part(ExitFact, _("Exits as counted"), "subject"),
    Part(ReturnFact, _("Returns as counted"), "subject"),
    Part(RecognitionFact, _("Recognitions as counted"), "subject"),
    Part(
        PersonFact,
        _("Profile as counted"),
        "subject",
        blanked={"birth_day": None, "sex": ""},
    ),
)
