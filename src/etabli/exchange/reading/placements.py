"""Lists of placements: who went where, by which device, from when to when. Empty cells say nothing: what is known stays."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from etabli.exchange.reading import values
from etabli.exchange.reading.amounts import chosen, spellings
from etabli.exchange.reading.headers import names
from etabli.exchange.reading.lists import read_list
from etabli.exchange.reading.people import STAFF_NUMBER, WEAK_STAFF_NUMBER
from etabli.exchange.reading.problems import BadValue
from etabli.exchange.reading.rows import Line, LineReader, Reading
from etabli.exchange.reading.sheets import Cell, Workbook
from etabli.exchange.reading.words import folded

DEVICES = spellings(
    mispe="mise en situation professionnelle en esat|découverte|découverte de l'esat|kennismaking|discovery",
    pmsmp="période de mise en situation en milieu professionnel|mise en situation en milieu professionnel|"
    "période de mise en situation|immersion|immersion professionnelle|work trial|trial",
    internship="stage|stage en entreprise|stage en milieu ordinaire|werkstage",
    mad_individual="mad individuelle|mise à disposition individuelle|mise à disposition|mad|mad nominative|"
    "mise à disposition nominative|détachement|détachement individuel|individuele terbeschikkingstelling|"
    "terbeschikkingstelling|detachering|individual secondment|secondment",
    mad_collective="mad collective|mise à disposition collective|détachement collectif|collectieve terbeschikkingstelling|"
    "collective secondment",
    service="prestation hors les murs|hors les murs|prestation de service|prestation|prestation extérieure|"
    "enclave|werk bij de klant|dienstverlening|service at a client's|outside service",
    supported_employment="emploi accompagné|begeleid werken|begeleide tewerkstelling|supported employment",
    dual_activity="double activité|temps partagé|activité partagée|esat et milieu ordinaire|dubbele activiteit|dual activity",
    springboard="cdd tremplin|tremplin|springboard|springboard contract|springplank",
    job="emploi|contrat de travail|embauche|emploi en milieu ordinaire|baan|job|arbeidscontract|employment|hired",
)
HOST_KINDS = spellings(
    private="entreprise|privé|secteur privé|société|entreprise privée|bedrijf|onderneming|company|private company",
    public="public|secteur public|fonction publique|collectivité|mairie|administration|overheid|public body",
    association="asso|associatif|secteur associatif|asbl|vzw|vereniging|charity",
    adapted_company="ea|entreprise adaptée|maatwerkbedrijf|adapted company",
    esat="autre esat|ander esat|other esat",
    individual="particulier|employeur particulier|particulieren|private person",
    other="autre|ander|anders",
)
PRESCRIBERS = spellings(
    mdph="maison départementale des personnes handicapées",
    employment_network="france travail|pôle emploi|cap emploi|mission locale|service public de l'emploi|spe|réseau pour l'emploi|"
    "vdab|forem|actiris|employment service",
)
OBJECTIVES = spellings(
    discover="découvrir|découvrir un métier|découverte|ontdekken|discover a trade",
    confirm="confirmer|confirmer un projet|confirmer un projet professionnel|bevestigen|confirm a plan",
    recruit="recruter|initier un recrutement|initier une démarche de recrutement|recrutement|aanwerven|recruitment",
)
CONTRACTS = spellings(
    cdi="contrat à durée indéterminée|onbepaalde duur|permanent|permanent contract",
    cdd="contrat à durée déterminée|bepaalde duur|fixed term|fixed-term",
    temp="intérim|interim|uitzendarbeid|temporary work",
    professional="contrat de professionnalisation|professionnalisation",
    apprenticeship="apprentissage|contrat d'apprentissage|leercontract",
    springboard="cdd tremplin|tremplin",
    aided="contrat aidé|cui|pec|parcours emploi compétences|aided contract",
    public_service="titulaire|fonctionnaire|contractuel|fonction publique|ambtenaar",
    self_employed="indépendant|zelfstandige|self-employed",
)
OUTCOMES = spellings(
    completed="terminé|mené à terme|arrivé à terme|fin de contrat|afgerond|went to its end",
    interrupted="interrompu|rupture|abandon|onderbroken|stopped",
    hired="embauché|embauche|recruté|aangeworven|hiring",
    prolonged="prolongé|renouvelé|verlengd|renewed",
    other="autre|ander|anders",
    not_known="inconnu|inconnue|non connu|non connue|issue inconnue|issue non connue|sans nouvelles|onbekend|niet bekend|"
    "not known|unknown",
)
GROUNDS = spellings(
    training="formation|formation en cours|formation à achever|achever une formation|terminer une formation|opleiding|"
    "lopende opleiding|een opleiding afmaken|training|to end a training",
)
COLUMNS = names(
    {"staff_number": WEAK_STAFF_NUMBER},
    staff_number=STAFF_NUMBER,
    device="dispositif|type|type de mise en situation|nature|maatregel|soort|device|kind of placement",
    host="hôte|entreprise d'accueil|structure d'accueil|lieu d'accueil|entreprise|employeur|gastbedrijf|werkgever|host|employer",
    siret="siret|n° siret|siret de l'hôte|ondernemingsnummer",
    host_kind="type d'hôte|type d'entreprise|secteur|type d'employeur|soort gastbedrijf|sector|kind of host|host type",
    town="ville|commune|gemeente|plaats|town|city",
    begins_on="du|début|date de début|date début|depuis le|van|vanaf|begin|from|start|start date",
    last_day="au|fin|date de fin|date fin|jusqu'au|dernier jour|tot en met|tot|einde|to|until|last day|end date",
    signed_on="signée le|signé le|date de signature|signature|getekend op|ondertekend op|signed on|signed",
    prescriber="prescripteur|prescrit par|voorschrijver|prescriber|prescribed by",
    objective="objet|objectif|doel|objective|purpose",
    contract="contrat|type de contrat|contract|contracttype|contract type",
    post="poste|poste occupé|tâches|métier|fonction|functie|taken|post|job title|tasks",
    tutor="tuteur|tuteur d'entreprise|référent en entreprise|begeleider|mentor|tutor",
    place_of_work="lieu de travail|lieu|adresse|werkplek|adres|place of work",
    weekly="horaires|heures par semaine|heures hebdomadaires|durée hebdomadaire|temps hebdomadaire|uren per week|weekuren|"
    "weekly hours|hours a week|weekly minutes",
    beyond_ground="motif de dépassement|motif du dépassement|motif au-delà de la durée maximale|dépassement|"
    "reden van overschrijding|overschrijding|why longer|beyond the usual most months",
    beyond_proof="justificatif|justificatif du dépassement|pièce justificative|preuve|bewijs|bewijsstuk|what proves it|proof",
    outcome="issue|résultat|suite|afloop|resultaat|outcome",
    cdaph_agreed_on="accord cdaph|accord de la cdaph|accord cdaph le|akkoord cdaph|cdaph agreed on",
    mdph_notified_on="mdph informée le|information mdph|transmis à la mdph le|mdph verwittigd op|mdph told on",
)
REQUIRED = ("staff_number", "device", "begins_on")
LONGEST = {"host": 200, "town": 100, "post": 300, "tutor": 200, "place_of_work": 300, "beyond_proof": 300}
"""Most characters of each text. It is that of the tables it goes to."""
_WEEKLY = re.compile(
    r"^(\d{1,5}(?:[.,]\d{1,2})?)\s*(heures?|hours?|uren|uur|h|u|minutes|minuten|min)?\s*(\d{1,2})?\s*(?:min|mn)?$"
)
MOST_HOURS = 48
"""More are minutes: nobody works longer a week."""


@dataclass(frozen=True, slots=True)
class PlacementRow:
    """One line of a list of placements. `texts`: by key of a column, empty for an empty cell; codes are those of the room.

    `last_day`: included. `weekly`: minutes a week. None: the cell says nothing.
    """

    line: Line
    staff_number: str
    device: str
    starts_on: date
    last_day: date | None
    days: dict[str, date]
    texts: dict[str, str]
    siret: str
    host_kind: str
    outcome: str
    weekly: int | None
    unread: frozenset[str]


def read_placements(workbook: Workbook) -> Reading[PlacementRow]:
    """Every line of every visible sheet that has a staff number, a device and a first day."""
    return read_list(workbook, COLUMNS, REQUIRED, _row)


def _known(table: dict[str, str]) -> str:
    """One word of each value, for the sentence that says what may be written."""
    first: dict[str, str] = {}
    for word, value in table.items():
        if word != folded(value):
            first.setdefault(value, word)
    return ", ".join(first.values())


_CODES = {"prescriber": PRESCRIBERS, "objective": OBJECTIVES, "contract": CONTRACTS, "beyond_ground": GROUNDS}
_TOLD_DAYS = ("signed_on", "cdaph_agreed_on", "mdph_notified_on")


def _row(line: Line, reader: LineReader) -> PlacementRow:
    texts = {key: reader.read(key, _upto(longest), "") for key, longest in LONGEST.items()}
    texts |= {key: reader.read(key, chosen(table, _known(table)), "") for key, table in _CODES.items()}
    days = {key: reader.read(key, values.day, None) for key in _TOLD_DAYS}
    return PlacementRow(
        line=line,
        staff_number=reader.read("staff_number", values.required_text, ""),
        device=reader.read("device", _device, ""),
        starts_on=reader.read("begins_on", values.required_day, date.max),
        last_day=reader.read("last_day", values.day, None),
        days={key: day for key, day in days.items() if day is not None},
        texts=texts,
        siret=reader.read("siret", values.text, ""),
        host_kind=reader.read("host_kind", chosen(HOST_KINDS, _known(HOST_KINDS)), ""),
        outcome=reader.read("outcome", chosen(OUTCOMES, _known(OUTCOMES)), ""),
        weekly=reader.read("weekly", weekly_minutes, None),
        unread=frozenset(reader.unread),
    )


def _device(cell: Cell) -> str:
    values.required_text(cell)
    return chosen(DEVICES, _known(DEVICES))(cell)


def _upto(longest: int) -> Callable[[Cell], str]:
    def read(cell: Cell) -> str:
        found = values.text(cell)
        if len(found) > longest:
            raise BadValue("text_too_long", longest=longest)
        return found

    return read


def weekly_minutes(cell: Cell) -> int | None:
    """Minutes a week: `17h30`, `35 h`, `17,5` (hours, up to 48), `1050` or `1050 min`. None for an empty cell.

    BadValue: `not_weekly_hours`.
    """
    written = folded(values.text(cell).replace(":", "h"), keep=",.-")
    found = _WEEKLY.match(written)
    if not written:
        return None
    if found is None:
        raise BadValue("not_weekly_hours")
    number, unit, rest = Decimal(found[1].replace(",", ".")), found[2] or "", int(found[3] or 0)
    if unit.startswith("m") or (not unit and number > MOST_HOURS):
        return int(number)
    return int(number * 60) + rest
