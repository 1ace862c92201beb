"""What may be imported on screen."""

from enum import StrEnum


class ImportKind(StrEnum):
    """The order is that of the screen: persons come before their attendance, clients and catalogue before orders."""

    PEOPLE = "people"
    ATTENDANCE = "attendance"
    CLIENTS = "clients"
    CATALOGUE = "catalogue"
    ORDERS = "orders"


OF_PERSONS = frozenset({ImportKind.PEOPLE, ImportKind.ATTENDANCE})
"""Kinds whose sheets name persons."""
