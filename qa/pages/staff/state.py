"""What the handlers of staff pages share, kept on the application."""

from dataclasses import dataclass, field
from pathlib import Path

from fastapi import Request

from qa.pages.limits import RateLimit, network
from qa.settings import Settings
from qa.staff.accounts import Accounts
from qa.staff.sessions import Sessions
from qa.staff.tables import staff_database

SIGN_INS_A_MINUTE = 30
"""For each network, right or wrong. Each takes a tenth of a second and 64 MiB."""


@dataclass(frozen=True, slots=True)
class Staff:
    """Accounts and sessions of one file."""

    accounts: Accounts
    sessions: Sessions
    sign_ins: RateLimit = field(default_factory=lambda: RateLimit(SIGN_INS_A_MINUTE))

    @classmethod
    def open(cls, path: Path, settings: Settings) -> "Staff":
        """With the file at `path`, which need not exist yet."""
        database = staff_database(path)
        sessions = Sessions(database, settings.staff_hours, settings.staff_idle_minutes)
        return cls(Accounts(database), sessions)


def staff_of(request: Request) -> Staff:
    """That of the application which serves `request`."""
    staff = request.app.state.staff
    assert isinstance(staff, Staff)
    return staff


def network_of(request: Request) -> str:
    """The network that `request` comes from, as limits and the journal know it."""
    return network(request.client.host) if request.client else ""
