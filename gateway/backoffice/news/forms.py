"""The forms of a news item: purpose, and texts in all languages beside each other."""

from typing import Any

from wtforms import HiddenField, RadioField, StringField, TextAreaField

from gateway.backoffice.texts_form import TextsForm
from gateway.fields import whole
from gateway.forms import PortalForm, choices
from gateway.language import languages
from services.identity.contracts import ConsentPurpose


class NewsForm(TextsForm):
    text_names = ("subject", "body")
    purpose = RadioField("news.purpose", choices=choices("consent_purpose", ConsentPurpose))
    nl_subject = StringField("news.subject", name="nl-subject")
    nl_body = TextAreaField("news.body", name="nl-body")
    en_subject = StringField("news.subject", name="en-subject")
    en_body = TextAreaField("news.body", name="en-body")


class ChangeForm(NewsForm):
    """A change, based on the `revision` that was shown."""

    revision = HiddenField()

    @classmethod
    def of(cls, row: dict[str, Any]) -> "ChangeForm":
        texts = {f"{language}_{name}": row[language][name] for language in languages() for name in cls.text_names}
        return cls.shown(purpose=row["purpose"], revision=row["revision"], **texts)

    def answers(self) -> dict[str, Any]:
        values = super().answers()
        return values | {"revision": whole(values["revision"])}

    def rebase(self, row: dict[str, Any]) -> None:
        """Base what was typed on the newest revision, so that saving again replaces what somebody else saved."""
        self.revision.data = row["revision"]


class StartForm(PortalForm):
    """A button with the revision that was shown."""

    revision = HiddenField()

    def answers(self) -> dict[str, Any]:
        return {"revision": whole(self.revision.data or "")}
