"""The base of the forms of articles and news: texts in all languages beside each other, with a preview."""

from typing import Any, ClassVar, Self

from gateway import callers
from gateway.clients import validated
from gateway.forms import PortalForm
from gateway.language import languages
from services.chassis.contract import Command


class TextsForm(PortalForm):
    """Each of `text_names` is a field per language, named `{language}-{name}`. The button `preview` saves nothing."""

    text_names: ClassVar[tuple[str, ...]]

    def answers(self) -> dict[str, Any]:
        values: dict[str, Any] = super().answers()
        return values | {
            language: {name: values.pop(f"{language}-{name}", "") for name in self.text_names}
            for language in languages()
        }

    def text(self, language: str, name: str) -> Any:
        """The field of a text."""
        return self[f"{language}_{name}"]

    @property
    def is_preview(self) -> bool:
        return "preview" in self.sent

    def checked(self, operation: type[Command], **parameters: str) -> Self:
        """The form to preview, with the problems that saving it would have."""
        callers.current_person().expect_right("edit_content")
        self.attempt(lambda: validated(operation, parameters | self.answers()))
        return self
