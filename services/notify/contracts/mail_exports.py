"""Downloads of the list of mails."""

from services.chassis.contract import Query, Schema, fields
from services.chassis.contract.paging import MAX_ROWS, Page
from services.notify.contracts.mails import ListMails, MailRow, MailStatus

__all__ = ["ExportMails"]


class ExportMails(Query):
    """The first page of an export of mails, newest first; `ListMails` returns the following ones."""

    allowed = ListMails.allowed
    errors = ListMails.errors

    class Request(Schema):
        statuses = fields.List(fields.Enum(MailStatus), max_length=5, load_default=list)
        text = fields.String(max_length=80, load_default="")

    class Response(Page):
        rows = fields.List(fields.Nested(MailRow), max_length=MAX_ROWS)

    example = ListMails.example
