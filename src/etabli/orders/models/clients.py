"""Clients, where they are, whom to call, and what they own that is here."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from etabli.orders.access import OrdersQuerySet
from etabli.orders.models.choices import choices
from etabli.orders.states import AddressKind, ClientKind, Regime, SaleUnit
from etabli.org.models import Establishment


class Client(models.Model):
    """Who buys. `siren` is derived from the SIRET, else from a French VAT number; all three may be empty.

    `payment_days` after the invoice, then to the end of the month when `payment_end_of_month`.
    """

    place_path, workshop_path = "establishment", "orders__lines__workshop"

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, choices=choices(ClientKind))
    name = models.CharField(max_length=200)
    siret = models.CharField(max_length=14, blank=True)
    siren = models.CharField(max_length=9, blank=True, editable=False)
    vat_number = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=2, default="FR")
    regime = models.CharField(max_length=10, choices=choices(Regime), default=Regime.NONE)
    buyer_reference = models.CharField(max_length=100, blank=True)
    payment_days = models.PositiveSmallIntegerField(default=30)
    payment_end_of_month = models.BooleanField(default=False)
    email = models.CharField(max_length=200, blank=True)
    peppol_id = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=2, default="fr")
    note = models.TextField(blank=True)
    active = models.BooleanField(default=True)
    search_key = models.CharField(max_length=400, db_index=True, editable=False)
    """Code, name, SIRET and VAT number folded to lower case without accents, for search."""

    objects = OrdersQuerySet.as_manager()

    class Meta:
        # Not the name itself: a database sorts É after Z.
        ordering = ["search_key", "pk"]
        indexes = [models.Index(fields=["establishment", "siren"], name="client_by_siren")]
        constraints = [models.UniqueConstraint(fields=["establishment", "code"], name="client_code_once")]

    def __str__(self) -> str:
        return self.name


class ClientAddress(models.Model):
    """Where invoices or goods go. `siret`: that of the delivery site, when it has one of its own."""

    place_path, workshop_path = "client__establishment", "client__orders__lines__workshop"

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="addresses")
    kind = models.CharField(max_length=10, choices=choices(AddressKind))
    label = models.CharField(max_length=100, blank=True)
    street = models.CharField(max_length=200)
    more = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=10)
    town = models.CharField(max_length=100)
    country = models.CharField(max_length=2, default="FR")
    siret = models.CharField(max_length=14, blank=True)
    active = models.BooleanField(default=True)

    objects = OrdersQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "label", "pk"]

    def __str__(self) -> str:
        return self.label or f"{self.street}, {self.postcode} {self.town}"


class ClientContact(models.Model):
    """Someone to call at a client."""

    place_path, workshop_path = "client__establishment", "client__orders__lines__workshop"

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=200, blank=True)

    objects = OrdersQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class ClientGoods(models.Model):
    """A kind of goods that a client owns and entrusts: never on our stock. What is left is the sum of its moves."""

    place_path, workshop_path = "client__establishment", "client__orders__lines__workshop"

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="goods")
    name = models.CharField(max_length=100)
    unit = models.CharField(max_length=20, choices=choices(SaleUnit))
    active = models.BooleanField(default=True)

    objects = OrdersQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["client", "name"], name="client_goods_once"),
            models.CheckConstraint(condition=~Q(name=""), name="client_goods_named"),
        ]

    def __str__(self) -> str:
        return self.name
