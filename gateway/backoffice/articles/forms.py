"""Forms of articles: texts in all languages beside each other, and pictures."""

import base64
import contextlib
from typing import Any

from flask import request
from wtforms import FileField, HiddenField, RadioField, SelectField, StringField, TextAreaField

from gateway.backoffice.texts_form import TextsForm
from gateway.fields import Boxes, whole
from gateway.forms import PortalForm, choices
from gateway.language import languages
from services.servicedesk.contracts import ArticleKind, ArticleTopic, Category


class ArticleForm(TextsForm):
    text_names = ("revision", "title", "summary", "body")
    topic = SelectField("article.topic", choices=choices("article_topic", ArticleTopic))
    kind = RadioField("article.kind", choices=choices("article_kind", ArticleKind))
    position = StringField("article.position")
    request_categories = Boxes("article.request_categories", choices=choices("category", Category))
    error_codes = StringField("article.error_codes")
    nl_revision = HiddenField(name="nl-revision")
    nl_title = StringField("article.title", name="nl-title")
    nl_summary = TextAreaField("article.summary", name="nl-summary")
    nl_body = TextAreaField("article.body", name="nl-body")
    en_revision = HiddenField(name="en-revision")
    en_title = StringField("article.title", name="en-title")
    en_summary = TextAreaField("article.summary", name="en-summary")
    en_body = TextAreaField("article.body", name="en-body")

    @classmethod
    def of(cls, draft: dict[str, Any]) -> "ArticleForm":
        names = ("topic", "kind", "position", "request_categories")
        texts = {f"{language}_{name}": draft[language][name] for language in languages() for name in cls.text_names}
        codes = ", ".join(draft["error_codes"])
        return cls.shown(error_codes=codes, **{name: draft[name] for name in names}, **texts)

    def answers(self) -> dict[str, Any]:
        values: dict[str, Any] = super().answers()
        for language in languages():
            text = values[language]
            text["revision"] = whole(text["revision"] or "0")
        codes = [code.strip() for code in values["error_codes"].split(",") if code.strip()]
        lists = {"error_codes": codes, "request_categories": self.request_categories.data or []}
        return values | {"position": whole(values["position"])} | lists

    def rebase(self, draft: dict[str, Any]) -> None:
        """Base the typed texts on the newest revisions, so that saving again replaces what somebody else saved."""
        for language in languages():
            self.text(language, "revision").data = draft[language]["revision"]


class NewArticleForm(ArticleForm):
    """A new article has no revisions yet."""

    def answers(self) -> dict[str, Any]:
        values = super().answers()
        return values | {language: _without_revision(values[language]) for language in languages()}


def _without_revision(text: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in text.items() if name != "revision"}


class PictureForm(PortalForm):
    content = FileField("article.picture")

    def answers(self) -> dict[str, Any]:
        """The file in base64; empty if none was chosen."""
        sent = request.files.get("content")
        if sent is None:
            return {"content": ""}
        with contextlib.closing(sent):
            return {"content": base64.b64encode(sent.read()).decode()}


class PublishForm(PortalForm):
    """A button with the revision that was shown."""

    revision = HiddenField()

    def answers(self) -> dict[str, Any]:
        return {"revision": whole(self.revision.data or "")}
