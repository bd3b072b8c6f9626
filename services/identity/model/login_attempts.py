"""Counts of attempts, in the database so that all processes share them.

Rules: OWASP ASVS 5.0, 6.3.1. An attempt is counted before its password is checked, so that parallel attempts cannot
exceed the limit; with the right password the count is undone.
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
    """`free` attempts have no pause. Each further one doubles the pause, which starts at 2 seconds; from `most`
    attempts on it is `pause`."""

    kind: str
    free: int
    most: int
    pause: dt.timedelta = dt.timedelta(minutes=15)

    def subject(self, *what: str) -> str:
        """The key of the count. It is a hash, so that mail and network addresses are not stored."""
        return hashlib.sha256("\0".join((self.kind, *what)).encode()).hexdigest()

    def pause_after(self, count: int) -> dt.timedelta:
        if count >= self.most:
            return self.pause
        doubled: int = 2 ** max(count - self.free, 0)
        return min(dt.timedelta(seconds=doubled), self.pause) if count > self.free else dt.timedelta()


ACCOUNT_FROM_HERE = Limit("account from an address", free=5, most=10)
"""One account from one network address; the owner can still log in from another one."""
ADDRESS = Limit("address", free=50, most=100)
"""All accounts from one network address, which many colleagues may share."""
ACCOUNT = Limit("account", free=50, most=100)
"""One account from all network addresses that it never logged in from."""
LINKS = Limit("links to an address", free=3, most=4, pause=dt.timedelta(hours=1))
"""Requested links sent to one mail address."""
LINKS_FROM_HERE = Limit("links requested from an address", free=20, most=40, pause=dt.timedelta(hours=1))

ACCESS_REQUESTS = Limit("requests of a user", free=20, most=21, pause=dt.timedelta(hours=1))
"""Access requests of one user, each of which is a mail to administrators."""


class LoginAttempts(Base):
    """The count of one subject. `next_at` is the time from which the next attempt is accepted."""

    __tablename__ = "login_attempts"

    subject: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    next_at: Mapped[dt.datetime] = mapped_column(index=True)

    def count_one(self, limit: Limit, now: dt.datetime) -> None:
        if now > self.next_at + RESET_AFTER:
            self.count = 0
        self.count += 1
        self.next_at = now + limit.pause_after(self.count)

    def wait(self, limit: Limit, now: dt.datetime) -> dt.timedelta:
        """Remaining pause; zero while attempts are free, also for one that started before the previous was counted."""
        return max(self.next_at - now, dt.timedelta()) if limit.pause_after(self.count) else dt.timedelta()

    def withdraw_one(self) -> None:
        """Reduce the count but keep the pause, which other attempts may have caused."""
        self.count = max(self.count - 1, 0)

    def undo_count(self, *, all_attempts: bool, now: dt.datetime) -> None:
        """Undo the count of the last attempt, or of all attempts."""
        self.count = 0 if all_attempts else max(self.count - 1, 0)
        self.next_at = min(self.next_at, now)
