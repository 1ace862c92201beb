"""Records chained by their corrections: each correction names an earlier act of the same record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Generic, TypeVar
from uuid import UUID

from etabli.core.registers import Act, Register

Value = TypeVar("Value")


class Chains(Generic[Value]):
    """What was written of some records, by root: the first act of each.

    A correction may arrive before what it corrects: it then has the key of that act for its root, until the act comes and
    brings its own. `moved`: roots that changed so, old to new, in order.
    """

    def __init__(self, roots: Mapping[UUID, UUID], registers: Mapping[UUID, Register[Value]]) -> None:
        self._roots = dict(roots)
        self._registers: defaultdict[UUID, Register[Value]] = defaultdict(Register, registers)
        self.moved: list[tuple[UUID, UUID]] = []

    def root(self, key: UUID) -> UUID:
        """The root of the record to which an act belongs; its own key while nothing is known of it."""
        return self._roots.get(key, key)

    def register(self, key: UUID, corrects: UUID | None) -> Register[Value] | None:
        """What was written of the record of an act; None when it is new."""
        keys = [name for name in (corrects, key) if name is not None]
        return next((self._registers[root] for name in keys if (root := self.root(name)) in self._registers), None)

    def standing(self, key: UUID, corrects: UUID | None) -> UUID | None:
        register = self.register(key, corrects)
        return register.standing if register else None

    def enter(self, act: Act, corrects: UUID | None, value: Value) -> Register[Value]:
        """Write an act into its record."""
        root = act.key if corrects is None else self.root(corrects)
        self._roots[act.key] = root
        register = self._registers[root]
        if act.key != root and act.key in self._registers:
            register.take_in(self._registers.pop(act.key))
            self._roots = {key: root if known == act.key else known for key, known in self._roots.items()}
            self.moved.append((act.key, root))
        register.enter(act, value)
        return register
