"""The languages that people read. A third one is added here and with its catalogues."""

import enum


class Language(enum.StrEnum):
    NL = "nl"
    EN = "en"
