"""Fields of codes that arrive in links and labels."""

from typing import Any

from services.chassis.contract.fields import String

MAX_CODE = 100


class Code(String):
    """A code as it arrives, of printable ASCII characters. A text that cannot be a code becomes empty, so that it gets
    the same answer as an unknown code."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=MAX_CODE, **options)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        is_code = isinstance(value, str) and value.isascii() and value.isprintable() and len(value) <= MAX_CODE
        return value if is_code else ""
