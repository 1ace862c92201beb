"""What this room holds on a person: acts of tablets that brought her into a team."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from etabli.kit.held import Part
from etabli.tablet.models import TeamAct

PARTS = (Part(TeamAct, _("Acts on teams"), blanked={"payload": {}, "facts": {}}),)
