"""Tries: how often somebody guessed, counted in the database, so that it holds for all processes together.

Rules: OWASP ASVS 5.0, 6.3.1. A try is counted before its password is looked at, so that tries at the same moment
don't pass the limit; the right password takes the count back.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.identity.model.base import Base

RESET_AFTER = dt.timedelta(minutes=15)
"""Without another try, the count begins anew so long after the last pause."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries are free; each further one doubles the pause that begins with two seconds, and from `most` on it
    is `pause`."""

    kind: str
    free: int
    most: int
    pause: dt.timedelta = dt.timedelta(minutes=15)

    def subject(self, *what: str) -> str:
        """Under what a try is counted. A hash: addresses of people and of networks are not kept for this."""
        return hashlib.sha256("\0".join((self.kind, *what)).encode()).hexdigest()

    def pause_after(self, count: int) -> dt.timedelta:
        if count >= self.most:
            return self.pause
        doubled: int = 2 ** max(count - self.free, 0)
        return min(dt.timedelta(seconds=doubled), self.pause) if count > self.free else dt.timedelta()


ACCOUNT_FROM_HERE = Limit("account from an address", free=5, most=10)
"""One account, from one address of the network: the owner still gets in from elsewhere."""
ADDRESS = Limit("address", free=50, most=100)
"""All accounts, from one address of the network: many colleagues may sit behind it."""
ACCOUNT = Limit("account", free=50, most=100)
"""One account, from everywhere it never logged in from."""
LINKS = Limit("links to an address", free=3, most=4, pause=dt.timedelta(hours=1))
"""Mails with links that one mail address is sent because somebody asked for them."""
LINKS_FROM_HERE = Limit("links asked from an address", free=20, most=40, pause=dt.timedelta(hours=1))

ASKS = Limit("requests of a user", free=20, most=21, pause=dt.timedelta(hours=1))
"""Machines that one user asks to see: each is a mail to administrators."""


class LoginAttempts(Base):
    """The tries under one subject. `next_at` is when the next one is looked at."""

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
        """Nothing after a free try, also for who began before it was counted."""
        return max(self.next_at - now, dt.timedelta()) if limit.pause_after(self.count) else dt.timedelta()

    def take_back(self, *, all: bool, now: dt.datetime) -> None:  # the plain word
        """The last one was no guess; with `all`, none of them was."""
        self.count = 0 if all else max(self.count - 1, 0)
        self.next_at = min(self.next_at, now)
