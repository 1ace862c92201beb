"""`etabli indicators document`: the pages of the definitions, written or compared with those that are there."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from etabli.indicators.documenting import pages
from etabli.kit.command import Command as Base

FOLDER = Path("docs/indicators")


class Command(Base):
    help = gettext_lazy("Write the pages that document the figures, from their definitions and worked examples.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        document = acts.add_parser("document", help=gettext("write docs/indicators"))
        document.add_argument("--to", type=Path, default=FOLDER, metavar="FOLDER", help=gettext("docs/indicators"))
        document.add_argument(
            "--check", action="store_true", help=gettext("write nothing; exit 1 when a page is not up to date")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["to"]
        wanted = pages()
        present = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
        changed = sorted(name for name in {*wanted, *present} if wanted.get(name) != present.get(name))
        if options["check"]:
            self._tell(changed, gettext("Not up to date: %(names)s. Run: etabli indicators document"))
            if changed:
                self.errors_found()
            return
        folder.mkdir(parents=True, exist_ok=True)
        for name in changed:
            if name in wanted:
                (folder / name).write_text(wanted[name], encoding="utf-8")
            else:
                (folder / name).unlink()
        self._tell(changed, gettext("Written: %(names)s"))

    def _tell(self, changed: list[str], text: str) -> None:
        words = text % {"names": ", ".join(changed)} if changed else gettext("Every page is up to date.")
        self.answer({"changed": changed}, words)
