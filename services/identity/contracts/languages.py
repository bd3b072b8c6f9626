"""Languages of the portal and its mails. A new one is added here, with its translation catalogues."""

import enum


class Language(enum.StrEnum):
    NL = "nl"
    EN = "en"
