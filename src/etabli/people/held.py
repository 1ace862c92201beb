"""What this room holds on a person, and what is left of it once she is erased."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from etabli.kit.held import Part
from etabli.people.models import (
    Certification,
    Engagement,
    EngagementFact,
    EngagementTerms,
    OutsideEngagement,
    Person,
    Registration,
    Restriction,
    WorkshopStay,
)

PARTS = (
    Part(
        Person,
        _("Identity"),
        "pk",
        blanked={"last_name": "", "first_name": "", "birth_date": None, "sex": "", "search_key": ""},
    ),
    Part(
        Registration,
        _("Registrations"),
        # Staff numbers stay different: each is that of its row.
        blanked={"staff_number": lambda row: f"#{row.pk}", "photo": None},
        photo="photo",
    ),
    Part(Engagement, _("Engagements"), blanked={"end_reason": ""}),
    Part(EngagementTerms, _("Work fractions and due half-days"), "engagement__person"),
    Part(EngagementFact, _("Engagements as counted"), "subject"),
    Part(OutsideEngagement, _("Work elsewhere"), deleted=True),
    Part(WorkshopStay, _("Stays in other workshops"), deleted=True),
    Part(Restriction, _("Restrictions"), deleted=True),
    Part(Certification, _("Licences and certificates"), deleted=True),
)
