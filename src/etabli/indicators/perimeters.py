"""Figures of the persons inside a perimeter: the same contributions, those of the others left out with their reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence

from django.db import connection
from django.utils.translation import gettext

from etabli.core.perimeter import Perimeter, Profile, holds
from etabli.core.periods import Period, day_no, day_of
from etabli.indicators.definitions import Definition, definitions, every_definition
from etabli.indicators.explaining import Group, Summary, summed_up
from etabli.indicators.pathways_wording import PARTS
from etabli.indicators.queries import Figure, Known, establishments_in, refusal_of
from etabli.indicators.rules import Keep
from etabli.indicators.sums import bounds
from etabli.org.models import Establishment
from etabli.pathways.models import ExitFact, PersonFact
from etabli.pathways.states import Destination


def keeper(perimeter: Perimeter, places: Sequence[Establishment], period: Period) -> Keep | None:
    """Says of a person (key) whether she is inside; None when everybody is. Two queries."""
    if perimeter.is_whole:
        return None
    profiles = profiles_of(places, period)
    return lambda subject: holds(perimeter, profiles.get(subject, Profile()), period.last_day)


def profiles_of(places: Sequence[Establishment], period: Period) -> dict[int, Profile]:
    """The profile of everybody ever engaged in these establishments, by key of the person; two queries."""
    keys = [place.pk for place in places]
    exits = ExitFact.objects.filter(establishment__in=keys, destination=Destination.REORIENTATION)
    exits = exits.filter(exit_day__gt=day_no(period.start), exit_day__lte=day_no(period.end or period.start))
    reoriented = set(exits.values_list("subject", flat=True))
    rows = PersonFact.objects.filter(establishment__in=keys)
    found: dict[int, Profile] = {}
    for subject, birth, sex, temporary in rows.values_list("subject", "birth_day", "sex", "temporary"):
        known = found.get(subject, Profile())
        found[subject] = Profile(
            birth=known.birth if birth is None else day_of(birth),
            sex=sex or known.sex,
            reoriented=subject in reoriented,
            temporary=known.temporary or temporary == 1,
        )
    return found


def figures_within(
    scope: str, period: Period, perimeter: Perimeter, codes: Iterable[str] | None = None
) -> list[Figure]:
    """`queries.figures` of the persons inside a perimeter, all run on the facts, in a few queries however many figures."""
    places = establishments_in(scope)
    keep, known = keeper(perimeter, places, period), Known.of(places, period)
    kinds, chosen = {place.kind for place in places}, set(definitions()) if codes is None else set(codes)
    wanted = [row for row in every_definition().values() if row.kinds & kinds and row.code in chosen]
    refusals = {row.code: refusal_of(row, places, period, known) for row in wanted}
    summaries = summaries_of([row for row in wanted if refusals[row.code] is None], scope, period, keep)
    return [
        summaries[row.code].figure if row.code in summaries else Figure(row, scope, period, refusal=refusals[row.code])
        for row in wanted
    ]


def summaries_of(wanted: Collection[Definition], scope: str, period: Period, keep: Keep | None) -> dict[str, Summary]:
    """Each figure taken apart, by code, in one query. None of them is refused."""
    if not wanted:
        return {}
    keys = "k.establishment, k.subject, k.part, k.excluded"
    # Of a definition that names nobody, PostgreSQL takes the empty subject for text.
    shown = keys.replace("k.subject", "CAST(k.subject AS BIGINT)")
    texts = [
        f"SELECT '{row.code}' AS code, {shown}, COUNT(*) AS n, SUM(k.num) AS num, SUM(k.den) AS den"
        f" FROM ({row.bound('%({})s')}) AS k GROUP BY {keys}"
        for row in wanted
    ]
    groups: defaultdict[str, list[Group]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(texts), bounds(scope, period))
        for code, place, subject, part, excluded, count, num, den in cursor.fetchall():
            groups[code].append(Group(place, subject, part, excluded, count, num or 0, den or 0))
    return {row.code: summed_up(row, scope, period, groups[row.code], keep) for row in wanted}


def worded(perimeter: Perimeter) -> str:
    """A perimeter in words, beginning with a capital; empty when it leaves nobody out."""
    tellings: tuple[tuple[bool, Callable[[], str]], ...] = (
        (perimeter.age_from is not None or perimeter.age_to is not None, lambda: _ages(perimeter)),
        (bool(perimeter.sex), lambda: str(PARTS["women" if perimeter.sex == "F" else "men"])),
        (perimeter.without_reorientations, lambda: gettext("without reorientations")),
        (perimeter.without_temporary, lambda: gettext("without temporary admissions")),
    )
    words = ", ".join(tell() for asked, tell in tellings if asked)
    return words[:1].upper() + words[1:]


def _ages(perimeter: Perimeter) -> str:
    ends = {"first": perimeter.age_from, "last": perimeter.age_to}
    if perimeter.age_to is None:
        return gettext("%(first)s years and over") % ends
    if perimeter.age_from is None:
        return gettext("up to %(last)s years") % ends
    return gettext("%(first)s to %(last)s years") % ends
