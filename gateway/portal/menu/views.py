"""The menu as a page of its own, for small screens: works without script."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from gateway.guards import login_required

menu = Blueprint("menu", __name__)


@menu.get("/menu")
@login_required
def whole_menu() -> ResponseReturnValue:
    return render_template("menu.html")
