"""The data of the user's own customer."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from gateway.clients import query
from gateway.guards import customer_page
from gateway.presenters.customers import Customer
from services.identity.contracts import GetOwnCustomer

organisation = Blueprint("organisation", __name__, url_prefix="/organisation")


@organisation.get("")
@customer_page
def show() -> ResponseReturnValue:
    customer = Customer(query(GetOwnCustomer).answer())
    return render_template("organisation/show.html", customer=customer)
