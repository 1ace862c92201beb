"""What the people of the demo let others read: one agrees and a link is open, one objects, one took her agreement back; and
the courses that some took."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from etabli.config.demo.skills import people_of_workshop
from etabli.config.demo.support import SINCE
from etabli.org.models import Establishment, User
from etabli.support.actions import TrainingSource, save_training
from etabli.support.actions.consents import record_consent, save_purpose, withdraw_consent
from etabli.support.actions.shares import make_share
from etabli.support.models import SharePurpose, Training
from etabli.support.states import Answer, Basis, Means, SharedField, TrainingFunder, TrainingGiver

WORKSHOP, OUTSIDE, INSIDE = "BLA", "conseil-emploi", "equipe"
SHARED = (SharedField.GOALS, SharedField.COMPETENCES, SharedField.TRAININGS)
PURPOSES = (
    (
        OUTSIDE,
        "Conseil en emploi",
        Basis.AGREEMENT,
        "Une conseillère lit tes objectifs. Elle lit ce que tu sais faire. Elle t’aide à trouver un travail.",
    ),
    (
        INSIDE,
        "Équipe qui t’accompagne",
        Basis.OBJECTION,
        "Ton éducatrice lit ton dossier. Ta monitrice lit tes objectifs. Tu peux dire non.",
    ),
)
COURSES = (("Gestes et postures", 2, 840), ("Lire et écrire au travail", 30, 2_520))
"""Title, days from the first to the last, minutes in all."""
OPEN_FOR = timedelta(days=30)


def share(establishment: Establishment, educator: User, at: datetime) -> None:
    """Twice changes nothing."""
    people = people_of_workshop(establishment, WORKSHOP, at.date() - timedelta(days=SINCE))
    who: dict[str, Any] = {"by": educator, "at": at}
    if not SharePurpose.objects.filter(establishment=establishment, code=OUTSIDE).exists():
        _say(establishment, people, who)
    if not Training.objects.filter(establishment=establishment).exists():
        _teach(establishment, people, who)


def _say(establishment: Establishment, people: list[Any], who: dict[str, Any]) -> None:
    outside, inside = (
        save_purpose(establishment=establishment, code=code, name=name, easy=easy, basis=basis, fields=SHARED, **who)
        for code, name, basis, easy in PURPOSES
    )
    answers = ((outside, Answer.AGREED), (inside, Answer.OBJECTED), (outside, Answer.AGREED))
    consents = [
        record_consent(person=person, purpose=purpose, answer=answer, means=Means.PICTOGRAMS, **who)
        for person, (purpose, answer) in zip(people, answers, strict=False)
    ]
    if people:
        told = {"recipient": "Camille Fictif", "organisation": "Agence d’essai", "reason": "Préparer un stage"}
        until = who["at"] + OPEN_FOR
        make_share(person=people[0], purpose=outside, **told, fields=SHARED, expires_at=until, **who)
    if len(consents) == len(answers):
        withdraw_consent(consent=consents[-1], **who)


def _teach(establishment: Establishment, people: list[Any], who: dict[str, Any]) -> None:
    for rank, person in enumerate(people[:6]):
        title, days, minutes = COURSES[rank % len(COURSES)]
        first = who["at"].date() - timedelta(days=200 - 10 * rank)
        save_training(
            establishment=establishment,
            person=person,
            title=title,
            starts_on=first,
            ends_before=first + timedelta(days=days),
            minutes=minutes,
            source=TrainingSource(funding=TrainingFunder.OPCO, given_by=TrainingGiver.BODY, funder="Financeur fictif"),
            **who,
        )
