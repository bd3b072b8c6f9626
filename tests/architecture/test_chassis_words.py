"""The chassis knows no business noun: what every service stands on must not know what the services are about."""

from architecture.sources import files, name_of, words

NOUNS = {
    "machine", "customer", "order", "toner", "printer", "supply", "ticket", "invoice", "dealer", "meter", "cartridge",
    "equipment", "sticker", "postcode", "fleet", "ordering", "servicedesk",
}  # fmt: skip
OF_A_CALLER = "whose a row is: what scope is about, whatever the rows are"
OF_A_LIBRARY = "SQLAlchemy's and structlog's word for a sequence"
AS_AN_EXAMPLE = "an example of a name, in a docstring or an `example`"
ALLOWED = {
    ("services/chassis/contract/caller.py", "customer"): OF_A_CALLER,
    ("services/chassis/persistence/idempotency.py", "customer"): OF_A_CALLER,
    ("services/chassis/runtime/pipeline.py", "customer"): OF_A_CALLER,
    ("services/chassis/persistence/scope.py", "customer"): OF_A_CALLER,
    ("services/chassis/observability.py", "order"): OF_A_LIBRARY,
    ("services/chassis/persistence/aggregate.py", "order"): OF_A_LIBRARY,
    ("services/chassis/messaging/projections.py", "order"): OF_A_LIBRARY,
    ("services/chassis/messaging/feed.py", "order"): OF_A_LIBRARY,
    ("services/chassis/runtime/metrics.py", "order"): OF_A_LIBRARY,
    ("services/chassis/messaging/inbox.py", "order"): OF_A_LIBRARY,
    ("services/chassis/persistence/jobs.py", "order"): OF_A_LIBRARY,
    ("services/chassis/messaging/dead_letters.py", "order"): OF_A_LIBRARY,
    ("services/chassis/persistence/paging.py", "order"): OF_A_LIBRARY,
    ("services/chassis/messaging/relay.py", "order"): OF_A_LIBRARY,
    ("services/chassis/messaging/audit.py", "order"): OF_A_LIBRARY,
    ("services/chassis/contract/audit_operations.py", "machine"): AS_AN_EXAMPLE,
    ("services/chassis/contract/audit_operations.py", "order"): AS_AN_EXAMPLE,
    ("services/chassis/contract/audit_operations.py", "ordering"): AS_AN_EXAMPLE,
    ("services/chassis/contract/builtin_operations.py", "machine"): AS_AN_EXAMPLE,
    ("services/chassis/contract/names.py", "order"): AS_AN_EXAMPLE,
    ("services/chassis/runtime/operations.py", "order"): AS_AN_EXAMPLE,
    ("services/chassis/runtime/runtime.py", "fleet"): AS_AN_EXAMPLE,
    ("services/chassis/runtime/subscribers.py", "order"): AS_AN_EXAMPLE,
    ("services/chassis/catalogues.py", "machine"): AS_AN_EXAMPLE,
    ("services/chassis/contract/fields.py", "dealer"): "whose time zone days are in",
    ("services/chassis/settings.py", "dealer"): "who reads the sentence about a wrong setting",
}


def _found() -> dict[tuple[str, str], int]:
    """File and noun, with the first line where it stands."""
    found: dict[tuple[str, str], int] = {}
    for path in files("services/chassis"):
        for line, word in words(path):
            noun = word if word in NOUNS else word.removesuffix("s")
            if noun in NOUNS:
                found.setdefault((name_of(path), noun), line)
    return found


def test_the_chassis_has_no_word_of_the_business() -> None:
    unknown = [f"{file}:{line}: {noun}" for (file, noun), line in _found().items() if (file, noun) not in ALLOWED]
    assert not unknown, "say it without the noun, or give a reason in ALLOWED"


def test_no_reason_is_left_of_a_word_that_is_gone() -> None:
    assert ALLOWED.keys() <= _found().keys()
