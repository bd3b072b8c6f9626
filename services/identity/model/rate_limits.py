"""Limits of logins and of requested links.

Rules: OWASP ASVS 5.0, 6.3.1. An attempt is counted before its password is checked, so that parallel attempts cannot
exceed the limit; after a login the counts of the account are reset, and that of the network address is reduced by one.
"""

import datetime as dt

from services.chassis.persistence.rate_limits import PauseLimit

HOUR = dt.timedelta(hours=1)

ACCOUNT_AND_IP = PauseLimit("account from an address", free_attempts=5, full_pause_from=10)
"""One account from one network address, so that the owner can log in from another one; or the password checks within
the sessions of one person."""
IP = PauseLimit("address", free_attempts=50, full_pause_from=100)
"""All accounts that never logged in from this network address, which many colleagues may share."""
ACCOUNT = PauseLimit("account", free_attempts=50, full_pause_from=100)
"""One account from all network addresses that it never logged in from."""
LINKS_TO_EMAIL = PauseLimit("links to an address", free_attempts=3, full_pause_from=4, full_pause=HOUR)
"""Requested links to one e-mail address."""
LINKS_FROM_IP = PauseLimit("links requested from an address", free_attempts=20, full_pause_from=40, full_pause=HOUR)
"""Links requested from one network address."""
