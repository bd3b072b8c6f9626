"""Erasing the mails to and about a person, with the files of the folder that stands in for a mail server."""

from collections.abc import Sequence
from uuid import UUID

from services.chassis.runtime.prepare_context import PrepareContext
from services.notify import commands, queries
from services.notify.mail_backends import remove_from_folder
from services.notify.rendering import MailSource


def erase_mails(context: PrepareContext, ids: Sequence[UUID]) -> bool:
    """Delete mails that were sent or given up, each file before its row; a mail that waits to be sent has no file
    yet. Returns True if this run found no mail to erase."""
    with context.read() as uow:
        finished = [MailSource.of(mail) for mail in queries.mails.mails_concerning(uow, ids, waiting=False)]
    for mail in finished:
        remove_from_folder(context.settings, mail.all_message_ids)
    with context.write("erasing mails") as uow:
        commands.mails.delete_mails(uow, [mail.id for mail in finished])
        waiting = queries.mails.mails_concerning(uow, ids, waiting=True)
        for queued in waiting:
            queued.remove_note()
    return not (finished or waiting)
