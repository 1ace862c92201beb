"""Sheets to fill in: the headers in the reader's language, two example lines.

The words are not translations left to a catalogue: each is one that our own reader knows (`reading.people`,
`reading.attendance`, `reading.words`), so they stand here together, and a test imports every template in every language.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import xlsxwriter

from etabli.attendance.queries import active_codes
from etabli.core.facts import EngagementKind
from etabli.exchange.planning_people import USUAL_KINDS
from etabli.exchange.states import ImportKind
from etabli.exchange.templates_sales import NAMES, sales_sheet
from etabli.org.models import Establishment
from etabli.org.queries import house_of
from etabli.org.states import EstablishmentKind
from etabli.production.models import Activity

PEOPLE_HEADERS = {
    "fr": "Matricule|Nom|Prénom|Date de naissance|Sexe|Atelier|Groupe|Statut|Entrée|Sortie|Motif de sortie|Quotité|À partir du",
    "nl": "Stamnummer|Naam|Voornaam|Geboortedatum|Geslacht|Werkplaats|Groep|Statuut|In dienst|Uit dienst|Reden uit dienst|"
    "Arbeidsbreuk|Vanaf",
    "en": "Staff number|Last name|First name|Date of birth|Sex|Workshop|Group|Contract type|Entry date|Exit date|Exit reason|"
    "Work fraction|Effective from",
}
ATTENDANCE_HEADERS = {
    "fr": "Matricule|Nom|Prénom|Date|Créneau|Code|Minutes|Prévenance|Justificatif",
    "nl": "Stamnummer|Naam|Voornaam|Datum|Dagdeel|Code|Minuten|Verwittiging|Attest",
    "en": "Staff number|Last name|First name|Date|Half-day|Code|Minutes|Notice|Supporting document",
}
WORK_HEADERS = {
    "fr": "Date|Matricule|Groupe|Commande|Ligne|Créneau|Minutes|Bonnes|Rebuts|Cause",
    "nl": "Datum|Stamnummer|Groep|Bestelling|Lijn|Dagdeel|Minuten|Goed|Afkeur|Oorzaak",
    "en": "Date|Staff number|Group|Order|Line|Half-day|Minutes|Good|Rejected|Cause",
}
PLACEMENT_HEADERS = {
    "fr": "Matricule|Dispositif|Hôte|SIRET|Type d'hôte|Ville|Du|Au|Signée le|Prescripteur|Objet|Contrat|Poste|Tuteur|Lieu de travail|"
    "Horaires|Motif de dépassement|Justificatif|Issue",
    "nl": "Stamnummer|Maatregel|Gastbedrijf|SIRET|Soort gastbedrijf|Gemeente|Van|Tot en met|Getekend op|Voorschrijver|Doel|Contract|"
    "Functie|Begeleider|Werkplek|Uren per week|Reden van overschrijding|Bewijs|Afloop",
    "en": "Staff number|Device|Host|SIRET|Kind of host|Town|From|To|Signed on|Prescriber|Objective|Contract|Post|Tutor|Place of work|"
    "Weekly hours|Why longer|What proves it|Outcome",
}
PLACEMENT_WORDS = {
    "fr": ("Stage", "MAD individuelle", "Entreprise", "Association"),
    "nl": ("Stage", "Individuele terbeschikkingstelling", "Onderneming", "Vereniging"),
    "en": ("Internship", "Individual secondment", "Company", "Association"),
}
BASIN_HEADERS = {
    "fr": "Indicateur|Année|Valeur|Unité|Source",
    "nl": "Indicator|Jaar|Waarde|Eenheid|Bron",
    "en": "Indicator|Year|Value|Unit|Source",
}
DAYS = {
    "fr": "Lundi Mardi Mercredi Jeudi Vendredi Samedi Dimanche".split(),
    "nl": "Maandag Dinsdag Woensdag Donderdag Vrijdag Zaterdag Zondag".split(),
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
}
HALVES = {"fr": ("matin", "après-midi"), "nl": ("voormiddag", "namiddag"), "en": ("morning", "afternoon")}
WHOLE_DAYS = {"fr": "journée", "nl": "hele dag", "en": "whole day"}
SEXES = {"fr": ("F", "H"), "nl": ("V", "M"), "en": ("F", "M")}
EXAMPLES = {"fr": "Exemple", "nl": "Voorbeeld", "en": "Example"}
KINDS = {
    EngagementKind.ACCOMPANIMENT: {"fr": "CAT", "nl": "CAT", "en": "CAT"},
    EngagementKind.EMPLOYEE: {"fr": "Salarié", "nl": "Werknemer", "en": "Employee"},
    EngagementKind.TARGET_WORKER: dict.fromkeys(("fr", "nl", "en"), "Doelgroepwerknemer"),
    EngagementKind.ARBEIDSZORG: dict.fromkeys(("fr", "nl", "en"), "Arbeidszorg"),
    EngagementKind.INTEGRATION: {"fr": "Insertion", "nl": "Insertion", "en": "Integration"},
}
SHEETS = {
    ImportKind.PEOPLE: {"fr": "Personnes", "nl": "Personen", "en": "People"},
    ImportKind.ATTENDANCE: {"fr": "Présences", "nl": "Aanwezigheid", "en": "Attendance"},
    ImportKind.WORK: {"fr": "Travail", "nl": "Werk", "en": "Work"},
    ImportKind.BASIN: {"fr": "Bassin d'emploi", "nl": "Arbeidsmarkt", "en": "Job basin"},
    ImportKind.PLACEMENTS: {"fr": "Placements", "nl": "Plaatsingen", "en": "Placements"},
    **NAMES,
}
NUMBERS = ("EX1", "EX2")
"""Staff numbers of the examples: the same in both templates, so that one goes with the other."""
_USUAL_CODE = "PRE"


def template(kind: ImportKind, language: str, establishment: Establishment, today: date) -> bytes:
    """The workbook of a kind of import. `language`: fr, nl or en; others get English."""
    known = language[:2] if language[:2] in DAYS else "en"
    week = house_of(establishment).week_on(today)
    day = _last_open_day(week, today)
    if kind == ImportKind.PEOPLE:
        headers, rows = _people(known, establishment, week, day)
    elif kind == ImportKind.ATTENDANCE:
        headers, rows = _attendance(known, establishment, day)
    elif kind == ImportKind.WORK:
        headers, rows = _work(known, establishment, day)
    elif kind == ImportKind.BASIN:
        headers, rows = _basin(known, day)
    elif kind == ImportKind.PLACEMENTS:
        headers, rows = _placements(known, day)
    else:
        headers, rows = sales_sheet(kind, known, establishment, day)
    return _workbook(SHEETS[kind][known], headers, rows)


def _last_open_day(week: str, today: date) -> date:
    """The last day before today that opens morning and afternoon; yesterday when the house never does."""
    days = [today - timedelta(days=back) for back in range(1, 8)]
    return next((day for day in days if week[day.weekday() * 2 :][:2] == "11"), days[0])


def _people(language: str, establishment: Establishment, week: str, day: date) -> tuple[list[str], list[list[Any]]]:
    """A full-timer, and a half-timer with her half-days: every other one of those that open."""
    opened = [slot for slot in range(len(week)) if week[slot] == "1"]
    headers = PEOPLE_HEADERS[language].split("|")
    headers += [f"{DAYS[language][slot // 2]} {HALVES[language][slot % 2]}" for slot in opened]
    workshop = establishment.workshops.order_by("name", "pk").values_list("name", flat=True).first()
    usual = USUAL_KINDS.get(EstablishmentKind(establishment.kind), EngagementKind.INTEGRATION)
    kind, entry = KINDS[usual][language], date(day.year, 1, 1)
    rows = []
    for number, name, sex, fraction, step in zip(
        NUMBERS, ("Camille", "Dominique"), SEXES[language], (1, 0.5), (1, 2), strict=True
    ):
        marks = ["x" if place % step == 0 else None for place in range(len(opened))]
        born = date(1990, 5, 4)
        fixed = [number, EXAMPLES[language], name, born, sex, workshop, None, kind, entry, None, None, fraction, None]
        rows.append(fixed + marks)
    return headers, rows


def _attendance(language: str, establishment: Establishment, day: date) -> tuple[list[str], list[list[Any]]]:
    """A whole day, and a morning of which the minutes are known."""
    codes = list(active_codes(establishment))
    code = _USUAL_CODE if _USUAL_CODE in codes or not codes else codes[0]
    example, morning = EXAMPLES[language], HALVES[language][0]
    rows = [
        [NUMBERS[0], example, "Camille", day, WHOLE_DAYS[language], code, None, None, None],
        [NUMBERS[1], example, "Dominique", day, morning, code, 180, None, None],
    ]
    return ATTENDANCE_HEADERS[language].split("|"), rows


def _work(language: str, establishment: Establishment, day: date) -> tuple[list[str], list[list[Any]]]:
    """A whole day and a morning, on the order line that is due first where there is one."""
    open_tasks = Activity.objects.filter(establishment=establishment, line__isnull=False, active=True)
    numbers = open_tasks.order_by("line__due_on", "pk").values_list("line__order__number", "line__position")
    order, position = numbers.first() or ("EX-BC-1", 1)
    rows = [
        [day, NUMBERS[0], None, order, position, WHOLE_DAYS[language], 300, 120, None, None],
        [day, NUMBERS[1], None, order, position, HALVES[language][0], 150, 60, None, None],
    ]
    return WORK_HEADERS[language].split("|"), rows


def _placements(language: str, day: date) -> tuple[list[str], list[list[Any]]]:
    """Some days with an employer, and a secondment of a year."""
    stage, secondment, company, association = PLACEMENT_WORDS[language]
    example = EXAMPLES[language]
    said = [None, None, None, None, example, None, "35 h", None, None, None]
    rows = [
        [NUMBERS[0], stage, f"{example} 1", None, company, example, day, day + timedelta(days=4), day, *said],
        [
            NUMBERS[1],
            secondment,
            f"{example} 2",
            None,
            association,
            example,
            day,
            day + timedelta(days=364),
            day,
            *said,
        ],
    ]
    return PLACEMENT_HEADERS[language].split("|"), rows


def _basin(language: str, day: date) -> tuple[list[str], list[list[Any]]]:
    example = EXAMPLES[language]
    year = day.year - 1
    rows = [[f"{example} 1", year, 7.4, "%", example], [f"{example} 2", year, 1250, None, example]]
    return BASIN_HEADERS[language].split("|"), rows


def _workbook(name: str, headers: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(name)
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        formats: Mapping[type, Any] = {
            date: book.add_format({"num_format": "dd/mm/yyyy"}),
            float: book.add_format({"num_format": "0%"}),
        }
        for column, label in enumerate(headers):
            sheet.write_string(0, column, label, head)
            sheet.set_column(column, column, max(len(label) + 2, 12))
        for line, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                sheet.write(line, column, value, formats.get(type(value)))
        sheet.freeze_panes(1, 0)
    return file.getvalue()
