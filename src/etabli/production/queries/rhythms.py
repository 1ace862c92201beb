"""The rhythm at which a person works, where it is adapted to her."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from etabli.org.models import Establishment
from etabli.production.models import Rhythm
from etabli.production.rules import WHOLE


def rhythms_of(establishment: Establishment) -> Mapping[int, Sequence[tuple[date, int]]]:
    """(First day, part of the usual rhythm in ten-thousandths) of each person (key) who has one, in the order of the days."""
    found: defaultdict[int, list[tuple[date, int]]] = defaultdict(list)
    rows = Rhythm.objects.filter(establishment=establishment).order_by("starts_on")
    for person, start, share in rows.values_list("person", "starts_on", "share"):
        found[person].append((start, share))
    return found


def rhythm_on(establishment: Establishment, person: int, day: date) -> int:
    """The part of the usual rhythm (ten-thousandths) at which a person (key) works on a day."""
    rows = Rhythm.objects.filter(establishment=establishment, person=person, starts_on__lte=day).order_by("-starts_on")
    return rows.values_list("share", flat=True).first() or WHOLE
