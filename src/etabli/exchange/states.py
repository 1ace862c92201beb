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
    PACKAGE = "package"
    """Of support: frameworks, kinds of actions, sections of plans, free fields."""


OF_PERSONS = frozenset({ImportKind.PEOPLE, ImportKind.ATTENDANCE, ImportKind.WORK, ImportKind.PLACEMENTS})
"""Kinds whose sheets name persons."""
OF_SHEETS = frozenset(ImportKind) - {ImportKind.PACKAGE}
"""Kinds that are read from a sheet, of which there is one to fill in."""
