"""Clients: their list, the page of one, and the forms of what is known of them."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from etabli.kit import undo
from etabli.kit.asking import do, sent
from etabli.kit.clock import now
from etabli.kit.pages import Request, page
from etabli.kit.texts import fold
from etabli.orders import actions, columns, forms, showing
from etabli.orders.access import OrdersRight
from etabli.orders.models import Client, ClientAddress, ClientContact
from etabli.orders.states import OrderState
from etabli.orders.views.common import CLIENTS, Crumb, asked, crumb, found, may_trace, sheet, to
from etabli.orders.views.listing import Listing, show_list
from etabli.org.models import Establishment
from etabli.org.queries import rights_in

WRITE = OrdersRight.WRITE
LATEST = 10
LISTING = Listing(
    name="clients",
    group=CLIENTS,
    heading=_("Clients"),
    nothing=_("No client yet"),
    nothing_text=_("Quotes and orders are written for clients."),
    icon="building-2",
    add=_("Add a client"),
    add_name="client_add",
    right=WRITE,
)


def _listed(request: Request, asked_for: forms.ClientFilter) -> Any:
    """Clients as the address asks for them, each with the number of its confirmed orders."""
    rows = Client.objects.visible_to(request.user, request.place).select_related("establishment")
    if asked_for.chosen("show") != forms.ALL:
        rows = rows.filter(active=True)
    if kind := asked_for.chosen("kind"):
        rows = rows.filter(kind=kind)
    for word in fold(asked_for.chosen("q")).split():
        rows = rows.filter(search_key__contains=word)
    running = Count("orders", filter=Q(orders__state=OrderState.CONFIRMED))
    return rows.annotate(confirmed=running).order_by("search_key", "pk")


@page(see=OrdersRight.READ)
def clients(request: Request, place: Establishment) -> HttpResponse:
    """Those the reader may know of, by name."""
    asked_for = forms.ClientFilter(request.GET)
    return show_list(request, LISTING, asked_for, _listed(request, asked_for), columns.CLIENTS)


@page(see=OrdersRight.READ)
def clients_export(request: Request, place: Establishment, kind: str) -> HttpResponse:
    rows = list(_listed(request, forms.ClientFilter(request.GET)))
    title = gettext("Clients")
    return sheet(request, kind, columns.CLIENTS, rows, what="orders.clients.export", title=title, clients=rows)


@page(see=OrdersRight.READ)
def client(request: Request, place: Establishment, client: int) -> HttpResponse:
    """All that is known of a client: addresses, contacts, orders, quotes, goods entrusted."""
    row = found(request, Client, client)
    rights = rights_in(request.user, place)
    reads_prices = OrdersRight.PRICES_READ in rights
    context = {
        "place": place,
        "client": row,
        "crumbs": [*_crumbs(place), {"label": row.name}],
        "words": showing.client_words(row),
        "addresses": showing.addresses_of(row),
        "contacts": list(row.contacts.all()),
        "orders": showing.latest_orders(request.user, row, LATEST),
        "quotes": showing.latest_quotes(request.user, row, LATEST) if reads_prices else None,
        "goods": showing.goods_of(request.user, row),
        "may_write": WRITE in rights,
        "may_quote": WRITE in rights and reads_prices,
        "may_trace": may_trace(rights),
        "undo": undo.offered(request),
    }
    return render(request, "orders/client.html", context)


# ---------------------------------------------------------------- forms


def _crumbs(place: Establishment, row: Client | None = None) -> list[Crumb]:
    way = [crumb(place, gettext("Clients"), "clients")]
    return way if row is None else [*way, crumb(place, row.name, "client", row.pk)]


def _edit(request: Request, row: Client | None) -> HttpResponse:
    place = request.place
    form = forms.ClientForm(sent(request), initial=forms.client_initial(row))
    saved: list[Client] = []

    def act() -> None:
        saved.append(actions.save_client(establishment=place, spec=form.spec, client=row, by=request.user, at=now()))

    def then() -> str:
        return to(place, "client", saved[0].pk)

    heading = gettext("Change a client") if row else gettext("Add a client")
    done, lead = gettext("The client is saved."), row.name if row else ""
    return asked(request, form, act, heading=heading, done=done, crumbs=_crumbs(place, row), lead=lead, then=then)


@page(see=WRITE, do=WRITE)
def client_add(request: Request, place: Establishment) -> HttpResponse:
    return _edit(request, None)


@page(see=WRITE, do=WRITE)
def client_edit(request: Request, place: Establishment, client: int) -> HttpResponse:
    return _edit(request, found(request, Client, client, WRITE))


def _address(request: Request, client: Client, row: ClientAddress | None) -> HttpResponse:
    form = forms.AddressForm(sent(request), initial=forms.address_initial(row, client))

    def act() -> None:
        actions.save_address(client=client, spec=form.spec, address=row, by=request.user, at=now())

    heading = gettext("Change an address") if row else gettext("Add an address")
    done, way = gettext("The address is saved."), _crumbs(request.place, client)
    return asked(request, form, act, heading=heading, done=done, crumbs=way, lead=client.name)


@page(see=WRITE, do=WRITE)
def address_add(request: Request, place: Establishment, client: int) -> HttpResponse:
    return _address(request, found(request, Client, client, WRITE), None)


@page(see=WRITE, do=WRITE)
def address(request: Request, place: Establishment, client: int, address: int) -> HttpResponse:
    row = found(request, Client, client, WRITE)
    return _address(request, row, _of(row, found(request, ClientAddress, address, WRITE)))


def _contact(request: Request, client: Client, row: ClientContact | None) -> HttpResponse:
    form = forms.ContactForm(sent(request), initial=forms.contact_initial(row))

    def act() -> None:
        actions.save_contact(client=client, spec=form.spec, contact=row, by=request.user, at=now())

    heading = gettext("Change a contact") if row else gettext("Add a contact")
    done, way = gettext("The contact is saved."), _crumbs(request.place, client)
    return asked(request, form, act, heading=heading, done=done, crumbs=way, lead=client.name)


@page(see=WRITE, do=WRITE)
def contact_add(request: Request, place: Establishment, client: int) -> HttpResponse:
    return _contact(request, found(request, Client, client, WRITE), None)


@page(see=WRITE, do=WRITE)
def contact(request: Request, place: Establishment, client: int, contact: int) -> HttpResponse:
    row = found(request, Client, client, WRITE)
    return _contact(request, row, _of(row, found(request, ClientContact, contact, WRITE)))


@page(see=WRITE, do=WRITE)
def contact_remove(request: Request, place: Establishment, client: int, contact: int) -> HttpResponse:
    """Nobody is kept who is no longer called. Undone, she is added again as she was."""
    row = found(request, Client, client, WRITE)
    who = _of(row, found(request, ClientContact, contact, WRITE))
    back = to(place, "client", row.pk)

    def act() -> None:
        actions.remove_contact(contact=who, by=request.user, at=now())
        text = gettext("%(name)s is no longer a contact.") % {"name": who.name}
        values = {name: getattr(who, name) for name in forms.ContactForm.base_fields}
        undo.offer(
            request,
            act=f"orders.contact.{row.pk}",
            address=to(place, "contact_restore", row.pk),
            text=text,
            values=values,
        )

    return do(request, act, back)


@page(see=WRITE, do=WRITE)
def contact_restore(request: Request, place: Establishment, client: int) -> HttpResponse:
    row = found(request, Client, client, WRITE)
    back = to(place, "client", row.pk)
    if request.method != "POST":
        return redirect(back)
    spec = actions.ContactSpec(**undo.redeem(request, f"orders.contact.{row.pk}"))

    def act() -> None:
        actions.save_contact(client=row, spec=spec, by=request.user, at=now())

    return do(request, act, back, gettext("The contact is back."))


def _of(client: Client, row: Any) -> Any:
    """The row, when it is of that client; Http404 otherwise."""
    if row.client_id != client.pk:
        raise Http404
    return row
