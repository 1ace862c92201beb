"""Writes of the tablets. What is recorded from them is written by the actions of the room that owns it."""

from etabli.tablet.actions.devices import (
    enrol,
    enrol_device,
    enrol_with_code,
    leave,
    make_code,
    note_seen,
    restore_device,
    revoke_device,
    set_language,
)
from etabli.tablet.actions.syncing import Result, sync

__all__ = [
    "Result",
    "enrol",
    "enrol_device",
    "enrol_with_code",
    "leave",
    "make_code",
    "note_seen",
    "restore_device",
    "revoke_device",
    "set_language",
    "sync",
]
