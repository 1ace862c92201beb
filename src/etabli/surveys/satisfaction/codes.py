"""Codes that open a survey once: made here, told on paper, kept as hashes only."""

from __future__ import annotations

import secrets

from django.utils.crypto import salted_hmac

SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without those that look alike: 0 and O, 1, I and L."""
LENGTH = 8


def new_code() -> str:
    """Eight signs, 40 bits."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def hash_of(code: str) -> str:
    """A code is short: its hash takes a key, so that a copy of the database does not tell it."""
    return salted_hmac("etabli.surveys.satisfaction", plain(code), algorithm="sha256").hexdigest()


def plain(code: str) -> str:
    """As it was made: capitals, without the space or dash that people read it with."""
    return "".join(sign for sign in code.upper() if sign.isalnum())


def spaced(code: str) -> str:
    return f"{code[:4]} {code[4:]}"
