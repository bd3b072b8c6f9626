"""The answer to "Did this help?" below an article, with an optional remark."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, TextAreaField

from gateway import notices
from gateway.clients import query
from gateway.forms import PortalForm, choices
from gateway.guards import open_to_all
from gateway.presenters.articles import Article
from gateway.read_only import is_impersonated
from gateway.support.views import ARTICLE, article_urls, use_language_of_address
from services.servicedesk.contracts import GetArticle, RateArticle

support_feedback = Blueprint("support_feedback", __name__, url_prefix="/support")
support_feedback.url_value_preprocessor(use_language_of_address)

FEEDBACK = f"{ARTICLE}/feedback"
YES, NO = "yes", "no"
DONE = ("sent",)
"""Messages of the page: what was done before the redirect to it."""


class FeedbackForm(PortalForm):
    helpful = RadioField("support.did_it_help", choices=choices("support.helpful", (YES, NO)))
    remark = TextAreaField("support.remark")

    def answers(self) -> dict[str, Any]:
        """`helpful` is left out if none was chosen."""
        values: dict[str, Any] = super().answers()
        chosen = {"helpful": values["helpful"] == YES} if values.get("helpful") in (YES, NO) else {}
        return {"remark": values["remark"]} | chosen


@support_feedback.get(FEEDBACK)
@open_to_all
def show(language: str, slug: str) -> ResponseReturnValue:
    return _page(FeedbackForm.shown(helpful=request.args.get("helpful", "")), language, slug)


@support_feedback.post(FEEDBACK)
@open_to_all
def send(language: str, slug: str) -> ResponseReturnValue:
    here = url_for(".show", language=language, slug=slug)
    return FeedbackForm().act(RateArticle, language=language, slug=slug, on_error=_page, redirect_to=here, done="sent")


def _page(form: FeedbackForm, language: str, slug: str) -> ResponseReturnValue:
    row = query(GetArticle, language=language, slug=slug).answer()
    done, others = notices.shown(DONE, again=True), article_urls(".show", row["slugs"])
    context = {"article": Article(row, language), "done": done, "others": others, "is_offered": not is_impersonated()}
    return render_template("support/feedback.html", form=form, **context), form.status
