"""The data of the user's own customer."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from gateway.clients import customers
from gateway.guards import customer_page
from gateway.presenters.customers import Customer

organisation = Blueprint("organisation", __name__, url_prefix="/organisation")


@organisation.get("")
@customer_page
def show() -> ResponseReturnValue:
    customer = Customer(customers.get_own_customer().answer())
    return render_template("organisation/show.html", customer=customer)
