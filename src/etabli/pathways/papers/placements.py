"""The papers of a placement: conventions, contracts, summary sheet and certificate. Our own texts; no official form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils import translation

from etabli.kit import localised, weeks
from etabli.pathways.models import Placement
from etabli.pathways.papers.common import LANGUAGE, Article, Fact, Paper
from etabli.pathways.papers.parties import host_party, house_party, person_party
from etabli.pathways.rules.papers import PaperKind
from etabli.pathways.rules.timeline import last_day
from etabli.pathways.states import Device, Objective, Prescriber

OBJECTIVES = {
    Objective.DISCOVER: "Découvrir un métier ou un secteur d’activité",
    Objective.CONFIRM: "Confirmer un projet professionnel",
    Objective.RECRUIT: "Initier une démarche de recrutement",
}
PRESCRIBERS = {
    Prescriber.MDPH: "Maison départementale des personnes handicapées (MDPH)",
    Prescriber.EMPLOYMENT_NETWORK: "Réseau pour l’emploi",
}
CERTIFIED = {
    Device.MISPE: "une mise en situation professionnelle en ESAT",
    Device.PMSMP: "une période de mise en situation en milieu professionnel",
    Device.INTERNSHIP: "un stage",
}
STATUS = (
    "Le travailleur donne son accord. Il reste accueilli par l’ESAT, qui l’accompagne pendant toute la mise à disposition"
    " (code de l’action sociale et des familles, articles R344-16 à R344-21)."
)
NAMED = (
    "Quand la mise à disposition est individuelle et nomme le travailleur, sa prolongation au-delà de la durée légale demande"
    " l’accord de la commission des droits et de l’autonomie (CDAPH), que le directeur sollicite. Le contrat est transmis à la"
    " MDPH dans le délai légal qui suit sa signature."
)
EVERY = "Toutes celles où la personne est attendue à l’ESAT"
NO_FORM = "Cette fiche récapitule la période. Elle ne remplace pas la convention officielle."


def paper_of(kind: str, placement: Placement, today: date) -> Paper:
    """The paper of that kind of a placement; `today` dates it while nothing is signed. One query."""
    with translation.override(LANGUAGE):
        return _MAKERS[PaperKind(kind)](placement, placement.signed_on or today)


# ---------------------------------------------------------------- facts


def _days(placement: Placement) -> tuple[Fact, ...]:
    last = last_day(placement.ends_before)
    return (
        Fact("starts_on", "Du", localised.day(placement.starts_on, "long")),
        Fact("last_day", "Au", localised.day(last, "long") if last else ""),
    )


def _hours(placement: Placement) -> tuple[Fact, ...]:
    minutes = placement.weekly_minutes
    told = (
        " ; puis ".join(weeks.in_words(week) for week in placement.pattern.split("|")) if placement.pattern else EVERY
    )
    return (
        Fact("weekly_minutes", "Durée par semaine", localised.hours(minutes) if minutes else ""),
        Fact("pattern", "Demi-journées", told),
    )


def _work(placement: Placement) -> tuple[Fact, ...]:
    host = placement.host
    place = placement.place_of_work or (host.town if host else "")
    return (
        Fact("post", "Poste et tâches", placement.post, 2),
        Fact("place_of_work", "Lieu", place),
        *_hours(placement),
        Fact("tutor", "Tuteur", placement.tutor),
    )


def _renewal(placement: Placement) -> tuple[Fact, ...]:
    before = placement.renewal_of
    if before is None:
        return ()
    return (Fact("renewal", "Renouvelle la période du", localised.day(before.starts_on, "long")),)


def _signers(placement: Placement, *besides: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    person = placement.person
    return (("Pour l’ESAT", ""), *besides, ("La personne", f"{person.first_name} {person.last_name}"))


# ---------------------------------------------------------------- each paper


def _discovery(placement: Placement, day: date) -> Paper:
    prescriber = PRESCRIBERS.get(Prescriber(placement.prescriber), "")
    about = (Fact("prescriber", "Prescrite par", prescriber), *_days(placement), *_renewal(placement))
    return Paper(
        title="Convention de mise en situation professionnelle en ESAT",
        day=day,
        parties=(house_party(placement.establishment), person_party(placement.person)),
        articles=(
            Article(
                "1. Objet",
                (
                    "La personne découvre le travail en ESAT dans des conditions réelles. La mise en situation n’est pas un"
                    " contrat de travail et ne donne pas lieu à rémunération.",
                ),
                about,
            ),
            Article("2. Activité, lieu et horaires", (), _work(placement)),
            Article(
                "3. Accompagnement",
                ("L’ESAT désigne un tuteur, qui accueille la personne et fait le point avec elle.",),
                (Fact("follow_up", "Bilan prévu le"),),
            ),
        ),
        signers=_signers(placement),
    )


def _immersion(placement: Placement, day: date) -> Paper:
    objective = OBJECTIVES.get(Objective(placement.objective), "")
    about = (Fact("objective", "Objet (un seul)", objective), *_days(placement), *_renewal(placement))
    return Paper(
        title="Période de mise en situation en milieu professionnel : fiche récapitulative",
        day=day,
        parties=(
            house_party(placement.establishment),
            host_party(placement.host, "L’accueillant"),
            person_party(placement.person),
        ),
        articles=(
            Article("1. Période", (), about),
            Article("2. Activité, lieu et horaires", (), _work(placement)),
        ),
        signers=_signers(placement, ("Pour l’accueillant", "")),
        note=NO_FORM,
    )


def _secondment(placement: Placement, day: date) -> Paper:
    person = placement.person
    who = Fact("worker", "Travailleur", f"{person.first_name} {person.last_name}")
    return Paper(
        title="Contrat individuel de mise à disposition",
        day=day,
        parties=(
            house_party(placement.establishment),
            host_party(placement.host, "L’utilisateur"),
            person_party(placement.person),
        ),
        articles=_six_contents(placement, "1. Travailleur mis à disposition", (who,), NAMED),
        signers=_signers(placement, ("Pour l’utilisateur", "")),
    )


def _team_secondment(placement: Placement, day: date) -> Paper:
    who = Fact("team", "Nombre de travailleurs", placement.team)
    return Paper(
        title="Contrat collectif de mise à disposition",
        day=day,
        parties=(house_party(placement.establishment), host_party(placement.host, "L’utilisateur")),
        articles=_six_contents(placement, "1. Travailleurs mis à disposition", (who,), ""),
        signers=(("Pour l’ESAT", ""), ("Pour l’utilisateur", "")),
        lead="Les travailleurs peuvent changer : le contrat dit leur nombre et non leurs noms.",
    )


def _six_contents(placement: Placement, title: str, who: tuple[Fact, ...], duration: str) -> tuple[Article, ...]:
    """The six contents that CASF R344-17 wants in a contract of MAD, in its order, then status and duration."""
    billing = Fact("billing", "Base de facturation, frais particuliers de fonctionnement compris", rows=3)
    return (
        Article(title, (), who),
        Article("2. Nature du travail, lieu et horaires", (), _work(placement)),
        Article("3. Base de facturation", (), (billing,)),
        Article("4. Soutien assuré par l’ESAT", (), (Fact("support", "Comment l’ESAT assure le soutien", rows=3),)),
        Article("5. Surveillance médicale", (), (Fact("medical", "Comment elle est assurée", rows=2),)),
        Article("6. Mesures d’adaptation", (), (Fact("adaptation", "Du poste, du lieu ou du rythme", rows=3),)),
        Article("Durée et statut", tuple(filter(None, (STATUS, duration))), (*_days(placement), *_renewal(placement))),
    )


def _certificate(placement: Placement, day: date) -> Paper:
    person, last = placement.person, last_day(placement.ends_before)
    first = localised.day(placement.starts_on, "long")
    told = {"name": f"{person.first_name} {person.last_name}", "what": CERTIFIED[Device(placement.device)]}
    between = f"du {first} au {localised.day(last, 'long')}" if last else f"à partir du {first}"
    where = f" chez {placement.host.name}" if placement.host else ""
    internship = placement.device == Device.INTERNSHIP
    return Paper(
        title="Attestation de stage" if internship else "Attestation de mise en situation",
        day=day,
        parties=(house_party(placement.establishment), person_party(placement.person)),
        articles=(
            Article(
                "Ce qui a été fait",
                (f"L’ESAT atteste que {told['name']} a effectué {told['what']}{where}, {between}.",),
                _work(placement),
            ),
        ),
        signers=(("Pour l’ESAT", ""),),
    )


_MAKERS: dict[PaperKind, Callable[[Placement, date], Paper]] = {
    PaperKind.DISCOVERY: _discovery,
    PaperKind.IMMERSION: _immersion,
    PaperKind.SECONDMENT: _secondment,
    PaperKind.TEAM_SECONDMENT: _team_secondment,
    PaperKind.CERTIFICATE: _certificate,
}
