"""What this room holds on a person: the lines she is allotted to, and the pseudonyms that clients know."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from etabli.kit.held import Part
from etabli.orders.models import Allotment, Pseudonym

PARTS = (
    Part(Allotment, _("Order lines the person is allotted to")),
    # Documents that were sent name them: they say nothing of her.
    Part(Pseudonym, _("Pseudonyms told to clients")),
)
