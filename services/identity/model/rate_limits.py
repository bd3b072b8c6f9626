"""Rate limits of logins, requested links and access requests. All processes share the counts in the database.

Rules: OWASP ASVS 5.0, 6.3.1. An attempt is counted before its password is checked, so that parallel attempts cannot
exceed the limit; after a login the counts of the account are reset, and that of the network address is reduced by one.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.identity.model.base import Base

RESET_AFTER = dt.timedelta(minutes=15)
"""The count restarts when there was no attempt for this long after the last pause."""


@dataclass(frozen=True, slots=True)
class Limit:
    """The first `free_attempts` have no pause. Each further attempt doubles it, from 2 seconds on; from the attempt
    `full_pause_from` on it is `full_pause`."""

    kind: str
    free_attempts: int
    full_pause_from: int
    full_pause: dt.timedelta = dt.timedelta(minutes=15)

    def subject(self, *what: str) -> str:
        """The key of the count. It is a hash, so that mail and network addresses are not stored."""
        return hashlib.sha256("\0".join((self.kind, *what)).encode()).hexdigest()

    def pause_after(self, count: int) -> dt.timedelta:
        if count >= self.full_pause_from:
            return self.full_pause
        if count <= self.free_attempts:
            return dt.timedelta()
        doubled: int = 2 ** (count - self.free_attempts)
        return min(dt.timedelta(seconds=doubled), self.full_pause)


ACCOUNT_AND_IP = Limit("account from an address", free_attempts=5, full_pause_from=10)
"""One account from one network address, so that the owner can log in from another one; or the password checks within
the sessions of one person."""
IP = Limit("address", free_attempts=50, full_pause_from=100)
"""All accounts that never logged in from this network address, which many colleagues may share."""
ACCOUNT = Limit("account", free_attempts=50, full_pause_from=100)
"""One account from all network addresses that it never logged in from."""
LINKS_TO_EMAIL = Limit("links to an address", free_attempts=3, full_pause_from=4, full_pause=dt.timedelta(hours=1))
"""Requested links to one e-mail address."""
LINKS_FROM_IP = Limit(
    "links requested from an address", free_attempts=20, full_pause_from=40, full_pause=dt.timedelta(hours=1)
)
"""Links requested from one network address."""
ACCESS_REQUESTS = Limit("requests of a user", free_attempts=20, full_pause_from=21, full_pause=dt.timedelta(hours=1))
"""Attempts of one user to request access, also with an unknown number: each may be a mail to administrators."""


class RateLimitCounter(Base):
    """The attempts of one subject (`Limit.subject`). `next_at` is the time from which the next attempt is accepted."""

    __tablename__ = "rate_limit_counters"

    subject: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    next_at: Mapped[dt.datetime] = mapped_column(index=True)

    def count_one(self, limit: Limit, now: dt.datetime) -> None:
        if now > self.next_at + RESET_AFTER:
            self.count = 0
        self.count += 1
        self.next_at = now + limit.pause_after(self.count)

    def wait(self, limit: Limit, now: dt.datetime) -> dt.timedelta:
        """The remaining pause. Zero within the free attempts, also when a parallel attempt has just set `next_at` to a
        time slightly after `now`."""
        return max(self.next_at - now, dt.timedelta()) if limit.pause_after(self.count) else dt.timedelta()

    def cancel_one(self) -> None:
        """Reduce the count but keep the pause, which other attempts may have caused."""
        self.count = max(self.count - 1, 0)

    def reset_after_success(self, *, all_attempts: bool, now: dt.datetime) -> None:
        """Undo the count of the last attempt, or of all attempts."""
        self.count = 0 if all_attempts else max(self.count - 1, 0)
        self.next_at = min(self.next_at, now)
