"""`etabli rotate-keys`: a new key for what is kept encrypted."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext, gettext_lazy

from etabli.config.rotating import Rotated, rotate
from etabli.kit.clock import now
from etabli.kit.command import Command as Base


class Command(Base):
    help = gettext_lazy("Make a new key for encrypted texts and encrypt them all with it; begun again, it goes on.")

    def add_arguments(self, parser: CommandParser) -> None:
        text = gettext_lazy("then take older keys out of keys/field-keys; a backup carries the keys it needs")
        parser.add_argument("--drop-old", action="store_true", help=text)

    def handle(self, *, drop_old: bool, **options: Any) -> None:
        with self.progress(None, gettext("Encrypting anew")) as advance:
            done = rotate(drop_old=drop_old, advance=advance, at=now())
        self.answer(asdict(done), _told(done))
        if done.lost:
            self.errors_found()


def _told(done: Rotated) -> str:
    made = gettext("A new key was made.") if done.made else gettext("The last run went on.")
    lines = [f"{made} " + gettext("%(count)s texts were encrypted with it.") % {"count": done.changed}]
    if done.dropped:
        lines.append(gettext("%(count)s older keys were taken out.") % {"count": done.dropped})
    if done.lost:
        lines.append(
            gettext("%(count)s texts can be opened by no key: put back the keys of a backup.") % {"count": done.lost}
        )
    return "\n".join(lines)
