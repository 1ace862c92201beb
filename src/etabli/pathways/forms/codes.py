"""The form of the codes of devices; it saves nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from etabli.attendance.models import Code
from etabli.attendance.wording import code_label
from etabli.core.refusal import Refusal
from etabli.kit import localised
from etabli.kit.inputs import select
from etabli.kit.wording import sentence
from etabli.pathways.rules.following import NAMED_ONLY, UNWRITTEN, check_code
from etabli.pathways.states import Device
from etabli.pathways.wording import DEVICES
from etabli.pathways.wording import codes as words


class CodesForm(forms.Form):
    """A code for each device. `codes`: those in use, by their letters; `chosen`: what holds today, which may stay."""

    def __init__(self, data: Any, *, codes: Mapping[str, Code], chosen: Mapping[Device, str]) -> None:
        super().__init__(data, initial=dict(chosen))
        self.codes, self.chosen = codes, chosen
        known = {name: localised.colon(name, code_label(row)) for name, row in codes.items()}
        for device, word in DEVICES.items():
            offered = {chosen[device]: chosen[device]} | known
            note = words.UNWRITTEN if device in UNWRITTEN else words.NAMED if device in NAMED_ONLY else ""
            self.fields[device.value] = select(word, list(offered.items()), help_text=note)

    def clean(self) -> dict[str, Any] | None:
        """Each refusal beside its device."""
        data = super().clean()
        for device, code in self.wanted().items():
            if code != self.chosen[device]:
                try:
                    check_code(device, code, self.codes)
                except Refusal as refusal:
                    self.add_error(device.value, sentence(refusal))
        return data

    def wanted(self) -> dict[Device, str]:
        return {device: self.cleaned_data[device.value] for device in Device if device.value in self.cleaned_data}
