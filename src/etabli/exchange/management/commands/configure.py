"""`etabli configure FILE.toml`: make a workplace from its configuration; the same file twice changes nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from etabli.core.refusal import Refusal
from etabli.exchange.configuring import configure, message_of
from etabli.exchange.reading.configuration import read_configuration
from etabli.kit.clock import now
from etabli.kit.command import Command as Base


class Command(Base):
    help = gettext_lazy("Make establishments from a TOML file.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise Refusal("configuration_unreadable", path=path, detail=error) from error
        report = configure(configuration=read_configuration(text), by=None, at=now())
        for problem in [*report.errors, *report.warnings]:
            self.say(gettext("Line %(line)s: %(message)s") % {"line": problem.line, "message": message_of(problem)})
        counts = {str(change): number for change, number in report.counts.items()}
        summary = gettext("Establishments made: %(created)s, updated: %(updated)s, unchanged: %(unchanged)s.")
        done = {name: counts.get(name, 0) for name in ("created", "updated", "unchanged")}
        self.answer(report.document(), gettext("Nothing was written.") if report.errors else summary % done)
        if report.errors:
            self.errors_found()
