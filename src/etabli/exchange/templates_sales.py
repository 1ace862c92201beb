"""Sheets of clients, of the catalogue and of orders to fill in, as `templates_xlsx` makes those of persons.

The three go together: the orders are of the client and of the product of the other two.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from etabli.exchange.states import ImportKind
from etabli.orders.models import VatTreatment
from etabli.org.models import Establishment

HEADERS = {
    ImportKind.CLIENTS: {
        "fr": "Code client|Raison sociale|Type|SIRET|N° TVA|Régime|Délai de paiement|Fin de mois|Courriel|Adresse|Code postal|Ville|"
        "Pays",
        "nl": "Klantcode|Klantnaam|Soort|SIRET|Ondernemingsnummer|Regime|Betalingstermijn|Einde maand|E-mailadres|Adres|Postcode|"
        "Gemeente|Land",
        "en": "Client code|Client name|Kind|SIRET|VAT number|Regime|Payment days|End of month|E-mail|Address|Postcode|Town|Country",
    },
    ImportKind.CATALOGUE: {
        "fr": "Code article|Désignation|Unité|Prix unitaire|Prix pour|À partir du|TVA|Atelier|Minutes pour mille|Matières premières",
        "nl": "Artikelcode|Omschrijving|Eenheid|Prijs|Prijs per|Vanaf|BTW|Werkplaats|Minuten per duizend|Grondstoffen",
        "en": "Product code|Designation|Unit|Price|Price per|Valid from|VAT|Workshop|Minutes per thousand|Raw materials",
    },
    ImportKind.ORDERS: {
        "fr": "Commande|Client|Date|Ligne|Article|Désignation|Quantité|Unité|Prix unitaire|Échéance|Remise",
        "nl": "Bestelling|Klant|Besteldatum|Lijn|Artikel|Omschrijving|Hoeveelheid|Eenheid|Prijs|Leverdatum|Korting",
        "en": "Order|Client|Order date|Line|Product|Description|Quantity|Unit|Price|Due date|Discount",
    },
}
NAMES = {
    ImportKind.CLIENTS: {"fr": "Clients", "nl": "Klanten", "en": "Clients"},
    ImportKind.CATALOGUE: {"fr": "Catalogue", "nl": "Catalogus", "en": "Catalogue"},
    ImportKind.ORDERS: {"fr": "Commandes", "nl": "Bestellingen", "en": "Orders"},
}
_WORDS = {
    "fr": ("Exemple", "société", "association", "oui", "pièce", "heure"),
    "nl": ("Voorbeeld", "onderneming", "vzw", "ja", "stuk", "uur"),
    "en": ("Example", "company", "association", "yes", "piece", "hour"),
}
_TOWN = {"FR": "99000", "BE": "9999"}


def sales_sheet(
    kind: ImportKind, language: str, establishment: Establishment, day: date
) -> tuple[list[str], list[list[Any]]]:
    """Headers and two example lines; a share is a float, which the sheet shows as a percentage. `language`: fr, nl or en."""
    makers = {ImportKind.CLIENTS: _clients, ImportKind.CATALOGUE: _catalogue, ImportKind.ORDERS: _orders}
    return HEADERS[kind][language].split("|"), makers[kind](language, establishment, day)


def _clients(language: str, establishment: Establishment, day: date) -> list[list[Any]]:
    example, company, association, yes, _, _ = _WORDS[language]
    country = establishment.country
    where = [f"1 {example}", _TOWN.get(country, "99999"), example, country]
    return [
        ["EX1", f"{example} 1", company, None, None, None, 45, yes, None, *where],
        ["EX2", f"{example} 2", association, None, None, None, 30, None, None, *where],
    ]


def _catalogue(language: str, establishment: Establishment, day: date) -> list[list[Any]]:
    example, _, _, _, piece, hour = _WORDS[language]
    vat = VatTreatment.objects.filter(establishment=establishment).values_list("code", flat=True).first()
    begins = date(day.year, 1, 1)
    return [
        ["EX-1", f"{example} 1", piece, Decimal("18.5"), 1000, begins, vat, None, 90, 0.25],
        ["EX-2", f"{example} 2", hour, Decimal("21.4"), None, begins, vat, None, None, None],
    ]


def _orders(language: str, establishment: Establishment, day: date) -> list[list[Any]]:
    return [
        ["EX-BC-1", "EX1", day, 1, "EX-1", None, 1000, None, None, day, None],
        ["EX-BC-1", "EX1", day, 2, "EX-2", None, Decimal("3.5"), None, None, day, 0.1],
    ]
