"""A thread that does jobs as they are needed, and tries again later what failed."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Condition, Thread

log = logging.getLogger("quoteback.records")

FIRST_PAUSE, LONGEST_PAUSE = 0.05, 30.0


@dataclass(slots=True)
class Job:
    """What to do, and in how many seconds it is needed: 0 for now, None for not at all.

    After each failure it rests, twice as long as before.
    """

    do: Callable[[], None]
    needed_in: Callable[[], float | None]
    pause: float = FIRST_PAUSE
    rests_until: float = 0.0

    def due_in(self) -> float | None:
        """Seconds until it is to be done."""
        needed = self.needed_in()
        return None if needed is None else max(needed, self.rests_until - time.monotonic(), 0.0)

    def succeeded(self) -> None:
        """No rest any more."""
        self.pause, self.rests_until = FIRST_PAUSE, 0.0

    def failed(self) -> None:
        """Rest, longer each time."""
        self.rests_until = time.monotonic() + self.pause
        self.pause = min(2 * self.pause, LONGEST_PAUSE)


class Worker:
    """The thread. `changed` guards whatever `needed_in` looks at; notify it of what is new."""

    def __init__(
        self,
        changed: Condition,
        jobs: Sequence[Job],
        state: Callable[[], str],
        name: str = "records",
    ) -> None:
        """Start; `state` says in numbers what is still to do, for the log, under that `name`."""
        self._changed = changed
        self._jobs = tuple(jobs)
        self._state = state
        self._stopping = False
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def stop(self, timeout: float) -> None:
        """Finish the job in hand and no other."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        self._thread.join(timeout)

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._stopping and (wait := self._next()) > 0:
                    self._changed.wait(wait)
                if self._stopping:
                    return
                due = [job for job in self._jobs if job.due_in() == 0]
            for job in due:
                self._try(job)

    def _next(self) -> float:
        waits = [wait for job in self._jobs if (wait := job.due_in()) is not None]
        return min(waits, default=LONGEST_PAUSE)

    def _try(self, job: Job) -> None:
        try:
            job.do()
        except Exception as error:  # whatever it is, the thread lives on
            job.failed()
            log.warning("%s: %s; %s", self._thread.name, type(error).__name__, self._state())
        else:
            job.succeeded()
