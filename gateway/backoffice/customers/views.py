"""The dealer's customers, each a way to its machines."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from gateway import listing, panels
from gateway.clients import identity
from gateway.guards import staff_page
from gateway.listing import Listing
from gateway.looks.customers import Customer
from gateway.panels import Needed

customers = Blueprint("customers", __name__)


@customers.get("/backoffice/customers")
@staff_page
def customer_list() -> ResponseReturnValue:
    text = listing.search_text()
    page = panels.collect(found=Needed(identity.list_customers(text=text, **listing.cursors())))
    rows = [Customer(row) for row in page.found["rows"]]
    return listing.render_list(
        "backoffice/customers/list.html",
        "backoffice/customers/results.html",
        text=text,
        found=Listing.of(page.found["page"], rows, "customers.found", {"text": text}),
    )
