"""`etabli demo`: load the demo workplace if it is not there, print the log-ins, and serve it."""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from etabli.config import serving
from etabli.config.demo import loading
from etabli.config.management.commands.serve import settle_address
from etabli.core.refusal import Refusal
from etabli.kit.clock import now
from etabli.kit.command import Command as Base
from etabli.org.wording import ROLES

HOST = "127.0.0.1"


def on_a_tablet(told: dict[str, Any]) -> str:
    text = gettext(
        "As on a tablet: open %(address)s and log in as %(username)s; the page then works without a network. There, %(other)s"
        " comes on the same tablet with the code %(code)s, good today, once."
    )
    return text % told


class Command(Base):
    help = gettext_lazy("Load the demo workplace, print its log-ins, and serve it.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=serving.DEFAULT_PORT)
        parser.add_argument("--no-serve", action="store_true", help=gettext("load and print only"))

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["no_serve"]:
            # Before the minutes of loading, and before log-ins of an address that is another program's.
            self._check_port(options["port"])
            settle_address("http", HOST, options["port"])
        at = now()
        if not loading.is_loaded():
            self.say(gettext("The demo workplace is being made: an association, two ESATs, two years of attendance."))
            with self.progress(loading.steps(at), gettext("Attendance")) as advance:
                loading.load(at=at, home=settings.HOME, advance=advance)
        rows = loading.logins(settings.HOME)
        address = f"http://localhost:{options['port']}"
        lines = ["", gettext("Établi is at %(address)s. Log in with:") % {"address": address}, ""]
        lines += [f"  {row.username:<18} {row.password:<16} {ROLES[row.role]}" for row in rows]
        tablet = loading.tablet_login(settings.HOME, at)
        told = None
        if tablet is not None:
            told = {"address": f"{address}{reverse('tablet:enrol')}", **asdict(tablet)}
            lines += ["", on_a_tablet(told)]
        self.answer(
            {
                "address": address,
                "logins": [{"username": row.username, "role": row.role, "password": row.password} for row in rows],
                "tablet": told,
            },
            "\n".join([*lines, ""]),
        )
        if not options["no_serve"]:
            self.stdout.flush()
            call_command("serve", port=options["port"], host=HOST)

    @staticmethod
    def _check_port(port: int) -> None:
        """Refusal `demo_port_in_use`."""
        try:
            serving.check_port(HOST, port)
        except Refusal as taken:
            raise Refusal("demo_port_in_use", port=str(port), other=str(port + 1)) from taken
