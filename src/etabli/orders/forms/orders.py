"""Forms of quotes and orders: their heads, their acceptance, who is allotted, and what their lists show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from etabli.kit.inputs import DayField, PercentField, line, lines, select
from etabli.orders.actions import OrderSpec
from etabli.orders.days import day_after, last_day
from etabli.orders.forms.common import ListFilter, keyed, offered
from etabli.orders.models import Allotment, Client, ClientAddress, Order, Quote, QuoteLine
from etabli.orders.states import OrderKind
from etabli.orders.wording import ORDER_KINDS, ORDER_STATES, QUOTE_STATES, RECURRENCES
from etabli.org.models import Workshop
from etabli.people.models import Person, WorkGroup

LONGEST_NOTE = 2000
LATE, READY, UNREADY = "late", "ready", "unready"


class ClientedFilter(ListFilter):
    """A list that may be cut to one client."""

    client = select(_("Client"), required=False)

    def __init__(self, data: Any, clients: Iterable[Client]) -> None:
        self.clients = clients
        super().__init__(data)

    def offer(self) -> None:
        self.fields["client"].choices = keyed(self.clients, every=_("All"))  # type: ignore[attr-defined]


class QuoteFilter(ClientedFilter):
    q = line(_("Number"), 40, required=False)
    state = select(_("State"), offered(QUOTE_STATES, every=_("All")), required=False)


class OrderFilter(ClientedFilter):
    q = line(_("Number or reference"), 40, required=False)
    state = select(_("State"), offered(ORDER_STATES, every=_("All")), required=False)
    kind = select(_("Kind"), offered(ORDER_KINDS, every=_("All")), required=False)


class BoardFilter(ClientedFilter):
    """Open lines of a workshop, of a client, that are late, or whose material is ready or not."""

    workshop = select(_("Workshop"), required=False)
    state = select(
        _("State"),
        [("", _("All")), (LATE, _("Late")), (READY, _("Ready to be made")), (UNREADY, _("Not ready yet"))],
        required=False,
    )

    def __init__(self, data: Any, clients: Iterable[Client], workshops: Iterable[Workshop]) -> None:
        self.workshops = workshops
        super().__init__(data, clients)

    def offer(self) -> None:
        super().offer()
        self.fields["workshop"].choices = keyed(self.workshops, every=_("All"))  # type: ignore[attr-defined]


class QuoteForm(forms.Form):
    """The head of a quote. Its client is chosen once."""

    client = select(_("Client"))
    created_on = DayField(label=_("Written on"))
    valid_until = DayField(label=_("Valid until"), required=False, help_text=_("The last day on which it holds."))
    note = lines(_("Note on the quote"), LONGEST_NOTE, required=False)

    def __init__(self, *args: Any, clients: Iterable[Client] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if clients is None:
            del self.fields["client"], self.fields["created_on"]
        else:
            self._clients = {str(row.pk): row for row in clients}
            self.fields["client"].choices = keyed(self._clients.values())  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        """The columns of a quote that the form asks."""
        data = dict(self.cleaned_data)
        return {**data, "client": self._clients[data["client"]]} if "client" in data else data


class AcceptForm(forms.Form):
    """What the client chose, and under which reference."""

    on = DayField(label=_("Accepted on"))
    client_reference = line(
        _("Client's reference"), 100, required=False, help_text=_("The number of the client's purchase order.")
    )
    chosen = forms.MultipleChoiceField(
        label=_("Options chosen"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, options: Sequence[QuoteLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if options:
            choices = [(str(row.position), row.text) for row in options]
            self.fields["chosen"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["chosen"]

    @property
    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return {**data, "chosen": [int(position) for position in data.get("chosen", ())]}


class DecidedForm(forms.Form):
    """The day of a decision."""

    on = DayField(label=_("On"))


class OrderForm(forms.Form):
    """The head of an order. Its client is chosen once; address and kind may change."""

    client = select(_("Client"))
    kind = select(_("Kind"), offered(ORDER_KINDS))
    ordered_on = DayField(label=_("Ordered on"))
    client_reference = line(
        _("Client's reference"), 100, required=False, help_text=_("The number of the client's purchase order.")
    )
    starts_on = DayField(
        label=_("First day"), required=False, help_text=_("Of an open-ended order or a recurring contract.")
    )
    last_day = DayField(label=_("Last day"), required=False, help_text=_("Included. Empty while nothing is agreed."))
    recurrence = select(_("Rhythm of a recurring contract"), offered(RECURRENCES, every="—"), required=False)
    delivery_address = select(_("Delivery address"), required=False)
    note = lines(_("Note"), LONGEST_NOTE, required=False)

    def __init__(
        self, *args: Any, clients: Iterable[Client] | None, addresses: Iterable[ClientAddress], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._addresses = {str(row.pk): row for row in addresses}
        if clients is None:
            del self.fields["client"]
            choices = keyed(self._addresses.values(), every="—")
            self.fields["delivery_address"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["delivery_address"]
            self._clients = {str(row.pk): row for row in clients}
            self.fields["client"].choices = keyed(self._clients.values())  # type: ignore[attr-defined]

    @property
    def chosen_client(self) -> Client:
        return self._clients[self.cleaned_data["client"]]

    @property
    def spec(self) -> OrderSpec:
        data = dict(self.cleaned_data)
        address = self._addresses.get(data.pop("delivery_address", ""))
        data.pop("client", None)
        last_day = data.pop("last_day")
        return OrderSpec(**data, ends_before=day_after(last_day), delivery_address=address)


def order_initial(row: Order | None, today: date) -> dict[str, Any]:
    if row is None:
        return {"kind": OrderKind.SINGLE, "ordered_on": today}
    names = ("kind", "ordered_on", "client_reference", "starts_on", "recurrence", "note")
    plain = {name: getattr(row, name) for name in names}
    return {**plain, "last_day": last_day(row.ends_before), "delivery_address": str(row.delivery_address_id or "")}


def quote_initial(row: Quote) -> dict[str, Any]:
    return {"valid_until": row.valid_until, "note": row.note}


class AllotForm(forms.Form):
    """Who is on a line, and when. `share` empty: equally with the others."""

    who = select(_("Person or work group"))
    starts_on = DayField(label=_("From"))
    last_day = DayField(label=_("Last day"), required=False, help_text=_("Included. Empty: until the line is done."))
    share = PercentField(
        label=_("Share, in percent"), required=False, min_value=0, max_value=100, help_text=_("Empty: equal parts.")
    )

    def __init__(self, *args: Any, persons: Iterable[Person], groups: Iterable[WorkGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rows = {f"group:{row.pk}": row for row in groups} | {f"person:{row.pk}": row for row in persons}
        found = {
            kind: [(key, str(row)) for key, row in self._rows.items() if key.startswith(kind)]
            for kind in ("group", "person")
        }
        choices = [("", "—"), (_("Work groups"), found["group"]), (_("Persons"), found["person"])]
        self.fields["who"].choices = choices  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        """`person` or `group`, the period and the share of an allotment."""
        data = self.cleaned_data
        kind = data["who"].split(":")[0]
        days = {"starts_on": data["starts_on"], "ends_before": day_after(data["last_day"])}
        return {kind: self._rows[data["who"]], **days, "share": data["share"] or None}


class LastDayForm(forms.Form):
    """The end of an allotment."""

    last_day = DayField(label=_("Last day"), help_text=_("Included."))

    @property
    def ends_before(self) -> date | None:
        return day_after(self.cleaned_data["last_day"])


def last_day_initial(row: Allotment, today: date) -> dict[str, Any]:
    return {"last_day": last_day(row.ends_before) or max(today, row.starts_on)}


class PeriodForm(forms.Form):
    """The days of a recurring contract of which a delivery is prepared."""

    start = DayField(label=_("From"))
    last_day = DayField(label=_("Last day"), help_text=_("Included."))

    @property
    def end(self) -> date:
        """The day after the last."""
        last_day: date = self.cleaned_data["last_day"]
        return last_day + timedelta(days=1)
