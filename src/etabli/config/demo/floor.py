"""The workshops of the demo at work: activities, who worked on what, pieces made, what was seen, what must be known.

Everything has a key made of what it is, so that a load that was interrupted goes on without doubling anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from etabli.attendance.queries import standing_entries
from etabli.core.periods import Period
from etabli.core.work import Part
from etabli.org.models import Establishment, User, Workshop
from etabli.org.queries import house_of
from etabli.people.actions import RestrictionSpec, save_certification, save_restriction
from etabli.people.models import Certification, Engagement, Person, Restriction
from etabli.people.queries import workshops_of
from etabli.production import actions as production
from etabli.production.models import Activity, RejectCause
from etabli.production.states import Split
from etabli.support.actions import ObservationOperation, record_observations, save_goal
from etabli.support.models import Goal
from etabli.support.states import Pictogram

ACTIVITIES = (
    ("BLA", "PLI", "Pliage du linge plat", "pièces", False),
    ("BLA", "REP", "Repassage", "pièces", False),
    ("BLA", "TRI", "Tri et lavage", "kg", False),
    ("CON", "ETU", "Mise sous étui", "étuis", False),
    ("CON", "KIT", "Montage de kits", "kits", False),
    ("EV", "TON", "Tonte", "m²", True),
    ("EV", "HAI", "Taille de haies", "m", True),
)
"""Workshop, code, name, unit, off-site."""
CAUSES = (("TACHE", "Tache"), ("DECHI", "Déchiré"), ("ERREUR", "Erreur de montage"))
DAYS_OF_WORK = 10
"""Open days until today."""
PIECES_AN_HOUR = 24
AT_WORK = frozenset({"PRE", "EXT"})
RESTRICTIONS = (
    RestrictionSpec("load", 10, "Pas de charge de plus de 10 kg", date(2024, 9, 2)),
    RestrictionSpec("standing", 60, "Pas plus d'une heure debout d'affilée", date(2024, 9, 2)),
    RestrictionSpec("machines", None, "Pas de machine coupante", date(2024, 9, 2)),
)
CERTIFICATIONS = (("CACES R489 catégorie 3", -1700, 40), ("Sauveteur secouriste du travail", -800, -12))
"""Name, days from today to the issue and to the last day."""
GOALS = ("Préparer seul son poste le matin", "Compter par dix jusqu'à cent", "Demander de l'aide quand il en faut")
SEEN = (
    (Pictogram.PROGRESS, "A plié une pile entière sans modèle."),
    (Pictogram.WENT_WELL, ""),
    (Pictogram.TIRED, "Plus lent après la pause."),
    (Pictogram.TALK, "Demande à parler de son planning."),
    (Pictogram.DIFFICULTY, "La nouvelle étiquette est difficile à lire."),
)
LOG = (
    ("BLA", "instructor", "La calandre 2 chauffe mal : ne pas l'utiliser avant le passage du technicien."),
    ("BLA", "head_of_service", "Il manque un chariot depuis lundi."),
    ("EV", "instructor", "Le portail du parc ferme à 16 h cette semaine."),
)


def fill(establishment: Establishment, instructors: dict[str, User], at: datetime) -> None:
    """What the last days left behind in three workshops. `instructors`: by code of workshop."""
    workshops = {row.code: row for row in establishment.workshops.all()}
    activities = _activities(establishment, workshops, at)
    codes = {workshop.pk: code for code, workshop in workshops.items()}
    tasks = Activity.objects.filter(establishment=establishment, active=True, line__isnull=False)
    for task in tasks.select_related("line"):
        activities[codes[task.workshop_id]].append(task)
    for code, name in CAUSES:
        if not RejectCause.objects.filter(establishment=establishment, code=code).exists():
            production.save_cause(establishment=establishment, code=code, name=name, by=None, at=at)
    teams = _teams(establishment, workshops, at.date() - timedelta(days=60))
    _know(establishment, teams["BLA"], at)
    for team in teams.values():
        _know_more(team, at)
    for day in _open_days(establishment, at.date()):
        _work(establishment, activities, teams, day, at)
    _see(establishment, teams, at)
    _tell(establishment, workshops, instructors, at)
    _report(establishment, workshops["EV"], activities["EV"][0], teams["EV"], at)


def _key(*parts: object) -> UUID:
    return uuid5(NAMESPACE_URL, "etabli-demo:" + "/".join(map(str, parts)))


def _activities(
    establishment: Establishment, workshops: dict[str, Workshop], at: datetime
) -> dict[str, list[Activity]]:
    """By code of workshop."""
    made: dict[str, list[Activity]] = defaultdict(list)
    for workshop, code, name, unit, off_site in ACTIVITIES:
        spec = production.ActivitySpec(code=code, name=name, unit=unit, off_site=off_site)
        known = Activity.objects.filter(workshop=workshops[workshop], code=code).first()
        made[workshop].append(
            known
            or production.save_activity(
                establishment=establishment, workshop=workshops[workshop], spec=spec, by=None, at=at
            )
        )
    return made


def _teams(establishment: Establishment, workshops: dict[str, Workshop], since: date) -> dict[str, list[int]]:
    """Keys of those who have been in each workshop since a day, and stay, by its code."""
    long_here = Engagement.objects.filter(establishment=establishment, ends_before=None, starts_on__lt=since)
    staying = set(long_here.values_list("person", flat=True))
    codes = {workshop.pk: code for code, workshop in workshops.items()}
    teams: dict[str, list[int]] = defaultdict(list)
    for person, workshop in sorted(workshops_of(establishment).items()):
        if workshop is not None and person in staying:
            teams[codes[workshop]].append(person)
    return teams


def _open_days(establishment: Establishment, today: date) -> list[date]:
    house = house_of(establishment)
    days = (today - timedelta(days=number) for number in range(60))
    return [day for day in days if house.is_open_day(day)][:DAYS_OF_WORK]


def _know(establishment: Establishment, team: list[int], at: datetime) -> None:
    """Restrictions, certifications and goals of a few people of a team."""
    people = Person.objects.in_bulk(team)
    for person, spec in zip(team, RESTRICTIONS, strict=False):
        if not Restriction.objects.filter(person=person).exists():
            save_restriction(person=people[person], spec=spec, by=None, at=at)
    today = at.date()
    for person, (name, issued, last) in zip(team[2:], CERTIFICATIONS, strict=False):
        if not Certification.objects.filter(person=person).exists():
            days = {"issued_on": today + timedelta(days=issued), "expires_on": today + timedelta(days=last)}
            save_certification(person=people[person], name=name, **days, by=None, at=at)
    for person, wording in zip(team[1:], GOALS, strict=False):
        if not Goal.objects.filter(person=person).exists():
            since = today - timedelta(days=30)
            save_goal(
                establishment=establishment, person=people[person], wording=wording, starts_on=since, by=None, at=at
            )


def _know_more(team: list[int], at: datetime) -> None:
    """Of a team, one in five has a restriction, and one in four a certification that is still good."""
    restricted = set(Restriction.objects.filter(person__in=team).values_list("person", flat=True))
    certified = set(Certification.objects.filter(person__in=team).values_list("person", flat=True))
    people, today = Person.objects.in_bulk(team), at.date()
    for rank, person in enumerate(team):
        if rank % 5 == 4 and person not in restricted:
            save_restriction(person=people[person], spec=RESTRICTIONS[rank % len(RESTRICTIONS)], by=None, at=at)
        if rank % 4 == 3 and person not in certified:
            name, issued, _last = CERTIFICATIONS[rank % len(CERTIFICATIONS)]
            days = {"issued_on": today + timedelta(days=issued), "expires_on": today + timedelta(days=60 + 25 * rank)}
            save_certification(person=people[person], name=name, **days, by=None, at=at)


def _work(
    establishment: Establishment,
    activities: dict[str, list[Activity]],
    teams: dict[str, list[int]],
    day: date,
    at: datetime,
) -> None:
    """Everyone at work that day on one activity of the workshop, and what came out of each."""
    operations, outputs = [], []
    present = _present(establishment, day)
    cause = RejectCause.objects.filter(establishment=establishment).order_by("code").first()
    for half in (0, 1):
        moment = datetime(day.year, day.month, day.day, 11 if half == 0 else 16, 30).astimezone()
        for code, choice in activities.items():
            there = [person for person in teams[code] if (person, half) in present]
            for rank, person in enumerate(there):
                activity = choice[(rank + day.day) % len(choice)]
                parts, key = (Part(activity.pk, None),), _key("work", person, day, half)
                operations.append(production.WorkOperation(key, person, day, half, parts, activity.workshop_id, moment))
            outputs += _made(choice, len(there), day, half, moment, cause)
    production.record_work(establishment=establishment, operations=operations, by=None, at=at)
    production.record_output(establishment=establishment, operations=outputs, by=None, at=at)


def _present(establishment: Establishment, day: date) -> set[tuple[int, int]]:
    """(person, half) of those at work."""
    standing = standing_entries(establishment, Period(day, day + timedelta(days=1)))
    return {
        (person, half)
        for (person, _, half), row in standing.items()
        if any(code in AT_WORK for code, _, _ in row.segments)
    }


def _made(
    activities: list[Activity], people: int, day: date, half: int, moment: datetime, cause: RejectCause | None
) -> Iterator[production.OutputOperation]:
    for rank, activity in enumerate(activities):
        hours = people // len(activities) * (3 + (day.day + rank) % 2)
        good = hours * _pieces_an_hour(activity)
        if not good:
            continue
        rejected = (day.day + rank + half) % 3
        yield production.OutputOperation(
            id=_key("output", activity.pk, day, half),
            workshop=activity.workshop_id,
            activity=activity.pk,
            day=day,
            half=half,
            good=good * 1000,
            rejected=rejected * 1000,
            acted_at=moment,
            rule=Split.MINUTES,
            cause=cause.pk if cause and rejected else None,
        )


def _pieces_an_hour(activity: Activity) -> int:
    """Of an order line, what its quoted time makes of an hour, when it is one piece at least."""
    line = activity.line
    if line is None or not line.minutes or not line.quantity:
        return PIECES_AN_HOUR
    return 60 * line.quantity // (1000 * line.minutes)


def _see(establishment: Establishment, teams: dict[str, list[int]], at: datetime) -> None:
    """One observation a day, of one person after the other."""
    operations = []
    for number, day in enumerate(_open_days(establishment, at.date())[1:]):
        pictogram, text = SEEN[number % len(SEEN)]
        person = teams["BLA"][number % len(teams["BLA"])]
        moment = datetime(day.year, day.month, day.day, 15).astimezone()
        key = _key("seen", person, day)
        operations.append(
            ObservationOperation(key, person, day, 1, moment, pictogram, text, task="Pliage du linge plat")
        )
    record_observations(establishment=establishment, operations=operations, by=None, at=at)


def _tell(
    establishment: Establishment, workshops: dict[str, Workshop], instructors: dict[str, User], at: datetime
) -> None:
    """The log of the workshops; written today, when their authors have their roles."""
    for code, role, text in LOG:
        key = _key("log", code, text)
        message = production.HandoverOperation(key, workshops[code].pk, role, text, at)
        production.record_handover(establishment=establishment, operations=[message], by=instructors.get(code), at=at)


def _report(
    establishment: Establishment, workshop: Workshop, activity: Activity, team: list[int], at: datetime
) -> None:
    """One report of the green spaces, of the last open day."""
    day = _open_days(establishment, at.date())[-1]
    there = sorted(person for person, half in _present(establishment, day) if half == 0 and person in team)
    people = tuple(production.PersonTime(person, 180) for person in there)
    report = production.InterventionOperation(
        id=_key("report", day),
        workshop=workshop.pk,
        day=day,
        site="Parc de la mairie (fictif)",
        started=9 * 60,
        ended=12 * 60,
        acted_at=datetime(day.year, day.month, day.day, 12, 30).astimezone(),
        activity=activity.pk,
        people=people[:4],
        problem="Une tondeuse est restée au garage : la moitié du parc reste à tondre.",
        signer="M. Platane (fictif)",
    )
    production.record_interventions(establishment=establishment, operations=[report], by=None, at=at)
