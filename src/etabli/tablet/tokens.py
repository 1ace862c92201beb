"""The secrets of tablets: made here, kept as hashes only."""

from __future__ import annotations

import hashlib
import secrets

from django.utils.crypto import salted_hmac

SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without those that look alike: 0 and O, 1, I and L."""
CODE_SIGNS = 8


def new_token() -> str:
    """256 bits, as text for a cookie."""
    return secrets.token_urlsafe(32)


def hash_of_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def new_code() -> str:
    """Eight signs, 40 bits: to be typed by hand, once, on one day."""
    return "".join(secrets.choice(SIGNS) for _ in range(CODE_SIGNS))


def hash_of_code(code: str) -> str:
    """A code is short: its hash takes a key, so that a copy of the database does not tell it."""
    return salted_hmac("etabli.tablet.code", plain(code), algorithm="sha256").hexdigest()


def plain(code: str) -> str:
    """As it was made: capitals, without the space or dash that people read it with."""
    return "".join(sign for sign in code.upper() if sign.isalnum())


def spaced(code: str) -> str:
    """As people read it: two groups of four."""
    return f"{code[:4]} {code[4:]}"
