"""Under which code of the attendance each device is written: chosen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from etabli.attendance.queries import active_codes
from etabli.org.models import Establishment, User
from etabli.org.turns import one_at_a_time
from etabli.pathways.models import DeviceCode
from etabli.pathways.queries.codes import chosen_codes
from etabli.pathways.rules.following import check_code
from etabli.pathways.states import Device


@transaction.atomic
def choose_codes(*, establishment: Establishment, codes: Mapping[Device, str], by: User | None, at: datetime) -> None:
    """Of these devices, for placements that are agreed from now on: those that are agreed keep the code they have.

    Refusals: those of `rules.following.check_code`, of a code that is not the one chosen already.
    """
    one_at_a_time(establishment)
    known, present = active_codes(establishment), chosen_codes(establishment)
    changed = {device: code for device, code in codes.items() if code != present[device]}
    for device, code in changed.items():
        check_code(device, code, known)
    DeviceCode.objects.bulk_create(
        (DeviceCode(establishment=establishment, device=device.value, code=code) for device, code in changed.items()),
        update_conflicts=True,
        unique_fields=["establishment", "device"],
        update_fields=["code"],
    )
