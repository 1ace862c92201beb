"""`etabli backup FILE`."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from etabli.config import backups
from etabli.kit.clock import now
from etabli.kit.command import Command as BaseCommand


class Command(BaseCommand):
    help = _("Write the database and the keys to one file (.tar.gz), verified and readable by its owner alone.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help=_("the file to write; it is replaced once the new one is whole"))

    def handle(self, *, file: Path, **options: Any) -> None:
        with self.progress(None, gettext("Copying the database")) as advance:
            manifest = backups.back_up(file, at=now(), tell=lambda done, total: advance(done=done, total=total))
        target = file.expanduser().absolute()
        size = target.stat().st_size
        self.answer(
            {
                "file": str(target),
                "size": size,
                "version": manifest.version,
                "engine": manifest.engine,
                "created": manifest.created,
                "members": manifest.members,
            },
            gettext("Backed up to %(path)s (%(size)s KB). It holds the keys: keep it where only you can read it.")
            % {"path": target, "size": -(-size // 1024)},
        )
