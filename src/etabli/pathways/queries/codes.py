"""Under which code of the attendance each device is written."""

from __future__ import annotations

from etabli.org.models import Establishment
from etabli.pathways.models import DeviceCode, Placement
from etabli.pathways.rules.following import chosen_code
from etabli.pathways.states import Device


def chosen_codes(establishment: Establishment) -> dict[Device, str]:
    """Of every device: what the establishment chose, else what comes with Établi. One query."""
    rows = DeviceCode.objects.filter(establishment=establishment).values_list("device", "code")
    chosen = dict(rows)
    return {device: chosen_code(device, chosen) for device in Device}


def code_for(placement: Placement) -> str:
    """Under which it would be written if it were agreed now."""
    return chosen_codes(placement.establishment)[Device(placement.device)]
