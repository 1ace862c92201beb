"""Who sells, and in which series its documents are numbered."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from stdnum import iban

from etabli.billing import rules
from etabli.billing.models import Seller, Series
from etabli.core.identifiers import compact, is_siren, is_siret, is_vat_number, siren_of
from etabli.core.refusal import Refusal
from etabli.org.models import Establishment, User
from etabli.org.turns import one_at_a_time


@dataclass(frozen=True)
class SellerSpec:
    """What an establishment says of itself; see `models.Seller`. `siren` follows from the SIRET when it is empty."""

    legal_name: str
    street: str
    postcode: str
    town: str
    legal_form: str = ""
    more: str = ""
    country: str = "FR"
    siren: str = ""
    siret: str = ""
    vat_number: str = ""
    iban: str = ""
    bic: str = ""
    email: str = ""
    phone: str = ""
    peppol_id: str = ""
    payment_terms: str = ""
    late_rate: str = ""
    no_early_discount: str = ""
    recovery_fee: int = 0
    home_services_basis: str = ""
    vat_on_debits: bool = False
    account_client: str = "411"
    account_deposit: str = "4191"
    account_vat: str = "44571"
    account_goods: str = "701"
    account_services: str = "706"
    account_bank: str = "512"


@transaction.atomic
def save_seller(*, establishment: Establishment, spec: SellerSpec, by: User | None, at: datetime) -> Seller:
    """What invoices issued from now on say; those issued before keep what they say.

    Refusals `seller_address_missing`, `seller_siren_wrong`, `seller_vat_wrong`, `seller_iban_wrong`.
    """
    values = {name: value.strip() if isinstance(value, str) else value for name, value in asdict(spec).items()}
    for name in ("siren", "siret", "vat_number", "iban", "bic"):
        values[name] = compact(values[name])
    if not all(values[name] for name in ("legal_name", "street", "postcode", "town")):
        raise Refusal("seller_address_missing")
    if values["siret"] and not is_siret(values["siret"]):
        raise Refusal("seller_siren_wrong", value=values["siret"])
    if values["siren"] and not is_siren(values["siren"]):
        raise Refusal("seller_siren_wrong", value=values["siren"])
    if values["vat_number"] and not is_vat_number(values["vat_number"]):
        raise Refusal("seller_vat_wrong", value=values["vat_number"])
    if values["iban"] and not iban.is_valid(values["iban"]):
        raise Refusal("seller_iban_wrong", value=values["iban"])
    values["siren"] = values["siren"] or siren_of(values["siret"], values["vat_number"])
    return Seller.objects.update_or_create(establishment=establishment, defaults=values)[0]


@dataclass(frozen=True)
class SeriesSpec:
    """A series; see `models.Series`."""

    code: str
    prefix: str
    digits: int = 4
    credit_notes: bool = False
    active: bool = True


USUAL_SERIES = {False: ("F", "F{year}-"), True: ("A", "A{year}-")}
"""Made at the first issue when a workplace has none: `F` for invoices and deposits, `A` (avoir) for credit notes."""
USUAL_DIGITS = 4


@transaction.atomic
def save_series(
    *, establishment: Establishment, spec: SeriesSpec, series: Series | None = None, by: User | None, at: datetime
) -> Series:
    """Add a series, or change one. What numbers were given in keeps its prefix.

    Refusals `series_prefix_wrong`, `series_digits_wrong`, `series_code_taken`, `series_coincide`, `series_kept`,
    `series_in_use`.
    """
    one_at_a_time(establishment)
    rules.check_series(spec.prefix, spec.digits)
    others = Series.objects.filter(establishment=establishment)
    if series is not None:
        others = others.exclude(pk=series.pk)
    if others.filter(Q(code=spec.code) | Q(prefix=spec.prefix)).exists():
        raise Refusal("series_code_taken", value=spec.code)
    is_as_before = series is not None and (series.prefix, series.digits) == (spec.prefix, spec.digits)
    for row in () if is_as_before else others:
        if rules.may_coincide(spec.prefix, spec.digits, row.prefix, row.digits):
            raise Refusal("series_coincide", series=row.code, prefix=row.prefix)
    _check_kept(spec, others)
    made = series or Series(establishment=establishment)
    kept = (made.prefix, made.digits, made.credit_notes)
    if made.pk and made.years.exists() and kept != (spec.prefix, spec.digits, spec.credit_notes):
        raise Refusal("series_in_use")
    for name, value in asdict(spec).items():
        setattr(made, name, value)
    made.save()
    return made


def _check_kept(spec: SeriesSpec, others: QuerySet[Series]) -> None:
    """The series of the other kind that is made by itself, as long as there is none, keeps its code and its numbers."""
    kind = not spec.credit_notes
    code, prefix = USUAL_SERIES[kind]
    if others.filter(credit_notes=kind).exists():
        return
    if spec.code == code or rules.may_coincide(spec.prefix, spec.digits, prefix, USUAL_DIGITS):
        raise Refusal("series_kept", series=code, prefix=prefix)
