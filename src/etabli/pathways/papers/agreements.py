"""The papers of what goes on after someone was hired: the support agreement and the reinforced pathway. Our own texts."""

from __future__ import annotations

from datetime import date

from django.utils import translation

from etabli.kit import localised
from etabli.pathways.models import Host, Placement, ReinforcedPathway, SupportAgreement
from etabli.pathways.papers.common import LANGUAGE, Article, Fact, Paper
from etabli.pathways.papers.parties import host_party, house_party, person_party
from etabli.pathways.rules.timeline import last_day
from etabli.pathways.states import ContractKind
from etabli.people.models import Person

EMPLOYER = "L’employeur"
CONTRACTS = {
    ContractKind.NONE: "",
    ContractKind.CDI: "Contrat à durée indéterminée",
    ContractKind.CDD: "Contrat à durée déterminée",
    ContractKind.TEMP: "Contrat de mission (intérim)",
    ContractKind.PROFESSIONAL: "Contrat de professionnalisation",
    ContractKind.APPRENTICESHIP: "Contrat d’apprentissage",
    ContractKind.SPRINGBOARD: "CDD tremplin",
    ContractKind.AIDED: "Contrat aidé",
    ContractKind.PUBLIC_SERVICE: "Fonction publique",
    ContractKind.SELF_EMPLOYED: "Travail indépendant",
}
PURPOSE = (
    "La présente convention précise l’aide que l’ESAT, et le service qui la signe avec lui, apportent au travailleur et à son"
    " employeur pendant le contrat de travail (code de l’action sociale et des familles, article L344-2-5)."
)
LENGTH = "Elle est conclue pour un an au plus et peut être renouvelée, dans la limite de trois ans en tout."
OPPOSITION = "Elle prend fin si le travailleur s’y oppose."
RETURN = (
    "Si le contrat de travail est rompu, ou si l’embauche n’est pas confirmée à son terme, le travailleur revient de plein"
    " droit dans son ESAT d’origine ou, à défaut, dans un autre avec lequel celui-ci a conclu une convention à cette fin,"
    " tant que son orientation est en cours de validité."
)
REINFORCED = (
    "Ce document est préparé par l’ESAT avec l’employeur. Il est remis au travailleur au plus tard un mois après la signature"
    " du contrat de travail (décret n° 2022-1561 du 13 décembre 2022)."
)


def agreement_paper(row: SupportAgreement) -> Paper:
    """The support agreement, in French. What is not known is a line to fill in by hand."""
    with translation.override(LANGUAGE):
        return Paper(
            title="Convention d’appui",
            day=row.signed_on,
            parties=(
                house_party(row.establishment),
                host_party(_employer(row.host, row.job), EMPLOYER),
                person_party(row.person),
            ),
            articles=(
                Article("Objet", (PURPOSE,), (Fact("partner", "Avec le concours de", row.partner),)),
                Article("Contrat de travail", (), _contract(row.job)),
                Article("Durée", (LENGTH, OPPOSITION), _days(row)),
                Article(
                    "Aide apportée",
                    (),
                    (
                        Fact("help_person", "Au travailleur", "", 3),
                        Fact("help_employer", "À l’employeur", "", 3),
                        Fact("referent", "Interlocuteur à l’ESAT"),
                    ),
                ),
                Article("Droit au retour", (RETURN,)),
            ),
            signers=_signers(row.person, *([("Pour le service", row.partner)] if row.partner else [])),
        )


def pathway_paper(row: ReinforcedPathway, today: date) -> Paper:
    """The document of a reinforced pathway, in French, with its content as it was written."""
    job = row.job
    with translation.override(LANGUAGE):
        return Paper(
            title="Parcours renforcé en emploi",
            day=row.handed_on or today,
            parties=(
                house_party(row.establishment),
                host_party(job.host, EMPLOYER),
                person_party(row.person),
            ),
            articles=(
                Article(
                    "Contrat de travail", (REINFORCED,), (*_contract(job), _day("signed_on", "Signé le", job.signed_on))
                ),
                Article("Ce qui est prévu", tuple(row.content.split("\n"))),
                Article("Droit au retour", (RETURN,)),
                Article("Remise", (), (_day("handed_on", "Remis au travailleur le", row.handed_on),)),
            ),
            signers=_signers(row.person),
        )


def _employer(host: Host | None, job: Placement | None) -> Host | None:
    return host or (job.host if job else None)


def _day(code: str, label: str, day: date | None) -> Fact:
    return Fact(code, label, localised.day(day, "long") if day else "")


def _contract(job: Placement | None) -> tuple[Fact, ...]:
    kind = CONTRACTS[ContractKind(job.contract)] if job else ""
    start, end = (job.starts_on, last_day(job.ends_before)) if job else (None, None)
    facts = (
        Fact("contract", "Nature", kind),
        Fact("post", "Poste et tâches", job.post if job else "", 2),
        _day("starts_on", "À compter du", start),
    )
    return (*facts, _day("last_day", "Jusqu’au", end)) if end else facts


def _days(row: SupportAgreement) -> tuple[Fact, ...]:
    days = (_day("starts_on", "Du", row.starts_on), _day("last_day", "Au", last_day(row.ends_before)))
    before = row.renewal_of
    return (*days, _day("renewal", "Renouvelle la convention du", before.starts_on)) if before else days


def _signers(person: Person, *besides: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    name = f"{person.first_name} {person.last_name}"
    return (("Pour l’ESAT", ""), ("Pour l’employeur", ""), *besides, ("Le travailleur", name))
