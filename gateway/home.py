"""The start page: one for users of customers, another for staff."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from gateway import callers
from gateway.backoffice.home import views as backoffice
from gateway.guards import login_required
from gateway.portal.home import views as portal

home = Blueprint("home", __name__)


@home.get("/")
@login_required
def dashboard() -> ResponseReturnValue:
    person = callers.current_person()
    return backoffice.first_page(person) if person.staff else portal.first_page(person)
