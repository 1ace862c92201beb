"""The words of who pays for a training and who gives it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etabli.support.states import TrainingFunder, TrainingGiver

FUNDERS = {
    TrainingFunder.OPCO: _("OPCO Santé"),
    TrainingFunder.ANFH: _("ANFH"),
    TrainingFunder.CPF: _("Personal training account (CPF)"),
    TrainingFunder.ESTABLISHMENT: _("The workplace"),
    TrainingFunder.OTHER: pgettext_lazy("who pays for a training", "Someone else"),
}
GIVERS = {
    TrainingGiver.STAFF: _("Staff of the workplace"),
    TrainingGiver.BODY: _("A training body"),
    TrainingGiver.ESRP: _("An ESRP, ESPO or UEROS"),
    TrainingGiver.OTHER: pgettext_lazy("who gives a training", "Someone else"),
}
