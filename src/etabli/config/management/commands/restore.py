"""`etabli restore FILE`."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from etabli.config import restoring, upgrades
from etabli.config.archives import Manifest
from etabli.core.refusal import Refusal
from etabli.kit.clock import now
from etabli.kit.command import Command as BaseCommand
from etabli.kit.command import is_interactive


class Command(BaseCommand):
    help = _("Put a backup back; what was there is kept aside.")
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help=_("a file made by etabli backup"))
        parser.add_argument(
            "--yes", action="store_true", help=_("replace the present data without asking, on a terminal too")
        )

    def handle(self, *, file: Path, yes: bool, **options: Any) -> None:
        source = file.expanduser().absolute()
        manifest = restoring.check(source)
        if (
            not yes
            and is_interactive()
            and not self.as_json
            and not upgrades.is_empty()
            and not self._is_confirmed(manifest)
        ):
            raise Refusal("restore_unconfirmed")
        with self.progress(None, gettext("Restoring")):
            manifest, aside = restoring.restore(source, at=now())
            if upgrades.pending():
                upgrades.make_ready()
        self.answer(
            {"file": str(source), "version": manifest.version, "created": manifest.created, "kept": str(aside)},
            gettext("Restored from %(path)s. What was there before is kept in %(aside)s.")
            % {"path": source, "aside": aside},
        )

    def _is_confirmed(self, manifest: Manifest) -> bool:
        made = date_format(localtime(manifest.created_at), "SHORT_DATETIME_FORMAT")
        sys.stderr.write(gettext("Replace the present data by the backup of %(made)s? [y/N] ") % {"made": made})
        sys.stderr.flush()
        # Translators: the letters that mean yes, without spaces.
        return sys.stdin.readline().strip().lower()[:1] in set(gettext("y"))
