"""Accounts of staff: who gets in, who is locked out, what is kept, and for how long it holds."""

import os
import re
import stat
import string
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from qa.errors import AccountError, RecordsError
from qa.staff import commands
from qa.staff.accounts import Accounts
from qa.staff.journal import NETWORK_DAYS
from qa.staff.passwords import Passwords, require_good
from qa.staff.sessions import Sessions
from qa.staff.tables import staff_database

ROOT = Path(__file__).parent.parent
GOOD = "correct horse battery"
HOME, AWAY = "192.0.2.1", "198.51.100.7"
MINUTE = 60.0
ALLOWED = string.ascii_letters + string.digits + "._-"


class Counting(PasswordHasher):
    """Weak, for speed; counts how often it has had to work."""

    def __init__(self, time_cost: int = 1) -> None:
        super().__init__(time_cost=time_cost, memory_cost=8, parallelism=1)
        self.checks = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:
        self.checks += 1
        return super().verify(hash, password)


class Office:
    """A file of accounts, and a clock that is moved by hand."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.now = 1_800_000_000.0
        self.hasher = Counting()
        self.restart()

    def restart(self) -> None:
        database = staff_database(self.path)
        passwords = Passwords(self.hasher)
        self.accounts = Accounts(database, lambda: self.now, passwords, clear_every=None)
        self.sessions = Sessions(database, 8, 30, lambda: self.now)

    @contextmanager
    def serves(self) -> Iterator[None]:
        """While a server runs, with short days."""
        database, passwords = staff_database(self.path), Passwords(self.hasher)
        accounts = Accounts(database, lambda: self.now, passwords, clear_every=0.05)
        yield
        accounts.close()

    def fails(self, times: int, name: str = "reviewer-1", network: str = HOME) -> None:
        for _ in range(times):
            assert self.accounts.check(name, "not the password", network) is None

    def gets_in(self, network: str = HOME) -> bool:
        return self.accounts.check("reviewer-1", GOOD, network) == "reviewer-1"

    def bytes(self) -> bytes:
        return b"".join(p.read_bytes() for p in sorted(self.path.parent.iterdir()))

    def deeds(self) -> list[tuple[str, str]]:
        return [(event.what, event.about) for event in self.accounts.events()]


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    found = Office(tmp_path / "var" / "staff.db")
    found.accounts.add("reviewer-1", GOOD)
    return found


def test_the_right_password_and_no_other(office: Office) -> None:
    check = office.accounts.check
    assert check("reviewer-1", GOOD, HOME) == "reviewer-1"
    assert check("Reviewer-1", GOOD, HOME) == "reviewer-1"
    for wrong in ("", GOOD + " ", GOOD.upper(), "reviewer-1"):
        assert check("reviewer-1", wrong, HOME) is None


def test_without_an_account_nobody_gets_in(tmp_path: Path) -> None:
    office = Office(tmp_path / "staff.db")
    assert office.accounts.list() == ()
    assert not office.gets_in()
    assert office.accounts.check("", "", HOME) is None


def test_an_accent_is_the_same_however_it_is_typed(office: Office) -> None:
    office.accounts.add("reviewer-2", "caf\u00e9 au lait deux")
    assert office.accounts.check("reviewer-2", "cafe\u0301 au lait deux", HOME)


@pytest.mark.parametrize(
    ("password", "says"),
    [("eleven char", "11 characters"), ("x" * 257, "257 characters"), ("a" * 12, "repeated"),
     ("aAaAaAaAaAaA", "repeated"), ("my Reviewer-1 pass", "contains the name")],
)  # fmt: skip
def test_a_poor_password_is_refused_with_the_reason(
    office: Office, password: str, says: str
) -> None:
    with pytest.raises(AccountError, match=says) as caught:
        office.accounts.add("reviewer-1", password)
    assert password not in str(caught.value)
    require_good("reviewer-1", "twelve chars")


@given(name=st.text(st.one_of(st.sampled_from(ALLOWED), st.characters()), max_size=45))
@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_name_is_2_to_40_letters_digits_dots_hyphens_underscores(
    office: Office, name: str
) -> None:
    before = len(office.accounts.list())
    taken = name.lower() in {account.name.lower() for account in office.accounts.list()}
    if 2 <= len(name) <= 40 and set(name) <= set(ALLOWED) and not taken:
        office.accounts.add(name, "é" * 11 + "è")
        assert office.accounts.check(name, "é" * 11 + "è", HOME) == name.lower()
        office.accounts.remove(name)
    else:
        with pytest.raises(AccountError):
            office.accounts.add(name, "é" * 11 + "è")
        assert taken or office.accounts.check(name, GOOD, name) is None
    assert len(office.accounts.list()) == before


def test_a_name_is_given_once(office: Office) -> None:
    with pytest.raises(AccountError, match="already"):
        office.accounts.add("REVIEWER-1", GOOD)
    assert [account.name for account in office.accounts.list()] == ["reviewer-1"]


def test_an_account_added_again_with_other_capitals_is_the_same_reviewer(office: Office) -> None:
    assert office.accounts.add("Dr.Example", GOOD).name == "dr.example"
    assert office.accounts.check("DR.Example", GOOD, HOME) == "dr.example"
    office.accounts.remove("Dr.Example")
    office.accounts.add("dr.EXAMPLE", GOOD)
    assert [account.name for account in office.accounts.list()] == ["dr.example", "reviewer-1"]
    assert {about for _, about in office.deeds()} == {"dr.example", "reviewer-1"}


def test_a_removed_account_is_gone(office: Office) -> None:
    office.accounts.remove("reviewer-1")
    assert not office.gets_in()
    with pytest.raises(AccountError, match="no account"):
        office.accounts.remove("reviewer-1")


def test_five_wrong_tries_lock_the_name_for_a_quarter_of_an_hour(office: Office) -> None:
    office.fails(4)
    assert office.gets_in()  # and the count begins again
    office.fails(5)
    assert not office.gets_in()
    assert not office.gets_in(AWAY)
    assert office.accounts.list()[0].locked
    office.now += 15 * MINUTE - 1
    assert not office.gets_in()
    office.now += 1
    assert office.gets_in()
    assert not office.accounts.list()[0].locked


def test_tries_while_locked_do_not_make_it_longer(office: Office) -> None:
    office.fails(5)
    for _ in range(14):
        office.now += MINUTE
        office.fails(3)
    office.now += MINUTE
    assert office.gets_in()


def test_wrong_tries_are_forgotten_after_a_quarter_of_an_hour(office: Office) -> None:
    for _ in range(12):
        office.fails(1)
        office.now += 4 * MINUTE  # never five within fifteen minutes
    assert office.gets_in()


def test_a_restart_opens_no_lock(office: Office) -> None:
    office.fails(3)
    office.restart()
    office.fails(2)
    office.restart()
    assert not office.gets_in()


def test_a_clock_that_is_set_back_locks_nobody_for_days(office: Office) -> None:
    office.fails(5)
    office.now -= 86400
    assert office.gets_in()


def test_many_at_once_get_no_more_than_five_tries(office: Office) -> None:
    office.hasher = Counting(time_cost=50)
    office.restart()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: office.accounts.check("reviewer-1", f"guess {n}", AWAY), range(16)))
    assert office.deeds().count(("sign-in failed", "reviewer-1")) == 5
    assert not office.gets_in()


def test_names_that_nobody_has_lock_the_network_that_tries_them(office: Office) -> None:
    for number in range(5):
        assert office.gets_in()
        office.fails(1, f"somebody-{number}")
    assert not office.gets_in()
    assert office.gets_in(AWAY)
    office.now += 15 * MINUTE
    assert office.gets_in()


def test_a_new_account_of_that_name_begins_open(office: Office) -> None:
    office.fails(5)
    office.accounts.remove("reviewer-1")
    office.accounts.add("reviewer-1", GOOD)
    assert office.gets_in()


def test_each_check_is_the_same_work(office: Office) -> None:
    for name, network in [("reviewer-1", HOME), ("nobody", HOME), ("\ud800'", AWAY)]:
        for _ in range(7):  # open, then locked
            before = office.hasher.checks
            assert office.accounts.check(name, "not the password", network) is None
            assert office.hasher.checks == before + 1


def test_the_work_for_nobody_has_the_parameters_of_today() -> None:
    hasher = Counting()
    seen: list[str] = []
    verify = hasher.verify
    hasher.verify = lambda hash, password: seen.append(str(hash)) or verify(hash, password)  # type: ignore
    assert not Passwords(hasher).matches(None, GOOD)
    assert not hasher.check_needs_rehash(seen[0])


def test_a_hash_of_older_parameters_is_made_anew_at_sign_in(office: Office) -> None:
    office.hasher = Counting(time_cost=2)
    office.restart()
    assert b"t=1," in office.bytes()
    office.fails(1)
    assert kept_hash(office).count("t=1,") == 1
    assert office.gets_in()
    assert "t=2," in kept_hash(office)
    assert office.gets_in()


def test_by_default_it_is_argon2id_as_rfc_9106_has_it() -> None:
    assert Passwords().hash(GOOD).startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_damaged_hash_lets_nobody_in(office: Office) -> None:
    with staff_database(office.path).write() as connection:
        connection.execute("UPDATE accounts SET password = '$argon2id$rubbish'")
    assert not office.gets_in()


def kept_hash(office: Office) -> str:
    with staff_database(office.path).read() as connection:
        return str(connection.execute("SELECT password FROM accounts").fetchone()[0])


def test_the_journal_tells_who_did_what(office: Office) -> None:
    assert office.gets_in()
    session = office.sessions.find(office.sessions.start("reviewer-1"))
    assert session is not None
    office.sessions.end(session, HOME)
    office.fails(1, "my password in the wrong field")
    office.fails(6)
    office.accounts.remove("reviewer-1", by="somebody")
    assert office.deeds() == [
        ("account added", "reviewer-1"),
        ("signed in", "reviewer-1"),
        ("signed out", "reviewer-1"),
        ("sign-in failed", ""),
        *[("sign-in failed", "reviewer-1")] * 5,
        ("locked out", "reviewer-1"),
        ("account removed", "reviewer-1"),
    ]
    events = office.accounts.events()
    assert events[0].at == "2027-01-15T08:00:00Z"
    assert (events[0].who, events[1].who, events[-1].who) == (
        "command line", "reviewer-1", "somebody"
    )  # fmt: skip
    assert {event.network for event in events[1:-1]} == {HOME}
    assert office.accounts.events(2) == events[-2:]


def test_nothing_that_was_typed_is_in_the_file(office: Office) -> None:
    office.accounts.check("zebrazebra", "marmotmarmot", HOME)
    office.accounts.check("reviewer-1", "marmotmarmot", HOME)
    assert office.gets_in()
    kept = office.bytes()
    assert b"reviewer-1" in kept
    for typed in (b"zebra", b"marmot", GOOD.encode()):
        assert typed not in kept


def test_the_network_is_taken_out_of_old_rows(office: Office) -> None:
    assert office.gets_in(HOME)
    office.now += (NETWORK_DAYS + 1) * 86400
    assert office.gets_in(AWAY)
    assert [event.network for event in office.accounts.events()] == ["", HOME, AWAY]
    with office.serves():
        until(lambda: [event.network for event in office.accounts.events()] == ["", "", AWAY])


def test_tries_at_names_that_nobody_has_are_kept_for_so_long_and_no_longer(office: Office) -> None:
    office.fails(5, "somebody")
    office.fails(1, network=AWAY)
    assert len(office.accounts.events()) == 8  # added, five tries, locked out, one try
    office.now += (NETWORK_DAYS - 1) * 86400
    office.fails(1, "somebody")
    with office.serves():
        time.sleep(0.3)
        assert len(office.accounts.events()) == 9
        office.now += 2 * 86400  # while it runs
        until(lambda: len(office.accounts.events()) == 3)
    assert office.deeds() == [
        ("account added", "reviewer-1"),
        ("sign-in failed", "reviewer-1"),
        ("sign-in failed", ""),  # of the day before yesterday
    ]


def test_a_journal_that_cannot_be_cleared_stops_nobody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "staff.db"
    path.write_text("not a database " * 100)
    office = Office(path)
    with office.serves():
        until(lambda: "journal: RecordsError; old rows are still there" in caplog.text)
        path.unlink()
        office.accounts.add("reviewer-1", GOOD)
        assert office.gets_in()


def test_only_its_owner_can_read_the_file(office: Office) -> None:
    for path in office.path.parent.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_that_is_no_database_lets_nobody_in(tmp_path: Path) -> None:
    path = tmp_path / "staff.db"
    path.write_text("not a database " * 100)
    office = Office(path)
    with pytest.raises(RecordsError):
        office.gets_in()
    with pytest.raises(RecordsError):
        office.sessions.find("x" * 43)


# -- Sessions --------------------------------------------------------------------------------------


def test_a_session_is_found_by_its_token_alone(office: Office) -> None:
    token, other = office.sessions.start("reviewer-1"), office.sessions.start("reviewer-1")
    first, second = office.sessions.find(token), office.sessions.find(other)
    assert first is not None and second is not None
    assert first.name == second.name == "reviewer-1"
    assert first.accepts(first.csrf)
    assert not first.accepts(second.csrf)
    assert not first.accepts("") and not first.accepts("é\ud800")
    assert re.fullmatch(r"[\w-]{43}", token)  # 256 bits


@given(token=st.one_of(st.text(max_size=50), st.from_regex(r"[\w-]{43}", fullmatch=True)))
@hypothesis_settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_made_up_token_is_nobodys(office: Office, token: str) -> None:
    office.sessions.start("reviewer-1")
    assert office.sessions.find(token) is None


def test_the_file_holds_neither_token_nor_form_token(office: Office) -> None:
    token = office.sessions.start("reviewer-1")
    session = office.sessions.find(token)
    assert session is not None
    assert session.key in office.bytes()
    assert token.encode() not in office.bytes()
    assert session.csrf.encode() not in office.bytes()
    assert token not in repr(session) and session.csrf not in repr(session)


def test_a_session_ends_after_thirty_idle_minutes(office: Office) -> None:
    token = office.sessions.start("reviewer-1")
    office.now += 30 * MINUTE - 1
    assert office.sessions.find(token)
    office.now += 30 * MINUTE - 1
    assert office.sessions.find(token)
    office.now += 30 * MINUTE
    assert office.sessions.find(token) is None


def test_a_session_ends_after_eight_hours_of_work(office: Office) -> None:
    token = office.sessions.start("reviewer-1")
    for _ in range(8 * 12 - 1):
        office.now += 5 * MINUTE
        assert office.sessions.find(token)
    office.now += 5 * MINUTE
    assert office.sessions.find(token) is None


def test_frequent_use_counts_as_use(office: Office) -> None:
    token = office.sessions.start("reviewer-1")
    for _ in range(100):
        office.now += 40  # less than what is written down
        assert office.sessions.find(token)


def test_a_clock_that_is_set_back_ends_sessions(office: Office) -> None:
    token = office.sessions.start("reviewer-1")
    office.now -= 86400
    assert office.sessions.find(token) is None


def test_signing_out_ends_one_session(office: Office) -> None:
    token, other = office.sessions.start("reviewer-1"), office.sessions.start("reviewer-1")
    session = office.sessions.find(token)
    assert session is not None
    office.sessions.end(session)
    office.sessions.end(session)
    assert office.sessions.find(token) is None
    assert office.sessions.find(other)
    assert office.deeds().count(("signed out", "reviewer-1")) == 1


def test_a_removed_account_has_no_sessions_not_even_under_the_same_name(office: Office) -> None:
    token = office.sessions.start("reviewer-1")
    office.accounts.remove("reviewer-1")
    assert office.sessions.find(token) is None
    office.accounts.add("reviewer-1", GOOD)
    assert office.sessions.find(token) is None
    with pytest.raises(RecordsError):
        office.sessions.start("nobody")


def test_a_restart_ends_no_session(office: Office) -> None:
    token = office.sessions.start("reviewer-1")
    office.restart()
    assert office.sessions.find(token)


def test_ended_sessions_are_cleared_away(office: Office) -> None:
    for _ in range(3):
        office.sessions.start("reviewer-1")
        office.now += 31 * MINUTE
    with staff_database(office.path).read() as connection:
        assert connection.execute("SELECT count(*) FROM sessions").fetchone()[0] == 1


# -- Commands --------------------------------------------------------------------------------------


@pytest.fixture
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUOTEBACK_VAR", str(tmp_path))
    return tmp_path


def command(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(commands.app, list(words), input=typed)


def test_the_password_is_asked_for_twice_and_not_shown(at_home: Path) -> None:
    got = command("add", "reviewer-1", typed=f"{GOOD}\nanother\n{GOOD}\n{GOOD}\n")
    assert got.exit_code == 0
    assert GOOD not in got.output
    assert "do not match" in got.output
    assert Accounts(staff_database(at_home / "staff.db")).check("reviewer-1", GOOD, HOME)


def test_the_password_is_read_from_standard_input(at_home: Path) -> None:
    assert command("add", "reviewer-1", "--password-stdin", typed=f"{GOOD}\r\n").exit_code == 0
    assert Accounts(staff_database(at_home / "staff.db")).check("reviewer-1", GOOD, HOME)


def test_the_password_is_never_an_argument(at_home: Path) -> None:
    assert command("add", "reviewer-1", GOOD).exit_code == 2
    assert command("add", "reviewer-1", "--password", GOOD).exit_code == 2
    assert command("list").output == ""


def test_list_remove_journal(at_home: Path) -> None:
    for name in ("reviewer-2", "reviewer-1"):
        command("add", name, "--password-stdin", typed=GOOD)
    listed = command("list").output.splitlines()
    assert [line.split("\t")[0] for line in listed] == ["reviewer-1", "reviewer-2"]
    assert all("signed in never" in line for line in listed)
    assert command("remove", "reviewer-1").exit_code == 0
    assert "reviewer-1" not in command("list").output
    last = command("journal", "--last", "1").output.split("\t")
    assert last[1:] == ["account removed", "reviewer-1", "-", "by command line\n"]


def test_python_m_qa_staff(at_home: Path) -> None:
    def run(*words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "qa", "staff", *words],
            cwd=ROOT, env=dict(os.environ), input=typed, capture_output=True, text=True, timeout=60,
        )  # fmt: skip

    assert run("add", "reviewer-1", "--password-stdin", typed=GOOD).returncode == 0
    again = run("add", "reviewer-1", "--password-stdin", typed="short")
    assert again.returncode == 1
    assert again.stderr.startswith("error: the password has 5 characters")
    assert again.stderr.count("\n") == 1
    assert run("list").stdout.startswith("reviewer-1\tadded ")
