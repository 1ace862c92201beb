"""The net under every test.

The order matters, so it is done while this file is read: a data folder of its own, then the database (SQLite, or a real
PostgreSQL started for this run when ETABLI_TEST_DATABASE=postgres), and only then Django's settings.

Besides, for every test (see also pyproject.toml): a template variable that does not exist fails; a warning is an error.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from tests import postgres

ON_POSTGRES = os.environ.get("ETABLI_TEST_DATABASE") == "postgres"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
]


def prepare() -> None:
    """Workers of a parallel run inherit what their parent prepared; each has a data folder of its own in it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "etabli.config.settings"
    # Playwright runs an event loop in the thread of the test; the test itself is not asynchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    if os.environ.get("ETABLI_TEST_PREPARED"):
        own = Path(os.environ["ETABLI_HOME"]) / os.environ["PYTEST_XDIST_WORKER"]
        own.mkdir()
        os.environ["ETABLI_HOME"] = str(own)
        return
    home = tempfile.mkdtemp(prefix="etabli-test-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ["ETABLI_HOME"] = os.environ["ETABLI_TEST_SHARED"] = home
    os.environ.pop("ETABLI_DATABASE_URL", None)
    os.environ.pop("ETABLI_ADDRESS", None)
    if ON_POSTGRES:
        server = postgres.Server()
        os.environ["ETABLI_DATABASE_URL"] = server.start()
        atexit.register(server.stop)
    os.environ["ETABLI_TEST_PREPARED"] = "1"


prepare()

# How long an example takes says how busy the machine is, not whether the rule holds.
hypothesis.settings.register_profile("etabli", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("etabli")

import django  # noqa: E402 - after the environment is made
from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402

# A folder named on the command line has its conftest read before pytest-django starts Django.
django.setup()

from django.core.cache import cache  # noqa: E402
from django.test import TransactionTestCase, override_settings  # noqa: E402
from django.utils import translation  # noqa: E402
from playwright.sync_api import BrowserContext, expect  # noqa: E402

from tests import databases  # noqa: E402

# As with properties: a browser on a busy machine takes its time, and is right all the same.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)

LONGEST = ("test_demo", "test_every_address", "test_losses", "test_accessibility")
"""Files of tests that take longest: they come first, so that in the end no worker waits for one that began late."""


def pytest_report_header() -> str:
    return f"etabli: {settings.DATABASES['default']['ENGINE'].rsplit('.', 1)[-1]}, data in {os.environ['ETABLI_HOME']}"


REACHING = {"db", "transactional_db", "live_server", "django_db_setup", "database"}
"""Fixtures by which a test comes to a database; to one without them or the mark, pytest-django refuses every query."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test that asks for a page of the browser is a browser test, said or not. The longest come first.

    What reaches no database shows nothing more with PostgreSQL beside it: it is run with SQLite only.
    """
    for item in items:
        if {"page", "browser", "context"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: item.path.stem not in LONGEST)
    if ON_POSTGRES:
        config.hook.pytest_deselected(items=[item for item in items if not reaches_a_database(item)])
        items[:] = filter(reaches_a_database, items)


def reaches_a_database(item: pytest.Item) -> bool:
    """By a fixture, by the mark, or as a test case of Django."""
    if REACHING & set(getattr(item, "fixturenames", ())) or item.get_closest_marker("django_db"):
        return True
    around = getattr(item, "cls", None)
    return around is not None and issubclass(around, TransactionTestCase)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """In place of pytest-django's. SQLite's is a file: the live server, the journeys and the test write side by side."""
    teardown = TransactionTestCase._fixture_teardown
    with django_db_blocker.unblock():
        databases.take_a_copy()
        beginning = databases.Beginning()
    TransactionTestCase._fixture_teardown = lambda self: beginning.restore()
    yield
    TransactionTestCase._fixture_teardown = teardown
    with django_db_blocker.unblock():
        connections.close_all()


@pytest.fixture(autouse=True, scope="module")
def no_dead_rows(django_db_blocker: Any) -> Iterator[None]:
    """After a file of tests, and after the world that they had in common."""
    yield
    with django_db_blocker.unblock():
        databases.sweep()


@pytest.fixture(autouse=True, scope="session")
def quick_settings(django_test_environment: None) -> Iterator[None]:
    """Static files by their own names (hashing them is the build's matter), quick passwords, a cache without a table.

    The same for the whole run: a request that a browser leaves behind may be answered between two tests, and whatever it
    makes Django keep then must fit the next one.
    """
    storages = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(
        STORAGES=storages,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    ):
        yield


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def no_language_left() -> Iterator[None]:
    """A test begins in the language of the settings, whatever the one before it spoke."""
    translation.deactivate()
    yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium, started so that it speaks to nobody but us."""
    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if path is None:
        pytest.fail("Chromium is not installed; ETABLI_SKIP_BROWSER=1 leaves the browser tests out", pytrace=False)
    return {**browser_type_launch_args, "executable_path": path, "args": CHROMIUM_ARGUMENTS}


@pytest.fixture
def context(context: BrowserContext) -> BrowserContext:
    context.set_default_timeout(PATIENCE)
    return context


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "fr-FR", "timezone_id": "Europe/Paris", "reduced_motion": "reduce"}
