"""Lists of clients, of the catalogue, and of orders with their lines. Empty cells say nothing: what is known stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from etabli.exchange.reading import amounts, values
from etabli.exchange.reading.amounts import chosen, spellings
from etabli.exchange.reading.headers import names
from etabli.exchange.reading.lists import read_list
from etabli.exchange.reading.problems import BadValue
from etabli.exchange.reading.rows import Line, LineReader, Reading
from etabli.exchange.reading.sheets import Cell, Workbook
from etabli.orders.states import CostCategory

CLIENT_KINDS = spellings(
    company="société|societe|entreprise|sarl|sas|sa|bedrijf|onderneming|nv|bv|company|business",
    local_authority="collectivité|collectivite|mairie|commune|administration|public|secteur public|overheid|gemeente|"
    "public body|local authority",
    association="asso|asbl|vzw|vereniging|association loi 1901|charity",
    individual="particulier|personne|privé|particulieren|individual|private person",
)
REGIMES = spellings(agefiph="agefiph|privé|prive", fiphfp="fiphfp|public", none="aucun|néant|geen|non")
LONGEST = 100
"""Most characters of a short text. It is that of the tables it goes to."""
LANGUAGES = spellings(
    fr="français|francais|frans|french", nl="néerlandais|neerlandais|nederlands|dutch", en="anglais|engels|english"
)
UNITS = spellings(
    piece="pièce|pieces|pièces|pce|pcs|u|unité|unite|stuk|stuks|st|unit|each",
    thousand="mille|millier|milliers|1000|duizend|thousands",
    kilogram="kg|kilo|kilogramme|kilogrammes|kilogrammen",
    hour="h|heure|heures|uur|uren|u.|hours",
    visit="passage|passages|visite|visites|bezoek|bezoeken|visits",
    worker_month="mois travailleur|mois-travailleur|mois|maand werknemer|werknemersmaand|worker month|month",
)
NATURES = spellings(
    on_site="sur site|atelier|interne|in huis|werkplaats|on site",
    off_site="hors les murs|hors murs|extérieur|chez le client|buiten|bij de klant|off site|outside",
    secondment="mise à disposition|mad|mise a disposition|terbeschikkingstelling|detachering",
)
SUPPLIES = spellings(
    goods="bien|biens|produit|produits|livraison de biens|goed|goederen|product|good",
    services="service|prestation|prestations|prestation de services|dienst|diensten",
)
_KNOWN_UNITS = "pièce, mille, kg, heure, passage, mois travailleur"

_CODE = "code client|client|n° client|no client|klant|klantcode|klantnummer|client code|customer|customer code"
_COSTS = {
    "raw_materials": "matières premières|grondstoffen|raw materials",
    "products": "produits|producten|products",
    "materials": "matériaux|fournitures|materialen|supplies",
    "subcontracting": "sous-traitance|sous traitance|onderaanneming|subcontracting",
    "intermediate_consumption": "consommations intermédiaires|consommation intermédiaire|intermediair verbruik|"
    "intermediate consumption",
    "selling": "frais de vente|frais de commercialisation|commercialisation|verkoopkosten|selling costs",
}
CLIENT_COLUMNS = names(
    {"code": "code|référence|numéro|n°|id", "name": "nom|naam|name"},
    code=_CODE,
    name="raison sociale|nom du client|dénomination|société|klantnaam|bedrijfsnaam|company name|client name",
    kind="type|nature|type de client|soort|client type|kind",
    siret="siret|n° siret|numéro siret",
    vat_number="tva intracommunautaire|n° tva|numéro de tva|no tva|btw nummer|btw-nummer|ondernemingsnummer|vat number",
    country="pays|land|country",
    regime="régime|régime oeth|oeth|regime",
    buyer_reference="référence acheteur|code service|service|référence de l'acheteur|aankoopreferentie|buyer reference",
    payment_days="délai de paiement|délai paiement|jours|échéance|betalingstermijn|payment days|payment terms",
    end_of_month="fin de mois|einde maand|end of month",
    email="courriel|e-mail|email|mail|adresse mail|e-mailadres",
    peppol_id="peppol|identifiant peppol|peppol id|peppol-id",
    language="langue|taal|language",
    street="adresse|rue|adresse de facturation|straat|adres|street|address",
    more="complément|complément d'adresse|bus|address complement",
    postcode="code postal|cp|postcode|zip",
    town="ville|commune|localité|stad|gemeente|plaats|town|city",
)
PRODUCT_COLUMNS = names(
    {"code": "code|référence|ref", "name": "nom|naam|name"},
    code="code article|article|référence article|artikelcode|artikel|product code|item code",
    name="désignation|libellé|intitulé|omschrijving|benaming|designation|product name",
    description="description|détail|beschrijving",
    unit="unité|unité de vente|eenheid|unit",
    price="prix|prix unitaire|prix ht|pu|pu ht|prix unitaire ht|tarif|prijs|eenheidsprijs|price|unit price",
    price_base="prix pour|base|base de prix|par|prijs per|price base|price per",
    from_date="à partir du|à compter du|valable à partir du|date du tarif|vanaf|geldig vanaf|from|valid from",
    vat="tva|code tva|régime de tva|btw|btw-code|vat|vat code",
    nature="lieu|où|plaats|where",
    category="catégorie|bien ou service|categorie|category",
    trade="métier|activité|filière|vak|trade",
    workshop="atelier|code atelier|afdeling|werkplaats|workshop",
    minutes="minutes pour mille|minutes pour 1000|temps standard|minuten per duizend|minutes per thousand",
    **_COSTS,
)
ORDER_COLUMNS = names(
    {"order": "référence|numéro|n°"},
    order="commande|n° commande|no commande|numéro de commande|bon de commande|bestelling|bestelnummer|bestelbon|order|"
    "order number|purchase order",
    client=_CODE,
    ordered_on="date|date de commande|commandé le|besteldatum|datum|order date|ordered on",
    position="ligne|n° ligne|poste|lijn|regel|line|position",
    product="article|code article|référence article|artikel|artikelcode|product|product code|item",
    text="désignation|libellé|texte|omschrijving|designation|description|text",
    quantity="quantité|qté|qte|nombre|hoeveelheid|aantal|quantity|qty",
    unit="unité|eenheid|unit",
    price="prix|prix unitaire|prix ht|pu|pu ht|prix unitaire ht|prijs|eenheidsprijs|price|unit price",
    price_base="prix pour|base|base de prix|par|prijs per|price base|price per",
    discount="remise|rabais|korting|discount",
    vat="tva|code tva|btw|btw-code|vat|vat code",
    due_on="échéance|pour le|date d'échéance|délai|à livrer le|vervaldatum|leverdatum|due|due date|due on",
    workshop="atelier|code atelier|afdeling|werkplaats|workshop",
    minutes="minutes|minutes prévues|temps prévu|minuten|quoted minutes",
    delivered_on="livré le|livrée le|date de livraison|geleverd op|delivered on|delivery date",
    **_COSTS,
)


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client as written; what is empty or None was not said. `unread`: columns that could not be read."""

    line: Line
    code: str
    name: str
    texts: dict[str, str]
    """kind, siret, vat_number, country, regime, buyer_reference, email, peppol_id, language."""
    address: dict[str, str]
    """street, more, postcode, town."""
    payment_days: int | None
    end_of_month: bool | None
    unread: frozenset[str]


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product as written. Price in ten-thousandths, shares of cost by category in ten-thousandths."""

    line: Line
    code: str
    name: str
    texts: dict[str, str]
    """description, unit, nature, category, trade, workshop (code or name), vat (code)."""
    price: int | None
    price_base: int | None
    from_date: date | None
    minutes: int | None
    shares: dict[str, int]
    unread: frozenset[str]


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One line of an order as written. `order`: our number, or the client's. `shares`: of direct costs, by category."""

    line: Line
    order: str
    client: str
    ordered_on: date
    position: int | None
    texts: dict[str, str]
    """product (code), text, unit, vat (code), workshop (code or name)."""
    quantity: int
    price: int | None
    price_base: int | None
    discount: int | None
    due_on: date | None
    minutes: int | None
    delivered_on: date | None
    shares: dict[str, int]
    unread: frozenset[str]


def read_clients(workbook: Workbook) -> Reading[ClientRow]:
    return read_list(workbook, CLIENT_COLUMNS, ("code", "name"), _client)


def read_catalogue(workbook: Workbook) -> Reading[ProductRow]:
    return read_list(workbook, PRODUCT_COLUMNS, ("code", "name"), _product)


def read_orders(workbook: Workbook) -> Reading[OrderRow]:
    return read_list(workbook, ORDER_COLUMNS, ("order", "client", "ordered_on", "quantity"), _order)


def _texts(reader: LineReader, **readers: Callable[[Cell], str]) -> dict[str, str]:
    return {key: reader.read(key, read, "") for key, read in readers.items()}


def _upto(longest: int) -> Callable[[Cell], str]:
    def read(cell: Cell) -> str:
        found = values.text(cell)
        if len(found) > longest:
            raise BadValue("text_too_long", longest=longest)
        return found

    return read


_short, _postcode = _upto(LONGEST), _upto(10)


def _reference(cell: Cell) -> str:
    values.required_text(cell)
    return _short(cell)


def _client(line: Line, reader: LineReader) -> ClientRow:
    return ClientRow(
        line=line,
        code=reader.read("code", values.required_text, ""),
        name=reader.read("name", values.required_text, ""),
        texts=_texts(
            reader,
            kind=chosen(CLIENT_KINDS, "société, collectivité, association, particulier"),
            regime=chosen(REGIMES, "agefiph, fiphfp, aucun"),
            language=chosen(LANGUAGES, "fr, nl, en"),
            country=_country,
            **dict.fromkeys(("siret", "vat_number", "buyer_reference", "email", "peppol_id"), _short),
        ),
        address=_texts(reader, postcode=_postcode, **dict.fromkeys(("street", "more", "town"), _short)),
        payment_days=reader.read("payment_days", amounts.count, None),
        end_of_month=reader.read("end_of_month", values.yes_or_no, None),
        unread=frozenset(reader.unread),
    )


def _country(cell: Cell) -> str:
    return values.text(cell).upper()


def _shares(reader: LineReader) -> dict[str, int]:
    """Shares of direct costs that are said, by category."""
    read = {category.value: reader.read(category.value, amounts.share, None) for category in CostCategory}
    return {category: share for category, share in read.items() if share}


def _product(line: Line, reader: LineReader) -> ProductRow:
    return ProductRow(
        line=line,
        code=reader.read("code", values.required_text, ""),
        name=reader.read("name", values.required_text, ""),
        texts=_texts(
            reader,
            unit=chosen(UNITS, _KNOWN_UNITS),
            nature=chosen(NATURES, "sur site, hors les murs, mise à disposition"),
            category=chosen(SUPPLIES, "bien, service"),
            description=values.text,
            **dict.fromkeys(("trade", "workshop", "vat"), _short),
        ),
        price=reader.read("price", amounts.price, None),
        price_base=reader.read("price_base", amounts.count, None),
        from_date=reader.read("from_date", values.day, None),
        minutes=reader.read("minutes", amounts.count, None),
        shares=_shares(reader),
        unread=frozenset(reader.unread),
    )


def _order(line: Line, reader: LineReader) -> OrderRow:
    return OrderRow(
        line=line,
        order=reader.read("order", _reference, ""),
        client=reader.read("client", values.required_text, ""),
        ordered_on=reader.read("ordered_on", values.required_day, date.max),
        position=reader.read("position", amounts.count, None),
        texts=_texts(
            reader,
            unit=chosen(UNITS, _KNOWN_UNITS),
            text=values.text,
            **dict.fromkeys(("product", "vat", "workshop"), _short),
        ),
        quantity=reader.read("quantity", _quantity, 0),
        price=reader.read("price", amounts.price, None),
        price_base=reader.read("price_base", amounts.count, None),
        discount=reader.read("discount", amounts.share, None),
        due_on=reader.read("due_on", values.day, None),
        minutes=reader.read("minutes", amounts.count, None),
        delivered_on=reader.read("delivered_on", values.day, None),
        shares=_shares(reader),
        unread=frozenset(reader.unread),
    )


def _quantity(cell: Cell) -> int:
    found = amounts.quantity(cell)
    if found is None:
        raise BadValue("value_missing")
    return found
