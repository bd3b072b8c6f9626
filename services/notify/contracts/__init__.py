"""Contracts of notify: mails and the demo's mailbox."""

from services.notify.contracts.mail_exports import *
from services.notify.contracts.mailbox import *
from services.notify.contracts.mails import *
