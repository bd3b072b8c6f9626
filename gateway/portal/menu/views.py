"""The menu as a page of its own, for small screens: works without script."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from gateway.forms import PortalForm
from gateway.guards import login_required

menu = Blueprint("menu", __name__)


class SwitchForm(PortalForm):
    """Going on at another customer: one button for each."""

    customer_id = HiddenField()


@menu.get("/menu")
@login_required
def whole_menu() -> ResponseReturnValue:
    return menu_page(SwitchForm.shown())


def menu_page(form: SwitchForm) -> ResponseReturnValue:
    return render_template("menu.html", form=form), form.status
