"""Pages: who may see each, who may act on it, and that reading never writes.

    @page(see="people.read", do="people.write")
    def person(request: Request, place: Establishment, pk: int) -> HttpResponse: ...

`see` and `do` are rights, or PUBLIC, or SIGNED_IN; DEVICE where a device of the workplace asks in its own name (the room
that knows devices guards those pages). A page whose address has a `finess` gets the establishment as `place` instead; who
may not see it there gets 404, as if it were not: never 403.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Protocol

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import connections
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.module_loading import import_string

from etabli.kit.actions import record_reads
from etabli.kit.middleware import DEVICE as DEVICE
from etabli.kit.middleware import redirect_page
from etabli.kit.reading import refuse_writes

PUBLIC, SIGNED_IN = "public", "signed_in"
READING = ("GET", "HEAD")


@dataclass(frozen=True)
class PageAccess:
    """What a view declares. `do` None: nobody may act. `sensitive`: every answer notes what was read."""

    see: str
    do: str | None
    sensitive: bool = False


@dataclass(frozen=True)
class Read:
    """`what`: code of the page or export. `subjects`: keys of the persons or rows read. `rows`: how many rows."""

    what: str
    subjects: list[str]
    purpose: str = ""
    table: str = ""
    rows: int = 0


@dataclass
class ReadNotes:
    """The queue behind `request.note_read`, written to the access log once the view has answered."""

    reads: list[Read] = field(default_factory=list)

    def __call__(
        self, what: str, subjects: Iterable[object], purpose: str = "", *, table: str = "", rows: int | None = None
    ) -> None:
        keys = [str(subject) for subject in subjects]
        self.reads.append(Read(what, keys, purpose, table, len(keys) if rows is None else rows))


class Request(HttpRequest):
    """For annotations: the request that a page is given. `place` is None on a page without `finess`."""

    user: Any
    htmx: Any
    place: Any
    note_read: ReadNotes


class View(Protocol):
    page: PageAccess

    def __call__(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse: ...


class UnnotedReadError(RuntimeError):
    """A sensitive page answered without `note_read`: it is not shown, rather than shown unlogged."""


def page(*, see: str, do: str | None = None, sensitive: bool = False) -> Callable[[Callable[..., HttpResponse]], View]:
    """Declare a view's access, and hold it."""
    access = PageAccess(str(see), None if do is None else str(do), sensitive)

    def declare(view: Callable[..., HttpResponse]) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if access.see != PUBLIC and not request.user.is_authenticated:
                return _sign_in(request)
            request.place, request.note_read = None, ReadNotes()
            if "finess" in kwargs:
                request.place = kwargs["place"] = _place(request.user, kwargs.pop("finess"))
            _check(request.user, access.see, request.place)
            if request.method not in READING:
                if request.method != "POST" or access.do is None:
                    return HttpResponseNotAllowed(READING if access.do is None else (*READING, "POST"))
                _check(request.user, access.do, request.place)
            return _answer(view, access, request, args, kwargs)

        guarded.page = access  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return declare


def _sign_in(request: Any) -> HttpResponse:
    if not getattr(request, "htmx", False):
        return redirect_to_login(request.get_full_path())
    # A fragment is no address to come back to: the page around it is.
    address = request.htmx.current_url_abs_path or "/"
    return redirect_page(request, redirect_to_login(address)["Location"])


def _place(user: Any, finess: str) -> Any:
    place = import_string(settings.PLACE_RESOLVER)(user, finess)
    if place is None:
        raise Http404
    return place


def _check(user: Any, right: str, place: Any) -> None:
    """Http404 unless the user has the right there; without a place, anywhere."""
    if right == PUBLIC or (right == SIGNED_IN and user.is_authenticated):
        return
    if not user.is_authenticated or not (user.may(right, place) if place is not None else user.may_somewhere(right)):
        raise Http404


def _answer(
    view: Callable[..., HttpResponse], access: PageAccess, request: Any, args: Any, kwargs: Any
) -> HttpResponse:
    with reading() if request.method in READING else ExitStack():
        response = view(request, *args, **kwargs)
        if hasattr(response, "render") and not response.is_rendered:
            response = response.render()  # here, so that a template does not write either
    reads = request.note_read.reads
    if access.sensitive and not reads and response.status_code == 200:
        raise UnnotedReadError(f"{view.__module__}.{view.__qualname__}")
    record_reads(reads=reads, by=request.user, place=request.place)
    patch_vary_headers(response, ["HX-Request"])
    if request.user.is_authenticated and not response.has_header("Cache-Control"):
        patch_cache_control(response, private=True, no_store=True)
    return response


@contextmanager
def reading() -> Iterator[None]:
    """Nothing inside writes a table of a room."""
    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(refuse_writes))
        yield
