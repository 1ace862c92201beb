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
    """Workers of a parallel run inherit what their parent prepared."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "etabli.config.settings"
    # Playwright runs an event loop in the thread of the test; the test itself is not asynchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    if os.environ.get("ETABLI_TEST_PREPARED"):
        return
    home = tempfile.mkdtemp(prefix="etabli-test-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ["ETABLI_HOME"] = home
    os.environ.pop("ETABLI_DATABASE_URL", None)
    os.environ.pop("ETABLI_ADDRESS", None)
    if ON_POSTGRES:
        server = postgres.Server()
        os.environ["ETABLI_DATABASE_URL"] = server.start()
        atexit.register(server.stop)
    os.environ["ETABLI_TEST_PREPARED"] = "1"


prepare()

from django.conf import settings  # noqa: E402 - after the environment is made
from django.db import connections  # noqa: E402

_ = settings.DATABASES  # read now, so that pytest-django finds Django configured


def pytest_report_header() -> str:
    return f"etabli: {settings.DATABASES['default']['ENGINE'].rsplit('.', 1)[-1]}, data in {os.environ['ETABLI_HOME']}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for a page of the browser is a browser test, said or not."""
    for item in items:
        if {"page", "browser", "context"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """SQLite's test database is a file: the live server, the journeys and the test write to it side by side."""
    default = connections["default"].settings_dict
    if default["ENGINE"].endswith("sqlite3"):
        name = "test" + os.environ.get("PYTEST_XDIST_WORKER", "") + ".sqlite3"
        default["TEST"]["NAME"] = str(Path(os.environ["ETABLI_HOME"]) / name)


@pytest.fixture(autouse=True)
def plain_static_files(settings: Any) -> None:
    """Static files by their own names: hashing them is the build's matter. The cache is one table less to clean."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    yield
    from django.core.cache import cache  # noqa: PLC0415 - the cache of the settings of this test

    cache.clear()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium, started so that it speaks to nobody but us."""
    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if path is None:
        pytest.fail("Chromium is not installed; ETABLI_SKIP_BROWSER=1 leaves the browser tests out", pytrace=False)
    return {**browser_type_launch_args, "executable_path": path, "args": CHROMIUM_ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "fr-FR", "timezone_id": "Europe/Paris", "reduced_motion": "reduce"}
