"""The base of our commands: one JSON document or sentences, progress on long jobs, exit codes 0 done, 1 refused, 2 misused."""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from etabli.core.refusal import Refusal
from etabli.kit.wording import sentence

DONE, REFUSED, MISUSED = 0, 1, 2
PATIENCE_SECONDS = 1.0
Advance = Callable[..., None]


def language_of_terminal(environment: Mapping[str, str]) -> str:
    """The language the machine's user reads: `ETABLI_LANGUAGE`, else that of the locale, else French."""
    asked = [environment.get(name, "") for name in ("ETABLI_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")]
    known = {code for code, _ in settings.LANGUAGES}
    for locale in asked:
        if locale:
            code = locale.replace("-", "_").split("_")[0].split(".")[0].lower()
            return code if code in known else settings.LANGUAGE_CODE
    return settings.LANGUAGE_CODE


class Command(BaseCommand):
    """Subclass it, add arguments in `add_arguments` (no need to call super), do the work in `handle`.

    In `handle`: `self.say(text)` for people, `self.answer(document, text)` once for the result, `self.errors_found()` when
    the job is done but found errors (exit 1), `raise Refusal(...)` when the answer is no (exit 1). Called from Python
    (`call_command`), a Refusal is raised as it is and `exit_code` tells the rest.
    """

    as_json = False
    exit_code = DONE
    # The checks of the addresses read every view: a command that shows no page neither needs them nor waits for them.
    requires_system_checks: ClassVar[list[str]] = []
    suppressed_base_arguments = frozenset(
        {"--version", "--settings", "--pythonpath", "--no-color", "--force-color", "--skip-checks"}
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        self._complete(parser)
        return parser

    def _complete(self, parser: argparse.ArgumentParser, default: Any = False) -> None:
        """`--json` on the parser and on those of its subcommands, so that it may stand anywhere on the line."""
        text = gettext("print one JSON document on standard output, and nothing else")
        parser.add_argument("--json", action="store_true", dest="as_json", default=default, help=text)
        # argparse takes plain text only, and lazy words have a language by now.
        parser.description = parser.description and str(parser.description)
        for action in parser._actions:
            action.help = action.help and str(action.help)
            if isinstance(action, argparse._SubParsersAction):
                for choice in action._choices_actions:
                    choice.help = choice.help and str(choice.help)
                for part in set(action.choices.values()):
                    # Without a default: the one of a subcommand would undo what was said before it.
                    self._complete(part, default=argparse.SUPPRESS)

    def execute(self, *args: Any, **options: Any) -> str | None:
        self.as_json = bool(options.get("as_json"))
        self.exit_code = DONE
        try:
            output = super().execute(*args, **options)
        except (Refusal, CommandError) as error:
            if not self._called_from_command_line or options.get("traceback"):
                raise
            self.report(error)
            sys.exit(REFUSED)
        if self._called_from_command_line and self.exit_code:
            sys.exit(self.exit_code)
        return output

    def say(self, text: str) -> None:
        """A sentence for people: on standard output, or on standard error when that is for JSON."""
        if self.as_json:
            # Not by self.stderr: Django paints that as an error.
            sys.stderr.write(f"{text}\n")
        else:
            self.stdout.write(str(text))

    def answer(self, document: Any, text: str = "") -> None:
        """The result, once: the document with `--json`, else the text (when there is one)."""
        if self.as_json:
            self.stdout.write(json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
        elif text:
            self.stdout.write(str(text))

    def errors_found(self) -> None:
        """The job is done and found errors: exit code 1."""
        self.exit_code = REFUSED

    def report(self, error: Refusal | CommandError) -> None:
        """Why not, in one sentence."""
        message = sentence(error) if isinstance(error, Refusal) else str(error)
        if self.as_json:
            code = error.code if isinstance(error, Refusal) else "command_failed"
            self.answer({"refusal": {"code": code, "message": message}})
        else:
            self.stderr.write(message)

    @contextmanager
    def progress(self, total: int | None, label: str) -> Iterator[Advance]:
        """Gives `advance(n=1, done=None)`. A bar appears on standard error once the job has lasted a second.

        `total`: steps in all, or None when unknown.
        """
        console = Console(stderr=True, highlight=False)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        task = bar.add_task(str(label), total=total)

        def advance(steps: int = 1, *, done: int | None = None, total: int | None = None) -> None:
            bar.update(task, advance=None if done is not None else steps, completed=done, total=total)

        shown = threading.Timer(PATIENCE_SECONDS, bar.start)
        shown.daemon = True
        shown.start()
        try:
            yield advance
        finally:
            shown.cancel()
            shown.join()
            bar.stop()


def is_interactive() -> bool:
    """True when someone at a terminal can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty() and not os.environ.get("ETABLI_NO_QUESTIONS")
