"""What is asked of each device: its form shows these fields and no other."""

from __future__ import annotations

from etabli.pathways.states import Device

_DAYS = ("starts_on", "last_day", "signed_on")
_PLACE = ("post", "place_of_work", "tutor", "weekly_minutes", "weeks")
_BEYOND = ("beyond_ground", "beyond_proof")
_AUTHORITY = ("mdph_notified_on", "cdaph_asked_on", "cdaph_agreed_on")

FIELDS: dict[Device, tuple[str, ...]] = {
    Device.MISPE: ("prescriber", *_DAYS, *_PLACE),
    Device.PMSMP: ("host", "objective", *_DAYS, *_PLACE),
    Device.INTERNSHIP: ("host", *_DAYS, *_PLACE),
    Device.MAD_INDIVIDUAL: ("host", *_DAYS, *_AUTHORITY, *_PLACE),
    Device.MAD_COLLECTIVE: ("host", "team", *_DAYS, *_PLACE),
    Device.SERVICE: ("host", *_DAYS, *_PLACE),
    Device.SUPPORTED_EMPLOYMENT: ("host", *_DAYS, "post", "tutor"),
    Device.DUAL_ACTIVITY: ("host", "contract", *_DAYS, "post", "place_of_work", "weekly_minutes", "weeks"),
    Device.SPRINGBOARD: ("host", *_DAYS, *_BEYOND, "post", "place_of_work", "tutor", "weekly_minutes", "weeks"),
    Device.JOB: ("host", "contract", *_DAYS, "post", "place_of_work", "weekly_minutes", "weeks"),
}
"""In the order of the form. `last_day` is the day before `ends_before`; `weeks` is the pattern."""
