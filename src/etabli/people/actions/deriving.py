"""Deriving the fact table `engagement`, and what higher rooms derive from it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from etabli.core.periods import day_no
from etabli.kit.changes import announce
from etabli.org.models import Establishment
from etabli.people.models import Engagement, EngagementFact

ENGAGEMENTS_CHANGED = "people.engagements"
"""Announced with establishment and persons (keys), so that higher rooms derive their facts in the same transaction."""
PERSON_CHANGED = "people.person"
"""Announced with person (key), when who she is was written anew and her engagements stayed."""
FOR_EVER = 9_999_999


def derive_engagements(establishment: Establishment, persons: Iterable[int], at: datetime) -> None:
    """Derive the fact table `engagement` for these persons, then let higher rooms derive theirs."""
    keys = list(persons)
    EngagementFact.objects.filter(establishment=establishment, subject__in=keys).delete()
    rows = Engagement.objects.filter(establishment=establishment, person__in=keys).prefetch_related("terms")
    EngagementFact.objects.bulk_create([fact for row in rows for fact in _facts_of(row)], batch_size=500)
    announce(ENGAGEMENTS_CHANGED, establishment=establishment, persons=keys, at=at)


def _facts_of(engagement: Engagement) -> list[EngagementFact]:
    end = FOR_EVER if engagement.ends_before is None else day_no(engagement.ends_before)
    terms = sorted(engagement.terms.all(), key=lambda row: row.valid_from)
    starts = [day_no(row.valid_from) for row in terms]
    starts[:1] = [day_no(engagement.starts_on)]
    return [
        EngagementFact(
            establishment_id=engagement.establishment_id,
            subject_id=engagement.person_id,
            engagement=engagement,
            kind=engagement.kind,
            from_day=start,
            to_day=following,
            contract_from_day=day_no(engagement.starts_on),
            contract_to_day=end,
            fraction=row.fraction,
        )
        for row, start, following in zip(terms, starts, [*starts[1:], end], strict=True)
        if start < end
    ]
