"""The page that works offline: its frame, its service worker, its manifest. Nothing of them tells of a person."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from etabli.kit.pages import PUBLIC, page
from etabli.tablet.pages import device_of
from etabli.tablet.rules import LANGUAGES

WORKER = "dist/tablet-worker.js"
FONTS = "dist/fonts"
_NAMED = re.compile(r'(?:src|href)="([^"]+)"')


@page(see=PUBLIC)
def shell(request: HttpRequest) -> HttpResponse:
    """The frame: the same for everyone who speaks the language of the tablet, online and off."""
    language = _language(request)
    with translation.override(language):
        response = HttpResponse(_frame(language))
    response["Content-Language"] = language
    response["Cache-Control"] = "no-cache"
    return response


def _language(request: HttpRequest) -> str:
    device = device_of(request)
    return device.language if device is not None else translation.get_language() or settings.LANGUAGE_CODE


def _frame(language: str) -> str:
    """Without a request: no user, no token, nothing that differs from one moment to the next."""
    return render_to_string("tablet/shell.html", {"language": language, "languages": LANGUAGES})


@page(see=PUBLIC)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker, with the list of what it keeps and a version that changes whenever something of it does."""
    language = _language(request)
    with translation.override(language):
        frame = _frame(language)
    files = _files(frame)
    script = _worker()
    parts = (frame, script, *files)
    version = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
    kept = json.dumps({"version": version, "page": reverse("tablet:shell"), "files": files})
    response = HttpResponse(f"self.SHELL = {kept};\n{script}", content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def _files(frame: str) -> list[str]:
    """Addresses of the static files that the frame names, and of the fonts that its style sheet does."""
    base = str(settings.STATIC_URL)
    base = base if base.startswith("/") else f"/{base}"
    named = [address for address in _NAMED.findall(frame) if address.startswith(base)]
    found = finders.find(FONTS)
    fonts = sorted(path.name for path in Path(found).glob("*.woff2")) if isinstance(found, str) else []
    return list(dict.fromkeys([*named, *(staticfiles_storage.url(f"{FONTS}/{name}") for name in fonts)]))


def _worker() -> str:
    found = finders.find(WORKER)
    return Path(found).read_text(encoding="utf-8") if isinstance(found, str) else ""


@page(see=PUBLIC)
def manifest(request: HttpRequest) -> HttpResponse:
    """What makes the page an application of its own on the tablet."""
    language = _language(request)
    with translation.override(language):
        text = {
            "name": gettext("Établi, my team"),
            "short_name": gettext("My team"),
            "lang": language,
            "start_url": reverse("tablet:shell"),
            "scope": reverse("tablet:shell"),
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#1d4d4f",
            "icons": [
                {"src": staticfiles_storage.url("kit/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
            ],
        }
    return JsonResponse(text, content_type="application/manifest+json")


@page(see=PUBLIC)
def authority(request: HttpRequest) -> HttpResponse:
    """The certificate of the house's own authority, for a tablet to install; 404 where https is spoken with another."""
    path = settings.AUTHORITY_FILE
    if not path.is_file():
        raise Http404
    headers = {"Content-Disposition": 'attachment; filename="etabli.crt"'}
    return HttpResponse(path.read_bytes(), content_type="application/x-x509-ca-cert", headers=headers)
