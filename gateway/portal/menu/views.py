"""The menu as a separate page, for small screens; works without JavaScript."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from gateway.forms import PortalForm
from gateway.guards import login_required

menu = Blueprint("menu", __name__)


class SwitchForm(PortalForm):
    """One button per customer of the person. `next`: the page to go to afterwards."""

    customer_id = HiddenField()
    next = HiddenField()

    def answers(self) -> dict[str, str]:
        return {"customer_id": self.customer_id.data or ""}


@menu.get("/menu")
@login_required
def whole_menu() -> ResponseReturnValue:
    return menu_page(SwitchForm.shown())


def menu_page(form: SwitchForm) -> ResponseReturnValue:
    return render_template("menu.html", form=form), form.status
