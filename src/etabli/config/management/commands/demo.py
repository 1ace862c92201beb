"""`etabli demo`: load the demo workplace if it is not there, print the log-ins, and serve it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.utils.translation import gettext, gettext_lazy

from etabli.config.demo import loading
from etabli.kit.clock import now
from etabli.kit.command import Command as Base
from etabli.org.wording import ROLES


class Command(Base):
    help = gettext_lazy("Load the demo workplace, print its log-ins, and serve it.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true", help=gettext("load and print only"))

    def handle(self, *args: Any, **options: Any) -> None:
        at = now()
        if not loading.is_loaded():
            self.say(gettext("The demo workplace is being made: an association, two ESATs, two years of attendance."))
            with self.progress(loading.steps(at), gettext("Attendance")) as advance:
                loading.load(at=at, home=settings.HOME, advance=advance)
        rows = loading.logins(settings.HOME)
        address = f"http://localhost:{options['port']}"
        lines = ["", gettext("Établi is at %(address)s. Log in with:") % {"address": address}, ""]
        lines += [f"  {row.username:<18} {row.password:<16} {ROLES[row.role]}" for row in rows]
        self.answer(
            {
                "address": address,
                "logins": [{"username": row.username, "role": row.role, "password": row.password} for row in rows],
            },
            "\n".join([*lines, ""]),
        )
        if not options["no_serve"]:
            self.stdout.flush()
            call_command("serve", port=options["port"], host="127.0.0.1")
