"""Contracts of notify: mails, the demo's mailbox and news."""

from services.notify.contracts.mail_exports import *
from services.notify.contracts.mailbox import *
from services.notify.contracts.mails import *
from services.notify.contracts.news import *
from services.notify.contracts.news_sending import *
