"""`etabli daily`: what is done once a day, by `etabli serve` or by the machine's own scheduler."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from etabli.attendance.actions import refresh
from etabli.config import backups
from etabli.kit.clock import now, today
from etabli.kit.command import Command as BaseCommand
from etabli.orders.actions import expire_quotes
from etabli.pathways.actions.following import follow_everywhere


class Command(BaseCommand):
    help = _("Back up, keep the last 14 backups, bring the derived calendars up to date, let quotes lapse.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-due", action="store_true", help=_("do nothing when the last backup is not a day old"))

    def handle(self, *, if_due: bool, **options: Any) -> None:
        at = now()
        if if_due and not backups.is_due(at):
            self.answer({"done": False, "backup": None})
            return
        # First what needs nothing from outside: a backup may fail for want of room or of tools.
        refresh(at=at)
        follow_everywhere(at=at)
        expire_quotes(on=today(), by=None, at=at)
        path = backups.back_up_daily(at=at)
        self.answer({"done": True, "backup": str(path)}, gettext("Backed up to %(path)s.") % {"path": path})
