"""The audit log of all customers and of the dealer's staff."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from gateway.guards import staff_page
from gateway.portal.users.audit import log_file, log_page

installation_audit = Blueprint("installation_audit", __name__, url_prefix="/backoffice/audit")


@installation_audit.get("")
@staff_page
def entries() -> ResponseReturnValue:
    return log_page([], installation=True)


@installation_audit.get("/export.csv")
@staff_page
def export() -> Response:
    return log_file(installation=True)
