"""Kinds of objectives, and where each stands."""

from __future__ import annotations

from enum import StrEnum

OTHER = "other"
"""The measure of an objective that no definition counts: someone says where it stands."""


class Level(StrEnum):
    """What an objective is set for."""

    ESTABLISHMENT = "establishment"
    WORKSHOP = "workshop"
    GROUP = "group"
    PERSON = "person"


class Direction(StrEnum):
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Horizon(StrEnum):
    """When the target is to be reached: in each year, or over the whole term of the contract."""

    YEARLY = "yearly"
    TERM = "term"


class Standing(StrEnum):
    """Where a figure stands against a target. `SO_FAR`: the year, or the term, is not over."""

    MET = "met"
    NOT_MET = "not_met"
    MET_SO_FAR = "met_so_far"
    NOT_SO_FAR = "not_so_far"
    NO_TARGET = "no_target"
    UNKNOWN = "unknown"
    TO_COME = "to_come"


class DossierState(StrEnum):
    DRAFT = "draft"
    FROZEN = "frozen"


class Gap(StrEnum):
    """What a reader of the contract will ask for, and does not find."""

    NOT_SIGNED = "not_signed"
    NO_OBJECTIVE = "no_objective"
    NO_TARGET = "no_target"
    NOT_GIVEN = "not_given"
    UNDEFINED = "undefined"
    NOT_SAID = "not_said"
    NO_EVIDENCE = "no_evidence"
    PROVISIONAL = "provisional"
