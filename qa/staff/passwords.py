"""Passwords: which will do, how they are hashed (Argon2id), how one is checked."""

import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from qa.errors import AccountError

LEAST_CHARACTERS = 12
MOST_CHARACTERS = 256


class Passwords:
    """Hashes and checks by one set of Argon2 parameters. Safe to share between threads."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        """Without `hasher`: the parameters that argon2-cffi recommends (RFC 9106, 64 MiB)."""
        self._hasher = hasher or PasswordHasher()
        self._nobodys = self._hasher.hash(secrets.token_bytes(16))

    def hash(self, password: str) -> str:
        """The hash to keep, salt and parameters in it."""
        return self._hasher.hash(_as_bytes(password))

    def matches(self, kept: str | None, password: str) -> bool:
        """Whether `password` is the one that was hashed; None takes as long and never matches.

        A hash in the file that is damaged matches nothing.
        """
        try:
            self._hasher.verify(kept or self._nobodys, _as_bytes(password))
        except (VerificationError, InvalidHashError):
            return False
        return kept is not None

    def is_outdated(self, kept: str) -> bool:
        """Whether `kept` was hashed with other parameters than are used now."""
        return self._hasher.check_needs_rehash(kept)


def require_good(name: str, password: str) -> None:
    """Refuse a password that is easily guessed.

    Raises:
        AccountError: it is too short or too long, contains `name`, or is one character repeated.
    """
    plain = unicodedata.normalize("NFKC", password)
    if not LEAST_CHARACTERS <= len(plain) <= MOST_CHARACTERS:
        raise AccountError(
            f"the password has {len(plain)} characters, expected {LEAST_CHARACTERS} to "
            f"{MOST_CHARACTERS}; three or four words that do not belong together are easy to "
            "remember"
        )
    if name.casefold() in plain.casefold():
        raise AccountError(f"the password contains the name {name!r}; choose one without it")
    if len(set(plain.casefold())) == 1:
        raise AccountError("the password is one character repeated; choose one that varies")


def _as_bytes(password: str) -> bytes:
    # NFKC, so that "é" is the same from every keyboard (NIST SP 800-63B, 3.1.1.2).
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
