"""What the plans of the demo say: nobody's words, written for it."""

from __future__ import annotations

from etabli.support.states import Section

TEXTS: dict[Section, tuple[str, ...]] = {
    Section.EXPECTATIONS: (
        "« Je veux apprendre à lire les étiquettes sans demander. »",
        "« J’aimerais travailler dehors un jour par semaine. »",
        "« Je voudrais savoir me servir de la grande machine. »",
        "« Je veux garder mon équipe et mon horaire. »",
        "« J’aimerais visiter une entreprise pour voir comment c’est. »",
        "« Je veux passer mon code de la route. »",
        "« Je voudrais venir au travail en bus, sans être accompagné·e. »",
    ),
    Section.STRENGTHS: (
        "Arrive à l’heure, aide les nouveaux à trouver leur place.",
        "Retient très bien un geste une fois qu’il a été montré.",
        "Soigne son travail jusqu’à la dernière pièce.",
        "Connaît tous les postes de l’atelier et sait les expliquer.",
        "Dit quand quelque chose ne va pas, et propose.",
    ),
    Section.NEEDS: (
        "Des consignes courtes, une chose à la fois.",
        "Savoir la veille ce qui change le lendemain.",
        "Un modèle sous les yeux, puis refaire sans le modèle.",
        "Du temps avant de répondre ; ne pas finir la phrase à sa place.",
        "Une personne de confiance à qui parler en cas de tension.",
        "Être rassuré·e avant chaque nouveau poste.",
    ),
    Section.WORK_CONDITIONS: (
        "Un poste assis l’après-midi, loin de la presse.",
        "Une pause courte toutes les heures.",
        "Un casque contre le bruit quand les machines tournent.",
        "Le même vestiaire et la même place à table.",
    ),
}
"""By section of a plan; lists of unlike lengths, so that few plans say the same."""
WILL = "« Je veux travailler dans une entreprise, comme ma sœur. »"
COMMON_GOALS = (
    ("Préparer son poste sans aide", "Vu quatre matins sur cinq"),
    ("Rendre compte en fin de journée", "Le dit sans qu’on le demande, trois jours sur cinq"),
    ("Aider une personne qui débute", "A montré un geste à quelqu’un, vu deux fois"),
    ("Demander de l’aide quand il en faut", "Le fait sans attendre la fin de la demi-journée"),
    ("Venir au travail en transport en commun", "Seul·e pendant un mois"),
)
TRADE_GOALS = {
    "BLA": (
        ("Lire les étiquettes du tri", "Vingt étiquettes de suite sans erreur"),
        ("Régler la calandre", "Deux changements de linge sans aide"),
    ),
    "CON": (("Compter par dix jusqu’à cent", "Cinq cartons justes à la suite"),),
    "EV": (
        ("Vérifier la tondeuse avant de partir", "Suit la fiche sans oubli, une semaine entière"),
        ("Reconnaître dix plantes du massif", "Neuf sur dix, deux fois à un mois d’écart"),
    ),
    "MEN": (("Lire une cote sur un plan simple", "Trois pièces justes au millimètre"),),
    "RES": (("Servir une table de quatre", "Un service entier sans rappel"),),
    "SER": (("Arroser selon le plan de culture", "Une semaine sans oubli"),),
    "MET": (("Contrôler une pièce au gabarit", "Vingt pièces, aucune mal triée"),),
}
"""By code of workshop: wording and measure."""


def texts_of(rank: int) -> dict[str, str]:
    """By section."""
    return {section: bank[rank % len(bank)] for section, bank in TEXTS.items()}


def goal_of(workshop: str, rank: int) -> tuple[str, str]:
    """Wording and measure of the `rank`-th goal that someone of a workshop sets herself."""
    bank = (*TRADE_GOALS.get(workshop, ()), *COMMON_GOALS)
    return bank[rank % len(bank)]
