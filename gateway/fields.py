"""Fields of forms that WTForms does not have, and what was typed into them."""

from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget


class Boxes(SelectMultipleField):  # type: ignore[misc]  # WTForms comes without types
    """Check boxes whose values are validated by the service."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
    validate_choice = False


def whole(typed: str) -> int | str:
    """At most 9 digits as an integer; other text unchanged, for the contract to refuse."""
    stripped = typed.strip()
    return int(stripped) if stripped.isascii() and stripped.isdigit() and len(stripped) < 10 else stripped
