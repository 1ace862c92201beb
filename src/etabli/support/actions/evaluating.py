"""How far a scale can be trusted, said or taken back. Each takes `by` (a user or None for the operator) and `at`."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from etabli.org.models import User
from etabli.support.models import Framework, Reliability
from etabli.support.rules.evaluating import check_reliability


@transaction.atomic
def save_reliability(
    *, framework: Framework, deviation: int, reliability: int, source: str, by: User | None, at: datetime
) -> Reliability:
    """Of every version of the framework whose levels mean the same. Hundredths of a level, ten-thousandths.

    Refusals `deviation_wrong`, `reliability_wrong`, `reliability_without_source`.
    """
    check_reliability(deviation, reliability, source)
    row, _ = Reliability.objects.update_or_create(
        establishment_id=framework.establishment_id,
        framework_code=framework.code,
        scale_since=framework.scale_since,
        defaults={"deviation": deviation, "reliability": reliability, "source": source.strip()},
    )
    return row


@transaction.atomic
def remove_reliability(*, framework: Framework, by: User | None, at: datetime) -> None:
    """From now on no change on this scale is called reliable."""
    Reliability.objects.filter(
        establishment=framework.establishment_id, framework_code=framework.code, scale_since=framework.scale_since
    ).delete()
