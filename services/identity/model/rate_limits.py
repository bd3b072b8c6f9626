"""Limits of logins, of requested links and of guests.

Rules: OWASP ASVS 5.0, 6.3.1. An attempt is counted before its password is checked, so that parallel attempts cannot
exceed the limit; after a login the counts of the account are reset, and that of the network address is reduced by one.
"""

import datetime as dt

from services.chassis.persistence.rate_limits import HourlyLimit, PauseLimit

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
GUEST_NUMBER_FROM_IP = PauseLimit("guests of a number from an address", free_attempts=5, full_pause_from=10)
"""Postcodes typed with one equipment number, from one network address."""
GUEST_NUMBER = PauseLimit("guests of a number", free_attempts=20, full_pause_from=40)
"""Postcodes typed with one equipment number, from all network addresses."""
GUEST_NUMBERS_FROM_IP = PauseLimit("guests from an address", free_attempts=20, full_pause_from=40)
"""Equipment numbers typed from one network address."""
GUEST_LABELS_FROM_IP = PauseLimit("labels from an address", free_attempts=20, full_pause_from=40)
"""Labels tried from one network address. Codes cannot be guessed; this spares the database."""
GUEST_PASSES_FROM_IP = HourlyLimit("guest passes from an address", number=1000)
"""All requests for passes from one network address, also those that succeed."""
