"""What a host is said to be. Pure."""

from __future__ import annotations

from etabli.core.identifiers import compact, is_siret
from etabli.core.refusal import Refusal
from etabli.pathways.states import HostKind


def checked(name: str, kind: str, siret: str) -> str:
    """The SIRET as fourteen digits, empty when none is given. Refusals `host_name_missing`, `host_kind_unknown`,
    `host_siret_wrong`."""
    if not name:
        raise Refusal("host_name_missing")
    if kind not in set(HostKind):
        raise Refusal("host_kind_unknown", value=kind)
    if siret and not is_siret(siret):
        raise Refusal("host_siret_wrong", value=siret)
    return compact(siret)


def check_two(kept: int, other: int, *, is_one_place: bool) -> None:
    """Keys of two different hosts of one establishment. Refusal `hosts_not_two`."""
    if kept == other or not is_one_place:
        raise Refusal("hosts_not_two")
