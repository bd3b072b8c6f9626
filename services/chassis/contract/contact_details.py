"""E-mail addresses, telephone numbers and countries as people type them."""

import re
from functools import cache

from babel import Locale
from email_validator import EmailNotValidError, validate_email

_EXTENSION = r"(?:ext|extension|toestel|tst|x|#)[.:]?\s*(?P<extension>[0-9]{1,6})"
_REMARK = r"\([^()]*[^\W\d_][^()]*\)"
_TELEPHONE = re.compile(
    rf"(?P<number>(?:[\s()./+–-]*[0-9]){{6,}})[\s()./–-]*(?:{_EXTENSION})?\s*(?:{_REMARK})?\s*", re.IGNORECASE
)
"""At least six digits: shorter numbers are internal, and nobody outside can call them."""


def canonical_email(text: str) -> str:
    """The address in lower case, with the domain in ASCII (IDNA 2008); empty if it is not valid.

    Not valid are also local parts that need SMTPUTF8 (RFC 6531), domains without a dot, and encoded words (RFC 2047),
    which some mail programs decode to another address.
    """
    try:
        found = validate_email(
            text.strip(), check_deliverability=False, globally_deliverable=False, allow_smtputf8=False
        )
    except EmailNotValidError:
        return ""
    email = (found.ascii_email or "").lower()
    return email if "." in found.domain and "=?" not in email else ""


def mailbox_of(email: str) -> str:
    """The mailbox that receives the mails of a canonical address: without the subaddress (RFC 5233) after a plus
    sign."""
    local, at, domain = email.rpartition("@")
    return (local.partition("+")[0] or local) + at + domain


def is_country(code: str) -> bool:
    """Whether the code is that of a country (ISO 3166-1 alpha-2), in capitals."""
    return code in _countries()


@cache
def _countries() -> frozenset[str]:
    """The territories of the CLDR with a code of two letters, except unions and made-up ones."""
    codes = map(str, Locale("en").territories)
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha()) - {
        "EU",
        "EZ",
        "QO",
        "UN",
        "XA",
        "XB",
        "ZZ",
    }


def is_telephone_number(text: str) -> bool:
    """Whether the text is a number as people write it: digits with spaces and `+ ( ) - . /`, perhaps followed by an
    extension, such as `tst. 12` or `ext 12`, and by a remark in parentheses, such as `(mob.)`."""
    return _TELEPHONE.fullmatch(text) is not None


def telephone_uri(text: str) -> str:
    """The `tel:` URI (RFC 3966) that dials a number as people write it; empty if the text is not one.

    The trunk prefix of `+31 (0)10` and `0031 (0)10`, which is dialled only without the country code, is left out.
    """
    found = _TELEPHONE.fullmatch(text)
    if found is None:
        return ""
    number, extension = found["number"], found["extension"]
    plus = "+" if number.lstrip(" (").startswith("+") else ""
    is_international = plus or number.lstrip(" (").startswith("00")
    digits = re.sub(r"[^0-9]", "", number.replace("(0)", "") if is_international else number)
    return f"tel:{plus}{digits}" + (f";ext={extension}" if extension else "")
