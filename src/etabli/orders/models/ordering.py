"""Orders, their lines, what is called off, and who is allotted to what."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from etabli.orders.access import OrdersQuerySet
from etabli.orders.models.choices import MOST_SHARE, choices
from etabli.orders.models.clients import Client, ClientAddress
from etabli.orders.models.quotes import PricedLine, Quote
from etabli.orders.states import CostCategory, LineState, OrderKind, OrderState, Recurrence
from etabli.org.models import Establishment
from etabli.people.models import Person, WorkGroup


class Numbering(models.Model):
    """The last number given of a kind of document in a year: `D` quotes, `C` orders, `L` deliveries."""

    establishment = models.ForeignKey(Establishment, on_delete=models.CASCADE, related_name="+")
    letter = models.CharField(max_length=1)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["establishment", "letter", "year"], name="numbering_once")]


class Order(models.Model):
    """What a client ordered. `starts_on`, `ends_before`: of an open-ended or recurring one.

    The quantities of a recurring one are due once each `recurrence` of that period.
    """

    place_path, workshop_path = "establishment", "lines__workshop"

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="orders")
    number = models.CharField(max_length=20)
    client_reference = models.CharField(max_length=100, blank=True, help_text="The client's purchase order.")
    quote = models.ForeignKey(Quote, null=True, blank=True, on_delete=models.PROTECT, related_name="orders")
    kind = models.CharField(max_length=12, choices=choices(OrderKind), default=OrderKind.SINGLE)
    recurrence = models.CharField(max_length=10, choices=choices(Recurrence), blank=True)
    ordered_on = models.DateField()
    starts_on = models.DateField(null=True, blank=True)
    ends_before = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=choices(OrderState), default=OrderState.DRAFT)
    delivery_address = models.ForeignKey(
        ClientAddress, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField(blank=True)

    objects = OrdersQuerySet.as_manager()

    class Meta:
        ordering = ["-ordered_on", "-pk"]
        indexes = [models.Index(fields=["establishment", "state"], name="order_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["establishment", "number"], name="order_number_once"),
            models.UniqueConstraint(fields=["quote"], name="one_order_a_quote"),
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
                name="order_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(kind="recurring", starts_on__isnull=False) & ~Q(recurrence="")
                | ~Q(kind="recurring") & Q(recurrence=""),
                name="recurring_order_has_its_rhythm",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class OrderLine(PricedLine):
    """A line of an order. Of an open-ended one, `quantity` is the most that may be called off, 0 for no bound; of a
    recurring one, that of each week or month."""

    place_path, workshop_path = "establishment", "workshop"

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    state = models.CharField(max_length=10, choices=choices(LineState), default=LineState.OPEN)
    prepared = models.BooleanField(default=False, help_text="What it needs is ready.")

    objects = OrdersQuerySet.as_manager()

    class Meta:
        ordering = ["order", "position"]
        indexes = [models.Index(fields=["establishment", "state", "due_on"], name="order_line_by_due_date")]
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="order_position_once"),
            models.CheckConstraint(condition=Q(discount__lte=MOST_SHARE), name="order_discount_up_to_all"),
        ]

    def __str__(self) -> str:
        """Reads the order."""
        return self.reference

    @property
    def reference(self) -> str:
        """What the line is called outside: `C2026-0001/1`. Reads the order."""
        return f"{self.order.number}/{self.position}"


class OrderLineCost(models.Model):
    """One of the six costs of a line that are not labour: cents for its planned quantity, or a share of its price."""

    place_path, workshop_path = "line__establishment", "line__workshop"

    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="costs")
    category = models.CharField(max_length=30, choices=choices(CostCategory))
    cents = models.PositiveBigIntegerField(null=True, blank=True)
    share = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = OrdersQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["line", "category"], name="line_cost_once"),
            models.CheckConstraint(
                condition=Q(cents__isnull=False, share__isnull=True)
                | Q(cents__isnull=True, share__gt=0, share__lte=MOST_SHARE),
                name="line_cost_in_cents_or_share",
            ),
        ]


class CallOff(models.Model):
    """A quantity of an open-ended or recurring line that the client asked for, for a day."""

    place_path, workshop_path = "line__establishment", "line__workshop"

    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="call_offs")
    quantity = models.PositiveBigIntegerField()
    due_on = models.DateField()
    asked_on = models.DateField()

    objects = OrdersQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [models.CheckConstraint(condition=Q(quantity__gt=0), name="call_off_of_something")]


_PERSON_OR_GROUP = Q(person__isnull=False, group__isnull=True) | Q(person__isnull=True, group__isnull=False)


class Allotment(models.Model):
    """A person or a work group on a line for some days. `share` empty: equally with the others that state none."""

    place_path, workshop_path = "line__establishment", "line__workshop"

    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="allotments")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(WorkGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)
    share = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = OrdersQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=_PERSON_OR_GROUP, name="allotment_of_a_person_or_a_group"),
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
                name="allotment_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gt=0, share__lte=MOST_SHARE),
                name="allotment_share_up_to_all",
            ),
        ]


class Pseudonym(models.Model):
    """By which code a client knows a person or a work group: drawn at random, the same for good, another per client."""

    place_path, workshop_path = "client__establishment", "client__orders__lines__workshop"

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey(WorkGroup, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=10)

    objects = OrdersQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_PERSON_OR_GROUP, name="pseudonym_of_a_person_or_a_group"),
            models.UniqueConstraint(fields=["client", "code"], name="pseudonym_code_once"),
            models.UniqueConstraint(fields=["client", "person"], name="pseudonym_of_a_person_once"),
            models.UniqueConstraint(fields=["client", "group"], name="pseudonym_of_a_group_once"),
        ]
