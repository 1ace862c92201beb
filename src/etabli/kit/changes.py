"""How a lower room lets higher ones derive what depends on it, inside the same transaction, without knowing them.

A room announces a topic (a string it declares); rooms above listen from their `ready()`. A listener that raises undoes the
whole action: derived facts never disagree with captured ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

_LISTENERS: defaultdict[str, list[Callable[..., None]]] = defaultdict(list)


def listen(topic: str, listener: Callable[..., None]) -> None:
    """Call `listener(**facts)` at each announcement of the topic, in the order of registration; once however often asked."""
    if listener not in _LISTENERS[topic]:
        _LISTENERS[topic].append(listener)


def announce(topic: str, **facts: Any) -> None:
    """Call every listener of the topic with the facts."""
    for listener in _LISTENERS[topic]:
        listener(**facts)
