"""Tables of the funding dossier."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from etabli.core.periods import Period
from etabli.cpom.access import DossierQuerySet
from etabli.cpom.models.contracts import Contract
from etabli.cpom.states import DossierState
from etabli.kit.seals import Seal
from etabli.org.models import User

_FROZEN = {"column": "state", "value": DossierState.FROZEN.value}


class Dossier(models.Model):
    """Chosen figures over some days, the evidence for what is asked, and what is lacking. Frozen, it is never changed.

    `chosen`: codes of definitions. `content`: what was frozen, see `dossiers.content_of`; `digest`: its SHA-256.
    """

    sealed = Seal(**_FROZEN)
    place_path = "contract__establishment"
    state_path = "state"

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="dossiers")
    title = models.CharField(max_length=200)
    asked = models.TextField(blank=True, help_text="What is asked, and what for.")
    starts_on = models.DateField()
    ends_before = models.DateField()
    chosen = models.JSONField(default=list)
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in DossierState], default=DossierState.DRAFT.value
    )
    content = models.JSONField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Empty: operator."
    )

    objects = DossierQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_before__gt=F("starts_on")), name="dossier_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(state=DossierState.FROZEN.value, frozen_at__isnull=False, content__isnull=False)
                | Q(state=DossierState.DRAFT.value, frozen_at=None),
                name="dossier_frozen_with_its_content",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_before)


class DossierEvidence(models.Model):
    """A reference that bears out what is asked: a document of the house, a deliberation, a letter. No file is kept here."""

    sealed = Seal(**_FROZEN, path=(("dossier_id", "cpom_dossier"),))
    place_path = "dossier__contract__establishment"
    state_path = "dossier__state"

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="evidence")
    title = models.CharField(max_length=200)
    reference = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)

    objects = DossierQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title
