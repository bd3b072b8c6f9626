"""The two pages on which a service request is filed: the form, and the answers to check before they are sent."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from gateway import language, panels
from gateway.clients import query
from gateway.forms import ButtonForm
from gateway.language import t, t_or
from gateway.panels import BestEffort, Required
from gateway.portal.service_requests.forms import FilingForm
from gateway.presenters.articles import Article
from gateway.presenters.machines import Machine
from gateway.presenters.requests import ServiceRequest
from services.fleet.contracts import GetMachine
from services.servicedesk.contracts import ListServiceRequests, SuggestArticles


def form_page(form: FilingForm) -> ResponseReturnValue:
    """The form, and the machine's open requests, since the fault may have been reported already."""
    return _page("service_requests/form.html", form)


def check_page(form: FilingForm) -> ResponseReturnValue:
    """The answers before the request is filed.

    The browser keeps the page for its back button, so it does not say whether the request was filed. Filed again, the
    form leads to the same request.
    """
    context = {"answers": _answers(form), "articles": _suggested(form), "button_form": ButtonForm.shown()}
    return _page("service_requests/check.html", form, **context)


def _page(template: str, form: FilingForm, **context: Any) -> tuple[str, int]:
    machine_id = form.machine_id.data or ""
    submitted = request.method == "POST"
    machine = query(GetMachine, machine_id=machine_id)
    page = panels.collect(
        machine=BestEffort(machine) if submitted else Required(machine),
        open_requests=BestEffort(query(ListServiceRequests, machine_id=machine_id, open_only=True)),
    )
    return (
        render_template(
            template,
            form=form,
            machine=Machine(page.machine) if page.machine else None,
            open_requests=[ServiceRequest(row) for row in page.open_requests["rows"]] if page.open_requests else [],
            **context,
        ),
        form.status,
    )


def _suggested(form: FilingForm) -> list[Article]:
    """Articles that may solve the problem before the request is filed."""
    description = {"category": form.category.data, "error_code": form.error_code.data, "text": form.description.data}
    call = query(SuggestArticles, language=language.current(), **description)
    found = panels.collect(articles=BestEffort(call)).articles
    return [Article(row, language.current()) for row in found["rows"]] if found else []


def _answers(form: FilingForm) -> list[tuple[str, str]]:
    """Each question with its answer as text."""
    texts = {
        "category": t_or(f"category.{form.category.data}", form.category.data or ""),
        "urgency": t_or(f"urgency.{form.urgency.data}", form.urgency.data or ""),
    }
    return [
        (t(field.label.text), texts.get(field.name, field.data) or t("filing.left_empty"))
        for field in form
        if field.type != "HiddenField"
    ]
