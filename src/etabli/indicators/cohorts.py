"""Those who entered in the same year, followed until they leave: what a yearly rate does not tell.

ANDICAT (29 January 2019) asks that exits be read over the years of a contract rather than over one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Min
from django.utils.translation import gettext, ngettext

from etabli.core.facts import EngagementKind
from etabli.core.periods import day_no, day_of
from etabli.core.survival import Stay, at_risk, share_after
from etabli.indicators.columns import cohort_columns
from etabli.indicators.states import Event
from etabli.indicators.wording import EVENTS
from etabli.kit import localised
from etabli.kit.charts import Picture, Point, signs
from etabli.kit.exports import screen
from etabli.org.models import Establishment
from etabli.pathways.models import ExitFact
from etabli.people.models import EngagementFact

HORIZONS = (1, 2, 3, 5, 10)
"""Years after which cohorts are compared."""
MOST_YEARS = 40


@dataclass(frozen=True)
class Followed:
    """One person from her first day under accompaniment. `stay.happened`: what she is followed to; `left`: for any reason."""

    entry: date
    stay: Stay
    left: bool


def followed(establishment: Establishment, event: Event, on: date) -> list[Followed]:
    """Everybody ever under accompaniment, as seen on a day, in order of entry; two queries.

    Breaks between two engagements are part of the stay, as in the definition of the mean length of stay.
    """
    rows = EngagementFact.objects.filter(
        establishment=establishment, kind=EngagementKind.ACCOMPANIMENT, contract_from_day__lte=day_no(on)
    )
    spans = rows.values_list("subject").annotate(first=Min("contract_from_day"), last=Max("contract_to_day"))
    exits = ExitFact.objects.filter(establishment=establishment, ordinary=1)
    to_work = set(exits.values_list("subject", "exit_day"))
    found, tomorrow = [], day_no(on) + 1
    for subject, first, last in spans.order_by("first", "subject"):
        left = last < tomorrow
        happened = left and (event == Event.ANY or (subject, last) in to_work)
        found.append(Followed(day_of(first), Stay(min(last, tomorrow) - first, happened), left))
    return found


def by_year(people: Sequence[Followed]) -> dict[int, list[Followed]]:
    """Those who entered in each year, newest first."""
    groups: defaultdict[int, list[Followed]] = defaultdict(list)
    for person in people:
        groups[person.entry.year].append(person)
    return dict(sorted(groups.items(), reverse=True))


def days_of(years: int) -> int:
    """Days of so many years of 365.25 days."""
    return 1461 * years // 4


# ---------------------------------------------------------------- as shown


def board(people: Sequence[Followed], chosen: int | None) -> dict[str, Any]:
    """The table of the cohorts, and year after year the one that is drawn beside all of them."""
    groups = by_year(people)
    rows = [_cohort_row(str(year), held) for year, held in groups.items()]
    whole = gettext("All together")
    return {
        "table": screen(cohort_columns(HORIZONS), [_cohort_row(whole, people), *rows]),
        "after": _after_rows(people, groups.get(chosen or 0, ())),
        "chosen": chosen if chosen in groups else None,
    }


def _cohort_row(label: str, people: Sequence[Followed]) -> dict[str, Any]:
    stays = [person.stay for person in people]
    happened = sum(stay.happened for stay in stays)
    left = sum(person.left for person in people)
    return {
        "label": label,
        "persons": len(people),
        "happened": happened,
        "otherwise": left - happened,
        "there": len(people) - left,
        **{f"within_{years}": _share_worded(stays, days_of(years)) for years in HORIZONS},
    }


def _share_worded(stays: Sequence[Stay], days: int) -> str:
    share = share_after(stays, days)
    if share is None:
        return gettext("not seen so long")
    return f"{localised.ratio(float(1 - share))} ({at_risk(stays, days)})"


def _longest(people: Sequence[Followed]) -> int:
    """The years for which someone was seen, at most `MOST_YEARS`."""
    longest = max((person.stay.days for person in people), default=0)
    return min(MOST_YEARS, longest * 4 // 1461)


def _after_rows(people: Sequence[Followed], chosen: Sequence[Followed]) -> list[dict[str, Any]]:
    """Year after year, of all and of the cohort that was chosen."""
    stays, own = [person.stay for person in people], [person.stay for person in chosen]
    return [
        {
            "label": _years(years),
            "all": _share_worded(stays, days_of(years)),
            "own": _share_worded(own, days_of(years)) if own else "",
        }
        for years in range(1, _longest(people) + 1)
    ]


def _years(number: int) -> str:
    return ngettext("%(number)s year", "%(number)s years", number) % {"number": number}


def picture(people: Sequence[Followed], chosen: int | None, event: Event) -> Picture | None:
    """The share that has left, year after year: of all (thick), and of a cohort (points); None with less than a year."""
    stays = [person.stay for person in people]
    own = [person.stay for person in by_year(people).get(chosen or 0, ())]
    points = tuple(Point(str(years), _gone(own, years), _gone(stays, years)) for years in range(_longest(people) + 1))
    if len(points) < 2:
        return None
    return Picture(
        title=str(EVENTS[event]),
        description=gettext("After %(years)s: %(share)s of all.")
        % {"years": _years(len(points) - 1), "share": localised.ratio(points[-1].so_far)},
        signs=signs(),
        points=points,
        percentage=True,
    )


def _gone(stays: Sequence[Stay], years: int) -> float | None:
    share = share_after(stays, days_of(years)) if stays else None
    return None if share is None else float(1 - share)
