"""The words people write in cells, in French, Dutch and English. Keys are folded: no case, accents or punctuation."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import TypeVar

from etabli.core.calendars import Half
from etabli.core.facts import EngagementKind

T = TypeVar("T")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "oe", "Æ": "ae", "º": " ", "°": " "})


def folded(text: str, keep: str = "") -> str:
    """Text without case, accents, punctuation or doubled spaces: what two spellings of a word have in common.

    >>> folded("  N° Matricule : "), folded("Prénom_usuel"), folded("1,5 j", keep=",")
    ('n matricule', 'prenom usuel', '1,5 j')
    """
    plain = unicodedata.normalize("NFKD", text.translate(_LIGATURES).casefold())
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(rf"[^a-z0-9{re.escape(keep)}]+", " ", letters).strip()


def _table(*entries: tuple[str, T]) -> dict[str, T]:
    """Words separated by `|`, each to the value beside them. A word that folds to nothing (`✓`) stays as it is."""
    return {folded(word) or word: value for words, value in entries for word in words.split("|")}


MONTHS = _table(
    ("janvier|janv|januari|january|jan", 1),
    ("février|févr|fév|februari|february|feb", 2),
    ("mars|maart|mrt|march|mar", 3),
    ("avril|avr|april|apr", 4),
    ("mai|mei|may", 5),
    ("juin|juni|june|jun", 6),
    ("juillet|juil|juli|july|jul", 7),
    ("août|aout|augustus|august|aug", 8),
    ("septembre|sept|september|sep", 9),
    ("octobre|oct|oktober|okt|october", 10),
    ("novembre|nov|november", 11),
    ("décembre|déc|december|dec", 12),
)


def month_of(word: str) -> int:
    """1 to 12 for the name of a month, 0 for any other word."""
    return MONTHS.get(folded(word), 0)


WEEKDAYS = _table(
    ("lundi|lun|maandag|ma|monday|mon", 0),
    ("mardi|mar|dinsdag|di|tuesday|tue", 1),
    ("mercredi|mer|woensdag|wo|wednesday|wed", 2),
    ("jeudi|jeu|donderdag|do|thursday|thu", 3),
    ("vendredi|ven|vrijdag|vr|friday|fri", 4),
    ("samedi|sam|zaterdag|za|saturday|sat", 5),
    ("dimanche|dim|zondag|zo|sunday|sun", 6),
)
_MORNING = "matin|matinée|m|voormiddag|vm|ochtend|morning|am|a m"
_AFTERNOON = "après-midi|apres midi|aprem|ap|a|pm|p m|namiddag|nm|middag|afternoon"
_WHOLE_DAY = "journée|jour|j|journée entière|ma|m a|m et a|dag|hele dag|volledige dag|day|whole day|full day|all day|d"
SLOTS = _table(
    (_MORNING, (Half.MORNING,)),
    (_AFTERNOON, (Half.AFTERNOON,)),
    (_WHOLE_DAY, (Half.MORNING, Half.AFTERNOON)),
)
SEXES = _table(
    ("h|homme|m|masculin|man|mannelijk|male|monsieur|mr|de heer", "M"),
    ("f|femme|v|féminin|vrouw|vrouwelijk|female|madame|mme|mevrouw", "F"),
)
MARKS = _table(
    ("x|1|oui|o|ja|j|yes|y|vrai|true|waar|✓|✔|☑", True),
    ("0|non|n|nee|neen|no|faux|false|onwaar|☐", False),
)
YES_OR_NO = _table(
    ("x|1|oui|o|ja|j|yes|y|vrai|true|waar|fourni|reçu|ontvangen|received|✓|✔", True),
    ("0|non|n|nee|neen|no|faux|false|onwaar|absent|manquant|attendu|verwacht|-", False),
)
KINDS = _table(
    (
        "cat|csat|accompagnement|accompagné|accompaniment|travailleur|travailleur esat|usager",
        EngagementKind.ACCOMPANIMENT,
    ),
    ("stagiaire|stage|pmsmp|stagiair|trainee|intern", EngagementKind.TRAINEE),
    ("mispe|découverte|discovery|kennismaking", EngagementKind.DISCOVERY),
    ("élève|étudiant|étudiante|leerling|student|studente|pupil|school", EngagementKind.PUPIL),
    ("arbeidszorg|arbeidszorgmedewerker", EngagementKind.ARBEIDSZORG),
    ("salarié|salariée|employé|employée|employee|werknemer", EngagementKind.EMPLOYEE),
    ("cddi|insertion|salarié en insertion|integration", EngagementKind.INTEGRATION),
    ("doelgroepwerknemer|maatwerker|target worker", EngagementKind.TARGET_WORKER),
)
KIND_BEGINNINGS = _table(
    ("contrat d'accompagnement|contrat de soutien|contrat d'aide et de soutien", EngagementKind.ACCOMPANIMENT),
    ("accompaniment contract|support contract", EngagementKind.ACCOMPANIMENT),
    ("mise en situation professionnelle en|mispe", EngagementKind.DISCOVERY),
    ("période de mise en situation|stage|stagiaire|pmsmp", EngagementKind.TRAINEE),
    ("élève|étudiant|étudiante|leerling|student", EngagementKind.PUPIL),
)
NOTICE_UNITS = _table(
    ("h|hr|hrs|heure|heures|hour|hours|u|uur|uren", Fraction(1)),
    ("j|jour|jours|d|day|days|dag|dagen", Fraction(24)),
    ("sem|semaine|semaines|week|weeks|weken|w", Fraction(168)),
    ("min|mn|minutes|minuten", Fraction(1, 60)),
) | {"": Fraction(1)}

TOTALS = frozenset(
    "total totaux totaal totalen totals somme som sum cumul ensemble algemeen sous subtotal subtotaal effectif".split()
)
SIGNATURES = frozenset(
    "signature signatures signe emargement emargements handtekening handtekeningen signed visa paraphe paraaf cachet".split()
)
_WEEKDAY_LETTERS = frozenset("l m j v s d z w t f".split())


def first_word_in(text: str, choice: frozenset[str]) -> bool:
    """True when the first word of a text is one of the words."""
    return folded(text).partition(" ")[0] in choice


def is_weekday(text: str) -> bool:
    """True for the name of a day of the week, short or long, or its first letters."""
    word = folded(text)
    return (
        word in WEEKDAYS
        or word in _WEEKDAY_LETTERS
        or word in {"lu", "me", "je", "ve", "sa", "mo", "tu", "we", "th", "fr", "su"}
    )
