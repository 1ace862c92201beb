"""The photo of a person: shown to whoever may know of her, changed by who may write her."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from etabli.kit.clock import now
from etabli.kit.files import photo_response
from etabli.kit.inputs import attempt
from etabli.kit.pages import Request, page
from etabli.org.models import Establishment
from etabli.people import actions, forms
from etabli.people.access import PeopleRight
from etabli.people.views.editing import person_url, registration_or_404


@page(see=PeopleRight.READ)
def photo(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """The picture itself."""
    registration = registration_or_404(request, place, pk, PeopleRight.READ)
    if registration.photo is None:
        raise Http404
    return photo_response(place.pk, registration.photo)


@page(see=PeopleRight.WRITE, do=PeopleRight.WRITE)
def photo_edit(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """Add, change or take away the photo."""
    registration = registration_or_404(request, place, pk)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = forms.PhotoForm(*given, has_one=registration.photo is not None)

    def act() -> None:
        actions.save_photo(registration=registration, content=form.content, by=request.user, at=now())

    if request.method == "POST" and form.is_valid() and attempt(form, act, {}):
        messages.success(request, gettext("The photo is saved.") if form.content else gettext("The photo is deleted."))
        return redirect(person_url(registration))
    return render(request, "people/photo.html", {"form": form, "registration": registration, "place": place})
