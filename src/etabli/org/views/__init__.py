"""Settings of an establishment, and who may do what in it."""

from etabli.org.views.establishment import holidays, identity, row, row_add, row_remove, row_restore, settings
from etabli.org.views.users import (
    access,
    reads,
    role_give,
    role_restore,
    role_withdraw,
    second_factor,
    user_add,
    user_link,
)

__all__ = [
    "access",
    "holidays",
    "identity",
    "reads",
    "role_give",
    "role_restore",
    "role_withdraw",
    "row",
    "row_add",
    "row_remove",
    "row_restore",
    "second_factor",
    "settings",
    "user_add",
    "user_link",
]
