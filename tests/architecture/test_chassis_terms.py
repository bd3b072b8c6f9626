"""The chassis uses no business term."""

from architecture.sources import files, name_of, words

NOUNS = {
    "machine", "customer", "order", "toner", "printer", "supply", "ticket", "invoice", "dealer", "meter", "cartridge",
    "equipment", "sticker", "postcode", "fleet", "ordering", "servicedesk",
}  # fmt: skip
OWNER_OF_A_ROW = "whose a row is: what scope is about, whatever the rows are"
LIBRARY_TERM = "SQLAlchemy's and structlog's word for a sequence"
EXAMPLE = "an example of a name, in a docstring or an `example`"
ALLOWED = {
    ("services/chassis/contract/caller.py", "customer"): OWNER_OF_A_ROW,
    ("services/chassis/persistence/idempotency.py", "customer"): OWNER_OF_A_ROW,
    ("services/chassis/runtime/pipeline.py", "customer"): OWNER_OF_A_ROW,
    ("services/chassis/runtime/security_events.py", "customer"): OWNER_OF_A_ROW,
    ("services/chassis/persistence/scope.py", "customer"): OWNER_OF_A_ROW,
    ("services/chassis/observability.py", "order"): LIBRARY_TERM,
    ("services/chassis/persistence/aggregate.py", "order"): LIBRARY_TERM,
    ("services/chassis/messaging/projections.py", "order"): LIBRARY_TERM,
    ("services/chassis/messaging/feed.py", "order"): LIBRARY_TERM,
    ("services/chassis/runtime/metrics.py", "order"): LIBRARY_TERM,
    ("services/chassis/messaging/inbox.py", "order"): LIBRARY_TERM,
    ("services/chassis/messaging/erasure.py", "order"): LIBRARY_TERM,
    ("services/chassis/persistence/jobs.py", "order"): LIBRARY_TERM,
    ("services/chassis/persistence/erasures.py", "order"): LIBRARY_TERM,
    ("services/chassis/persistence/personal_data.py", "order"): LIBRARY_TERM,
    ("services/chassis/persistence/rate_limits.py", "order"): LIBRARY_TERM,
    ("services/chassis/messaging/dead_letters.py", "order"): LIBRARY_TERM,
    ("services/chassis/persistence/paging.py", "order"): LIBRARY_TERM,
    ("services/chassis/messaging/relay.py", "order"): LIBRARY_TERM,
    ("services/chassis/messaging/audit.py", "order"): LIBRARY_TERM,
    ("services/chassis/contract/audit_operations.py", "machine"): EXAMPLE,
    ("services/chassis/contract/audit_operations.py", "order"): EXAMPLE,
    ("services/chassis/contract/audit_operations.py", "ordering"): EXAMPLE,
    ("services/chassis/contract/builtin_operations.py", "machine"): EXAMPLE,
    ("services/chassis/contract/names.py", "order"): EXAMPLE,
    ("services/chassis/runtime/operations.py", "order"): EXAMPLE,
    ("services/chassis/runtime/runtime.py", "fleet"): EXAMPLE,
    ("services/chassis/runtime/subscribers.py", "order"): EXAMPLE,
    ("services/chassis/catalogues.py", "machine"): EXAMPLE,
    ("services/chassis/contract/fields.py", "dealer"): "whose time zone days are in",
    ("services/chassis/settings.py", "dealer"): "who reads the sentence about a wrong setting",
}


def _uses() -> dict[tuple[str, str], int]:
    """File and noun, with the line of its first use."""
    uses: dict[tuple[str, str], int] = {}
    for path in files("services/chassis"):
        for line, word in words(path):
            noun = word if word in NOUNS else word.removesuffix("s")
            if noun in NOUNS:
                uses.setdefault((name_of(path), noun), line)
    return uses


def test_the_chassis_uses_no_business_term() -> None:
    unknown = [f"{file}:{line}: {noun}" for (file, noun), line in _uses().items() if (file, noun) not in ALLOWED]
    assert not unknown, "say it without the noun, or give a reason in ALLOWED"


def test_every_exception_is_still_used() -> None:
    assert ALLOWED.keys() <= _uses().keys()
