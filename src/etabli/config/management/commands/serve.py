"""`etabli serve`."""

import importlib.util
import os
import signal
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import CommandParser
from django.db import connections
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from etabli.config import certificates, locks, serving
from etabli.config.certificates import Tls
from etabli.core.refusal import Refusal
from etabli.kit.clock import now
from etabli.kit.command import Command as BaseCommand

APPLICATION = "etabli.config.wsgi:application"
GRANIAN, WAITRESS = "granian", "waitress"
THREADS = 4
LAST_SECONDS = 15
"""What a process that answers has to end what it is at, once it is told to."""


class Command(BaseCommand):
    help = _("Serve Établi to browsers, with a backup every day.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help=_("where to listen (127.0.0.1)"))
        parser.add_argument("--port", type=int, help=_("port to listen on (that of ETABLI_ADDRESS, or 8000)"))
        parser.add_argument("--server", choices=[GRANIAN, WAITRESS], help=_("granian when it is installed"))
        parser.add_argument("--workers", type=int, default=1, help=_("processes of granian (1)"))
        parser.add_argument("--certificate", type=Path, help=_("certificate (PEM), to speak https"))
        parser.add_argument("--key", type=Path, help=_("key of the certificate (PEM)"))
        parser.add_argument(
            "--tls-self-signed", action="store_true", help=_("speak https with a certificate made here")
        )
        parser.add_argument("--no-daily", action="store_true", help=_("no backup every day: something else sees to it"))

    def handle(self, *, host: str, port: int | None, server: str | None, **options: Any) -> None:
        at = now()
        with_tls = serving.given_tls(options["certificate"], options["key"], options["tls_self_signed"])
        port = port or urlsplit(settings.SITE_ADDRESS).port or serving.DEFAULT_PORT
        settle_address("https" if with_tls else "http", host, port)
        serving.check_address(
            host=host,
            address=settings.SITE_ADDRESS,
            tls=with_tls,
            behind_proxy=settings.SECURE_PROXY_SSL_HEADER is not None,
        )
        server = chosen_server(server, with_tls)
        serving.check_port(host, port)
        tls = Tls(options["certificate"], options["key"]) if options["certificate"] else None
        if options["tls_self_signed"]:
            tls = certificates.self_signed(set(settings.ALLOWED_HOSTS), at=at)
        with self.progress(None, gettext("Preparing the static files")):
            serving.collect_static()
        with locks.held(settings.HOME / locks.SERVING, "restore_running", shared=True):
            trust = trusting() if options["tls_self_signed"] else {}
            self._serve(server, host, port, options["workers"], tls, trust, daily=not options["no_daily"])

    def _serve(
        self, server: str, host: str, port: int, workers: int, tls: Tls | None, trust: dict[str, str], *, daily: bool
    ) -> None:
        # A connection must not be shared with the processes that the server forks.
        connections.close_all()
        ended = serving.start_daily() if daily else None
        settings.SERVED_FILE.write_text(settings.SITE_ADDRESS)
        self.answer(
            {
                "address": settings.SITE_ADDRESS,
                "host": host,
                "port": port,
                "server": server,
                "pid": os.getpid(),
                **trust,
            },
            gettext("Établi is served at %(address)s. Ctrl+C ends it.") % {"address": settings.SITE_ADDRESS}
            + (f"\n{how_to_trust(trust)}" if trust else ""),
        )
        self.stdout.flush()
        try:
            run_granian(host, port, workers, tls) if server == GRANIAN else run_waitress(host, port)
        finally:
            if ended:
                ended.set()


def trusting() -> dict[str, str]:
    """Where the certificate of our authority is, and by what one knows it again."""
    path = settings.AUTHORITY_FILE
    return {
        "authority": str(path),
        "install": settings.SITE_ADDRESS + reverse("tablet:authority"),
        "fingerprint": certificates.fingerprint(path),
    }


def how_to_trust(trust: dict[str, str]) -> str:
    return (
        gettext(
            "Browsers warn until they trust this server. Once on each tablet or computer: open %(install)s, install it as a"
            " certificate authority, and check that its SHA-256 fingerprint is\n%(fingerprint)s"
        )
        % trust
    )


def chosen_server(asked: str | None, with_tls: bool) -> str:
    """The server asked for, else granian where it is installed, else waitress."""
    name = asked or (GRANIAN if importlib.util.find_spec(GRANIAN) else WAITRESS)
    if importlib.util.find_spec(name) is None:
        raise Refusal("server_absent", name=name)
    if name == WAITRESS and with_tls:
        raise Refusal("waitress_has_no_tls")
    return name


def settle_address(scheme: str, host: str, port: int) -> None:
    """Where nobody said an address, it is the one served: links and cookies follow it, so the command begins again, with all
    settings read anew. What is not told twice comes after this."""
    if "ETABLI_ADDRESS" in os.environ or (scheme == "http" and port == serving.DEFAULT_PORT):
        return
    os.environ["ETABLI_ADDRESS"] = serving.address_served(scheme, host, port)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "etabli.config.cli", *sys.argv[1:]])


def run_granian(host: str, port: int, workers: int, tls: Tls | None) -> None:
    from granian import Granian  # noqa: PLC0415 - only one of the two servers is loaded
    from granian.constants import Interfaces, SSLProtocols  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    Granian(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
        # A worker that dies does not take the others with it.
        respawn_failed_workers=True,
        # One that is told to end while it begins may miss it, and would be waited for without end. What it had acknowledged
        # is on the disk.
        workers_kill_timeout=LAST_SECONDS,
        ssl_cert=tls.certificate if tls else None,
        ssl_key=tls.key if tls else None,
        ssl_protocol_min=SSLProtocols.tls12,
    ).serve()


def run_waitress(host: str, port: int) -> None:
    import waitress  # noqa: PLC0415

    from etabli.config.wsgi import application  # noqa: PLC0415 - after the data folder is ready

    # As granian does: ending it is no failure.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    # The proxy's header tells https from http; waitress would drop it.
    waitress.serve(application, host=host, port=port, threads=THREADS, clear_untrusted_proxy_headers=False, ident=None)
