"""The people of the demo: names of tools and trees, so that nobody takes them for someone."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from etabli.core.counting import WHOLE
from etabli.core.facts import EngagementKind
from etabli.people.actions import PersonRow

FIRST_NAMES = (
    "Alix Ange Aubin Basile Camille Capucine Céleste Charlie Claude Côme Dany Eden Églantine Élie Fleur Florian Gaëlle Gaspard"
    " Hyacinthe Inès Iris Jasmin Joanny Léonie Lila Lou Maël Marguerite Marin Maxence Méline Noa Océane Olive Paule Pervenche"
    " Prune Rose Sacha Soline Swann Théa Ulysse Violette Yael Zélie"
).split()
LAST_NAMES = (
    "Alisier Aubépine Aulne Bédane Bouleau Bouvet Buis Burin Cèdre Cerfeuil Charme Châtaignier Ciseau Cognassier Cormier"
    " Doucine Églantier Épicéa Érable Établi Fraisier Frêne Fusain Genêt Gouge Guillaume-Plane Hêtre Houx Lierre Lilas Maillet"
    " Marronnier Mélèze Mûrier Noisetier Noyer Olivier-Vert Orme Peuplier Platane Poirier Rabot Riflard Rossignol-Bois Sapin"
    " Saule Serfouette Sorbier Sureau Sycomore Tarière Tilleul Tournevis Trusquin Varlope Vilebrequin Wastringue"
).split()
HALF_TIME = WHOLE // 2
MORNINGS = ("10101010100000",)
THREE_DAYS_TWO_WEEKS = ("11110010000000", "11110000100000")


@dataclass(frozen=True)
class House:
    """How many people an establishment of the demo has. `leavers`: gone and replaced the day after, each year."""

    finess: str
    full_timers: int
    half_timers: int
    leavers: int
    trainees: int
    workshops: tuple[str, ...]
    seed: int


VARLOPE = House("990001000", 72, 36, 3, 4, ("BLA", "CON", "EV", "MEN", "RES"), 11)
"""108 persons, 90 full-time equivalents, for 100 places: the example of ANDICAT."""
TRUSQUIN = House("990002008", 38, 8, 1, 2, ("SER", "MET"), 23)
HOUSES = (VARLOPE, TRUSQUIN)


def people_of(house: House, last_year: int) -> list[PersonRow]:
    """Everyone of a house over two years from 1 January of `last_year`."""
    chance = random.Random(house.seed)
    names = _names(chance)
    numbers = iter(range(house.seed * 100 + 1, 10_000))
    rows: list[PersonRow] = []
    for rank in range(house.full_timers + house.half_timers):
        rows += _worker(house, rank, last_year, names, numbers, chance)
    for year in (last_year, last_year + 1):
        rows += [_visitor(house, rank, year, names, numbers, chance) for rank in range(house.trainees)]
    return rows


def _names(chance: random.Random) -> Iterator[tuple[str, str]]:
    pairs = [(last, first) for last in LAST_NAMES for first in FIRST_NAMES]
    chance.shuffle(pairs)
    return iter(pairs)


def _worker(
    house: House,
    rank: int,
    last_year: int,
    names: Iterator[tuple[str, str]],
    numbers: Iterator[int],
    chance: random.Random,
) -> list[PersonRow]:
    """A place in the house: one person all along, or one who leaves and the one who comes after."""
    half_time = rank >= house.full_timers
    start = date(last_year - chance.randint(1, 18), chance.randint(1, 12), 1)
    leaves = rank < 2 * house.leavers
    gone = date(last_year + rank % 2, 3 + rank % 7, 28) if leaves else None
    first = _row(house, rank, next(names), next(numbers), start, chance, half_time)
    if gone is None:
        return [first]
    reason = ("Embauche en milieu ordinaire", "Retraite", "Déménagement")[rank % 3]
    first = PersonRow(**{**first.__dict__, "last_day": gone, "end_reason": reason})
    return [first, _row(house, rank, next(names), next(numbers), gone + timedelta(days=1), chance, half_time)]


def _row(
    house: House, rank: int, name: tuple[str, str], number: int, start: date, chance: random.Random, half_time: bool
) -> PersonRow:
    pattern = (MORNINGS if rank % 2 else THREE_DAYS_TWO_WEEKS) if half_time else None
    return PersonRow(
        staff_number=str(number),
        last_name=name[0],
        first_name=name[1],
        kind=EngagementKind.ACCOMPANIMENT,
        starts_on=start,
        birth_date=date(start.year - chance.randint(19, 40), chance.randint(1, 12), chance.randint(1, 28)),
        sex=chance.choice("FM"),
        workshop=house.workshops[rank % len(house.workshops)],
        groups=(f"Équipe {rank % 3 + 1}",),
        fraction=HALF_TIME if half_time else WHOLE,
        pattern=pattern,
    )


def _visitor(
    house: House, rank: int, year: int, names: Iterator[tuple[str, str]], numbers: Iterator[int], chance: random.Random
) -> PersonRow:
    kind = (EngagementKind.TRAINEE, EngagementKind.DISCOVERY, EngagementKind.TRAINEE, EngagementKind.PUPIL)[rank % 4]
    start = date(year, 2 + rank * 2, 3)
    last, first = next(names)
    return PersonRow(
        staff_number=f"S{next(numbers)}",
        last_name=last,
        first_name=first,
        kind=kind,
        starts_on=start,
        sex=chance.choice("FM"),
        workshop=house.workshops[rank % len(house.workshops)],
        last_day=start + timedelta(days=11),
        end_reason="Fin de stage",
    )
