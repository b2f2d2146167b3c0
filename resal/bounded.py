"""A memory with a limit: what was used longest ago leaves first. Shared by the threads of a process."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Bounded(Generic[T]):
    """Keeps values under keys while their sizes, in bytes, add up to at most `room`."""

    def __init__(self, room: int) -> None:
        self.room = room
        self._kept: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        self._lock = threading.Lock()
        self._size = 0

    def get(self, key: Hashable) -> T | None:
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
            return found[0]

    def keep(self, key: Hashable, value: T, size: int) -> T:
        """Keep a value and return it; one larger than the whole room is not kept."""
        if size > self.room:
            return value
        with self._lock:
            self._size -= self._kept.pop(key, (value, 0))[1]
            self._kept[key] = (value, size)
            self._size += size
            while self._size > self.room:
                self._size -= self._kept.popitem(last=False)[1][1]
        return value
