"""Reads of the agreements of an establishment with its partners."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from etabli.org.models import Establishment, User
from etabli.pathways.models import Partnership


def partnerships_in(user: User, establishment: Establishment, on: date) -> QuerySet[Partnership, Any]:
    """Those that hold on a day, then those to come, then those over; by kind and partner."""
    rows = Partnership.objects.visible_to(user, establishment).select_related("establishment")
    over, to_come = Q(ends_before__lte=on), Q(starts_on__gt=on)
    order = Case(When(over, then=Value(2)), When(to_come, then=Value(1)), default=Value(0), output_field=IntegerField())
    return rows.annotate(order=order).order_by("order", "kind", "partner", "pk")
