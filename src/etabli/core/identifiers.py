"""Numbers given by an administration, checked.

Source of the FINESS key: the FINESS repertory (nine characters, Luhn key on the last, Corsican departments 2A and 2B
read as 21 and 22 for the sum).
"""

import re
from types import ModuleType

from stdnum import luhn
from stdnum.eu import vat
from stdnum.exceptions import ValidationError
from stdnum.fr import siren, siret

_FINESS = re.compile(r"^(\d{2}|2[AB])\d{7}$")
_CORSICA = {"2A": "21", "2B": "22"}
_OVERSEAS = ("97", "98")


def compact(text: str) -> str:
    """Upper case without spaces, dots and hyphens."""
    return re.sub(r"[\s.\-]", "", text).upper()


def is_finess(text: str) -> bool:
    """True for nine characters whose Luhn sum is right.

    >>> is_finess("010001261")
    True
    """
    number = compact(text)
    if not _FINESS.match(number):
        return False
    return bool(luhn.is_valid(_CORSICA.get(number[:2], number[:2]) + number[2:]))


def is_siret(text: str) -> bool:
    return _valid(siret, text)


def is_siren(text: str) -> bool:
    return _valid(siren, text)


def is_vat_number(text: str) -> bool:
    """True for a VAT number of a country of the European Union, with its two letters and its own key.

    >>> is_vat_number("FR 60 999 000 300"), is_vat_number("BE0999000129"), is_vat_number("999000300")
    (True, True, False)
    """
    return _valid(vat, text)


def siren_of(siret_number: str, vat_number: str) -> str:
    """The SIREN that a SIRET holds, else a French VAT number; empty when neither does. Both as `compact` gives them.

    >>> siren_of("99900027600017", ""), siren_of("", "FR60999000300"), siren_of("", "BE0999000129")
    ('999000276', '999000300', '')
    """
    if siret_number:
        return siret_number[:9]
    held = vat_number[4:] if vat_number.startswith("FR") else ""
    return held if is_siren(held) else ""


def _valid(module: ModuleType, text: str) -> bool:
    try:
        module.validate(text)
    except ValidationError:
        return False
    return True


def department_of(postal_code: str) -> str:
    """The French département of a postal code: `38`, `2A`, `974`; empty when the code is not a French one.

    >>> [department_of(code) for code in ("38000", "20000", "20200", "97400")]
    ['38', '2A', '2B', '974']
    """
    code = compact(postal_code)
    if not re.match(r"^\d{5}$", code):
        return ""
    if code.startswith(_OVERSEAS):
        return code[:3]
    if code.startswith("20"):
        return "2A" if code < "20200" else "2B"
    return code[:2]
