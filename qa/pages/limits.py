"""How often one client may ask."""

import ipaddress
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from threading import Lock

MOST_CLIENTS = 10_000
MINUTE = 60.0


class RateLimit:
    """At most `each_minute` calls in any minute for each client; memory is bounded."""

    def __init__(self, each_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Start with nobody known."""
        self._each_minute = each_minute
        self._clock = clock
        self._calls: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def allows(self, client: str) -> bool:
        """Whether this call may go on; a call that may not does not count."""
        now = self._clock()
        key = network(client)
        with self._lock:
            calls = self._calls.setdefault(key, deque())
            self._calls.move_to_end(key)
            while calls and now - calls[0] >= MINUTE:
                calls.popleft()
            while len(self._calls) > MOST_CLIENTS:
                self._calls.popitem(last=False)
            if len(calls) >= self._each_minute:
                return False
            calls.append(now)
            return True


def network(client: str) -> str:
    """The client's address; for IPv6 its /64, since one home has that many addresses."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return client
    if address.version == 6:
        return str(ipaddress.ip_network(f"{client}/64", strict=False))
    return str(address)
