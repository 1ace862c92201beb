"""How a lower room lets higher ones derive what depends on it, inside the same transaction, without knowing them.

A room announces a topic (a string it declares); rooms above listen from their `ready()`. A listener that raises undoes the
whole action: derived facts never disagree with captured ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any

_LISTENERS: defaultdict[str, list[Callable[..., None]]] = defaultdict(list)
_AROUND: defaultdict[str, list[Callable[..., AbstractContextManager[None]]]] = defaultdict(list)


def listen(topic: str, listener: Callable[..., None]) -> None:
    """Call `listener(**facts)` at each announcement of the topic, in the order of registration; once however often asked."""
    if listener not in _LISTENERS[topic]:
        _LISTENERS[topic].append(listener)


def listen_around(topic: str, listener: Callable[..., AbstractContextManager[None]]) -> None:
    """Enter `listener(**facts)` before each change of the topic and leave it after, to see what was and what is."""
    if listener not in _AROUND[topic]:
        _AROUND[topic].append(listener)


@contextmanager
def changing(topic: str, **facts: Any) -> Iterator[None]:
    """Around a change: those who listen around it see both sides, then it is announced."""
    with ExitStack() as around:
        for listener in _AROUND[topic]:
            around.enter_context(listener(**facts))
        yield
    announce(topic, **facts)


def announce(topic: str, **facts: Any) -> None:
    """Call every listener of the topic with the facts."""
    for listener in _LISTENERS[topic]:
        listener(**facts)
