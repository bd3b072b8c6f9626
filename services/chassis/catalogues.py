"""gettext catalogues, one per language, read from the .po files, so that a changed text needs no build step.

A msgid is a key (`error.machine_not_found`), not a text; both languages are catalogues.
"""

import io
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

LOCALES = {"en": "en_GB"}
"""Languages whose default locale for dates and numbers is not the wanted one: `en` would be American."""


def locale_of(language: str) -> str:
    """The locale of dates, numbers and amounts for readers of a language."""
    return LOCALES.get(language, language)


def read_catalogues(folder: Path) -> dict[str, Translations]:
    """The catalogues in `folder` (`{language}/LC_MESSAGES/messages.po`) by language."""
    return {path.parts[-3]: _read(path) for path in sorted(folder.glob("*/LC_MESSAGES/messages.po"))}


def _read(path: Path) -> Translations:
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=path.parts[-3]))
    compiled.seek(0)
    return Translations(compiled)
