"""Accounts are made by the workplace: nobody signs up, no mail is sent, a first password is chosen by a one-time link."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import base36_to_int, urlsafe_base64_decode, urlsafe_base64_encode

LINK_LIFETIME = timedelta(hours=72)


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """No mail server is required, so none is relied upon."""


class LinkTokens(PasswordResetTokenGenerator):
    """Signed tokens that hold the time, and a hash of the present password: used once, they no longer fit."""

    key_salt = "etabli.kit.accounts.LinkTokens"

    def check_token(self, user: Any, token: str | None) -> bool:
        if user is None or not token or not super().check_token(user, token):
            return False
        made = base36_to_int(token.split("-")[0])
        return self._num_seconds(self._now()) - made <= LINK_LIFETIME.total_seconds()


_TOKENS = LinkTokens()


def one_time_link(user: Any) -> str:
    """The path of a page where this user chooses a password, once, within 72 hours. Put the site's address before it."""
    uid = urlsafe_base64_encode(str(user.pk).encode())
    return reverse("first_password", kwargs={"uid": uid, "token": _TOKENS.make_token(user)})


def user_of_link(uid: str, token: str) -> Any | None:
    """The user of a link that still works, else None."""
    users = get_user_model()._default_manager
    try:
        key = users.model._meta.pk.to_python(urlsafe_base64_decode(uid).decode())
        user = users.filter(pk=key, is_active=True).first()
    except (ValueError, ValidationError, OverflowError):
        return None
    return user if _TOKENS.check_token(user, token) else None
