"""The command `etabli`: Django's commands and ours, in the name of the operator, in the language of the terminal.

Exit codes: 0 done, 1 refused or errors found, 2 wrong usage. A refusal is a sentence, never a traceback.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import ManagementUtility, get_commands, load_command_class
from django.core.management.base import CommandError
from django.db import DatabaseError, connections
from django.utils import translation
from django.utils.translation import gettext

import etabli
from etabli.config import upgrades
from etabli.core.refusal import Refusal
from etabli.kit.actor import OPERATOR, acting_as
from etabli.kit.clock import now
from etabli.kit.command import DONE, MISUSED, REFUSED, language_of_terminal
from etabli.kit.fields import DecryptionError
from etabli.kit.wording import sentence

INTERRUPTED = 130

WITHOUT_DATABASE = frozenset(
    {"check", "collectstatic", "compilemessages", "diffsettings", "findstatic", "makemessages", "makemigrations"}
    | {"migrate", "optimizemigration", "restore", "sqlmigrate", "squashmigrations", "showmigrations", "test"}
)
"""Commands that run whatever the shape of the database."""
OF_SOURCES = frozenset({"compilemessages", "makemessages", "makemigrations", "optimizemigration", "squashmigrations"})
"""Commands that write source files, which others may read."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line (that of the process by default). Answers the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "etabli.config.settings")
    if not OF_SOURCES & set(words[:1]):
        # The database, its log, backups and exports are for their owner alone, wherever the data folder is.
        os.umask(0o077)
    try:
        django.setup()
    except (ValueError, OSError, ImproperlyConfigured) as error:
        # Before Django is set up there is no language to speak; the text of the error names what is wrong.
        sys.stderr.write(f"etabli: {error}\n")
        return MISUSED if isinstance(error, ValueError) else REFUSED
    with translation.override(language_of_terminal(os.environ)):
        return _guarded(words)


def _guarded(words: list[str]) -> int:
    """Every way to end, as an exit code and at most one sentence."""
    try:
        _run(words)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else DONE if end.code is None else _said(str(end.code))
    except Refusal as refusal:
        return _refused(words, refusal.code, sentence(refusal))
    except CommandError as error:
        return _refused(words, "command_failed", str(error))
    except DecryptionError as error:
        return _refused(words, "field_key_lost", sentence(Refusal("field_key_lost", detail=str(error))))
    except DatabaseError as error:
        detail = (str(error).strip().splitlines() or [""])[0]
        return _refused(
            words, "database_failed", gettext("The database does not answer: %(detail)s") % {"detail": detail}
        )
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output left (`| head`): not an error, but nothing more can be written, not even on exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        # A full disk, a folder that may not be written: the machine's matter, not a fault of the program.
        return _refused(words, "machine_failed", f"{error.filename or 'etabli'}: {error.strerror or error}")
    finally:
        connections.close_all()
    return DONE


def _said(message: str) -> int:
    sys.stderr.write(f"{message}\n")
    return REFUSED


def _refused(words: list[str], code: str, message: str) -> int:
    if "--json" in words:
        sys.stdout.write(
            json.dumps({"refusal": {"code": code, "message": message}}, ensure_ascii=False, indent=2) + "\n"
        )
        return REFUSED
    return _said(message)


def _run(words: list[str]) -> None:
    name = words[0] if words else "help"
    if name in ("--version", "-V", "version"):
        sys.stdout.write(f"Établi {etabli.__version__}\n")
        return
    if name in ("help", "--help", "-h") and len(words) < 2:
        sys.stdout.write(overview())
        return
    if name == "help":
        name, words = words[1], [words[1], "--help"]
    # Written with a hyphen, as options are; modules cannot be.
    if (spelled := name.replace("-", "_")) in get_commands():
        name, words = spelled, [spelled, *words[1:]]
    if name not in get_commands():
        sys.stderr.write(gettext("There is no command “%(name)s”. `etabli help` lists them.") % {"name": name} + "\n")
        sys.exit(MISUSED)
    with acting_as(OPERATOR):
        if name not in WITHOUT_DATABASE and not {"--help", "-h"} & set(words):
            _check_usage(name, words)
            _prepare()
        ManagementUtility(["etabli", *words]).execute()


def _check_usage(name: str, words: list[str]) -> None:
    """Wrong usage ends here (exit 2), before anything is made in the data folder."""
    command = load_command_class(get_commands()[name], name)
    command._called_from_command_line = True
    command.create_parser("etabli", name).parse_args(words[1:])


def _prepare() -> None:
    def tell(copy: str) -> None:
        text = gettext("The database was brought up to date. What it was before is kept in %(path)s.")
        sys.stderr.write(text % {"path": copy} + "\n")

    upgrades.prepare(at=now(), tell=tell)


def overview() -> str:
    """The commands: ours with what they do, then those of Django by name."""
    ours, others = [], []
    for name, application in sorted(get_commands().items()):
        if str(application).startswith("etabli."):
            ours.append((name, load_command_class(application, name).help))
        else:
            others.append(name)
    lines = [gettext("Usage: etabli COMMAND [OPTIONS]; `etabli help COMMAND` says more."), ""]
    lines += [f"  {name.replace('_', '-'):<12} {text}" for name, text in ours]
    lines += ["", gettext("Commands of Django:") + " " + ", ".join(others), ""]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
