"""Dead letters and messages being retried, of all services: list, detail page, replay and drop."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway import listing, notices, panels
from gateway.backoffice.dead_letters.forms import ReplayForm
from gateway.clients import query, services
from gateway.forms import ButtonForm, PortalForm
from gateway.guards import staff_page
from gateway.language import t
from gateway.presenters.dead_letters import DeadLetter
from gateway.presenters.tabs import Tab
from services.chassis.contract.builtin_operations import DropDeadLetter, FailedMessageStatus, GetDeadLetter
from services.names import SERVICE_NAMES

dead_letters = Blueprint("dead_letters", __name__, url_prefix="/backoffice/dead-letters")

LETTER = f"/<any({', '.join(SERVICE_NAMES)}):service>/<string(maxlength=64):letter_id>"
DEAD, RETRY = STATUSES = (FailedMessageStatus.DEAD, FailedMessageStatus.RETRY)
DONE = ("replayed", "dropped")
"""Messages of the page: what was done before the redirect to it."""


@dead_letters.get("")
@staff_page
def letter_list() -> ResponseReturnValue:
    return _list(ReplayForm.shown())


@dead_letters.post("/replay")
@staff_page
def replay() -> ResponseReturnValue:
    """Replay the selected dead letters, or all. Without a selection, the list is shown with a message."""
    form = ReplayForm()
    if form.everything:
        result = form.attempt(lambda: services.replay_all_dead_letters(form.once.data))
    else:
        result = form.attempt(lambda: services.replay_dead_letters(form.once.data, form.ticked))
    if result is None:
        return _list(form)
    return notices.redirect_to(url_for(".letter_list", status=RETRY), "replayed")


@dead_letters.get(LETTER)
@staff_page
def detail(service: str, letter_id: str) -> ResponseReturnValue:
    return _page(ButtonForm.shown(), service, letter_id)


@dead_letters.get(f"{LETTER}/drop")
@staff_page
def confirm_drop(service: str, letter_id: str) -> ResponseReturnValue:
    return _drop_page(ButtonForm.shown(), service, letter_id)


@dead_letters.post(f"{LETTER}/drop")
@staff_page
def drop(service: str, letter_id: str) -> ResponseReturnValue:
    return ButtonForm().act(
        DropDeadLetter,
        service=service,
        id=letter_id,
        on_error=_drop_page,
        redirect_to=url_for(".letter_list"),
        done="dropped",
    )


def _list(form: ReplayForm) -> ResponseReturnValue:
    """The list of all services; services that do not answer are in `missing`."""
    status = listing.chosen_one("status", STATUSES) or DEAD
    answers = vars(panels.collect(**services.list_dead_letters(status)))
    responses = {service: answer for service, answer in answers.items() if answer}
    return render_template(
        "backoffice/dead_letters/list.html",
        form=form,
        ticked={f"{service}/{id}" for service, id in form.ticked},
        status=status,
        tabs=[
            Tab(f"dead_letters.tab.{name}", url_for(".letter_list", status=name), name == status) for name in STATUSES
        ],
        done=notices.shown(DONE),
        letters=[DeadLetter(service, row) for service, answer in responses.items() for row in answer["rows"]],
        more=[service for service, answer in responses.items() if answer["more"]],
        missing=[service for service in SERVICE_NAMES if service not in responses],
        everything=ReplayForm.shown(),
    ), form.status


def _page(form: PortalForm, service: str, letter_id: str) -> ResponseReturnValue:
    letter = DeadLetter(service, query(GetDeadLetter, service=service, id=letter_id).answer())
    return render_template("backoffice/dead_letters/detail.html", form=form, letter=letter), form.status


def _drop_page(form: ButtonForm, service: str, letter_id: str) -> ResponseReturnValue:
    letter = DeadLetter(service, query(GetDeadLetter, service=service, id=letter_id).answer())
    texts = {
        "title": t("dead_letters.drop_title", name=letter.what),
        "lead": t("dead_letters.drop_lead", service=service),
    }
    return render_template(
        "remove.html", form=form, back=letter.url, button=t("dead_letters.drop"), **texts
    ), form.status
