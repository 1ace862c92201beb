"""What may be imported on screen."""

from enum import StrEnum


class ImportKind(StrEnum):
    """The order is that of the screen: persons come before their attendance, clients and catalogue before orders, orders before work."""

    PEOPLE = "people"
    ATTENDANCE = "attendance"
    CLIENTS = "clients"
    CATALOGUE = "catalogue"
    ORDERS = "orders"
    WORK = "work"
    BASIN = "basin"
    PLACEMENTS = "placements"


OF_PERSONS = frozenset({ImportKind.PEOPLE, ImportKind.ATTENDANCE, ImportKind.WORK, ImportKind.PLACEMENTS})
"""Kinds whose sheets name persons."""
