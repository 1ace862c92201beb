"""Serving: where it may, where it may not, and what a browser gets."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPResponse
from pathlib import Path

import pytest

from etabli.config import certificates, serving
from etabli.core.refusal import Refusal
from tests.config.conftest import FINESS, Cli
from tests.waiting import LIMIT

LOCAL, PUBLIC = "http://localhost:8000", "https://etabli.example.org"


@pytest.mark.parametrize(
    ("host", "address", "tls", "behind_proxy", "code"),
    [
        ("127.0.0.1", LOCAL, False, False, None),
        ("::1", LOCAL, False, False, None),
        ("localhost", LOCAL, False, False, None),
        ("127.0.0.1", PUBLIC, False, True, None),
        ("0.0.0.0", PUBLIC, False, True, None),
        ("0.0.0.0", PUBLIC, True, False, None),
        ("0.0.0.0", PUBLIC, False, False, "plain_http"),
        ("0.0.0.0", LOCAL, False, False, "plain_http"),
        ("0.0.0.0", LOCAL, False, True, "plain_http"),
        ("192.168.1.9", LOCAL, False, False, "plain_http"),
        ("127.0.0.1", "http://etabli.example.org", False, False, "address_not_https"),
        ("127.0.0.1", LOCAL, True, False, "address_not_https"),
    ],
)
def test_plain_http_stays_on_this_machine(
    host: str, address: str, tls: bool, behind_proxy: bool, code: str | None
) -> None:
    if code is None:
        serving.check_address(host=host, address=address, tls=tls, behind_proxy=behind_proxy)
        return
    with pytest.raises(Refusal) as caught:
        serving.check_address(host=host, address=address, tls=tls, behind_proxy=behind_proxy)
    assert caught.value.code == code


def test_debug_is_never_served(settings) -> None:
    settings.DEBUG = True
    with pytest.raises(Refusal) as caught:
        serving.check_address(host="localhost", address=LOCAL, tls=False, behind_proxy=False)
    assert caught.value.code == "debug_is_on"


def test_a_certificate_of_our_own_is_kept_until_it_ends(settings, tmp_path: Path) -> None:
    settings.HOME, settings.AUTHORITY_FILE = tmp_path, tmp_path / "tls" / "authority.crt"
    at = datetime(2026, 3, 2, tzinfo=UTC)
    first = certificates.self_signed({"localhost", "127.0.0.1"}, at=at).certificate.read_bytes()
    assert certificates.self_signed({"localhost"}, at=at).certificate.read_bytes() == first
    assert certificates.self_signed({"other.example"}, at=at).certificate.read_bytes() != first
    later = certificates.self_signed({"other.example"}, at=at + timedelta(days=390))
    assert later.key.stat().st_mode & 0o777 == 0o600


def test_tablets_trust_an_authority_that_outlives_the_certificates(settings, tmp_path: Path) -> None:
    settings.HOME, settings.AUTHORITY_FILE = tmp_path, tmp_path / "tls" / "authority.crt"
    names, at = {"atelier.local", "192.168.1.20"}, datetime(2026, 3, 2, tzinfo=UTC)
    first = certificates.self_signed(names, at=at).certificate.read_bytes()
    trusted = certificates.fingerprint(settings.AUTHORITY_FILE)
    renewed = certificates.self_signed(names, at=at + timedelta(days=390)).certificate.read_bytes()
    assert renewed != first and certificates.fingerprint(settings.AUTHORITY_FILE) == trusted
    certificates.self_signed({"other.example"}, at=at)
    assert certificates.fingerprint(settings.AUTHORITY_FILE) != trusted, (
        "it may sign for the names it was made for only"
    )
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "tls").iterdir()}
    assert modes == {0o600}


def free_port() -> int:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(address: str) -> HTTPResponse:
    """A page, as soon as the server answers. The certificate is our own: what is tested is that https is spoken."""
    trust = ssl.create_default_context()
    trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=trust))
    for _ in range(600):
        try:
            return opener.open(address, timeout=5)
        except urllib.error.HTTPError:
            raise
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")


@contextlib.contextmanager
def served(cli: Cli, *words: str, **more: str) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    port = free_port()
    with cli.start("serve", "--port", str(port), *words, **more) as process:
        try:
            yield port, process
        finally:
            process.terminate()
            process.communicate(timeout=60)
    assert process.returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("server", ["granian", "waitress"])
def test_it_answers_on_localhost_and_holds_off_a_restore(cli: Cli, server: str) -> None:
    cli.workplace()
    with served(cli, "--server", server, "--no-daily") as (port, _process):
        assert json.load(get(f"http://localhost:{port}/health/")) == {"status": "ok"}
        page = get(f"http://localhost:{port}/accounts/login/")
        assert page.status == 200 and "unsafe" not in page.headers["Content-Security-Policy"]
        assert "Secure" not in (page.headers["Set-Cookie"] or "")
        with pytest.raises(urllib.error.HTTPError) as missing:
            get(f"http://localhost:{port}/no/such/page")
        assert missing.value.code == 404 and b"Traceback" not in missing.value.read()
        kept = cli.home.parent / "kept.tar.gz"
        assert cli("backup", str(kept)).code == 0
        assert cli("restore", str(kept), "--yes", "--json").json["refusal"]["code"] == "server_running"
        added = cli("user", "add", "late", "--role", "director", "--establishment", FINESS, "--json")
        assert added.json["link"].startswith(f"http://localhost:{port}/welcome/")
    assert cli("restore", str(kept), "--yes").code == 0


@pytest.mark.slow
def test_ctrl_c_ends_it_however_early(cli: Cli) -> None:
    """A process told to end at its first answer may miss it: seen once in six."""
    cli.workplace()
    for _ in range(4):
        port = free_port()
        with cli.start("serve", "--port", str(port), "--no-daily", own_session=True) as process:
            get(f"http://localhost:{port}/health/")
            os.killpg(process.pid, signal.SIGINT)
            process.communicate(timeout=60)


@pytest.mark.slow
def test_https_with_a_certificate_of_our_own(cli: Cli) -> None:
    with served(cli, "--tls-self-signed", "--no-daily") as (port, _process):
        page = get(f"https://localhost:{port}/accounts/login/")
        assert "Secure" in page.headers["Set-Cookie"] and page.headers["Strict-Transport-Security"]
        installed = get(f"https://localhost:{port}/tablet/authority.crt").read()
        assert installed == (cli.home / "tls" / "authority.crt").read_bytes()
        trust = ssl.create_default_context(cadata=installed)
        plain = socket.create_connection(("127.0.0.1", port))
        with plain, trust.wrap_socket(plain, server_hostname="localhost") as spoken:
            assert spoken.version() == "TLSv1.3"


@pytest.mark.slow
def test_a_backup_is_made_while_it_serves(cli: Cli) -> None:
    with served(cli, ETABLI_FIRST_DAILY_SECONDS="0"):
        for _ in range(200):
            if list((cli.home / "backups").glob("etabli-*.tar.gz")):
                return
            time.sleep(0.1)
    raise AssertionError("no backup was made")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--host", "0.0.0.0"], "plain_http"),
        (["--certificate", "x"], "certificate_incomplete"),
        (["--certificate", "x", "--key", "y"], "certificate_absent"),
        (["--server", "waitress", "--tls-self-signed"], "waitress_has_no_tls"),
    ],
)
def test_refusals_are_sentences(cli: Cli, words: list[str], code: str) -> None:
    done = cli("serve", "--json", *words)
    assert done.code == 1 and done.json["refusal"]["code"] == code


def test_a_process_that_serves_no_longer_searches_what_it_loaded_and_keeps_the_log_short() -> None:
    asked = (
        "import gc, threading, etabli.config.wsgi; print(gc.get_freeze_count() > 100_000, *gc.get_threshold(),"
        " *(thread.name for thread in threading.enumerate()))"
    )
    done = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True, timeout=LIMIT)
    beside = [] if os.environ.get("ETABLI_DATABASE_URL", "").startswith("postgres") else ["checkpoints"]
    assert done.stdout.split() == ["True", *map(str, serving.COLLECT_AFTER), "MainThread", *beside]
