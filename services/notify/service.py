"""Operations of the notify service."""

from services.chassis.runtime import operation
from services.chassis.runtime.base_service import BaseService
from services.notify import commands, contracts, queries
from services.notify.prepare import mail_pages, mailbox, news, resending, sending


class NotifyService(BaseService):
    """Mails about events and of news: queued, sent, and their history."""

    name = "notify"

    send_mail = operation(contracts.SendMail, commands.mails.send_mail, prepare=sending.deliver)
    list_mails = operation(contracts.ListMails, queries.mails.as_prepared, prepare=mail_pages.list_mails, per_hour=3000)
    export_mails = operation(
        contracts.ExportMails, queries.mails.as_prepared, prepare=mail_pages.export_mails, per_hour=20
    )
    get_mail = operation(contracts.GetMail, queries.mails.as_prepared, prepare=mail_pages.get_mail)
    resend_mail = operation(contracts.ResendMail, commands.mails.resend_mail, prepare=resending.check, per_hour=120)
    count_undeliverable_mails = operation(contracts.CountUndeliverableMails, queries.mails.count_undeliverable_mails)
    count_mails = operation(contracts.CountMails, queries.mails.count_mails)
    list_mailbox = operation(contracts.ListMailbox, queries.mails.as_prepared, prepare=mailbox.list_mailbox)
    read_mailbox = operation(contracts.ReadMailbox, queries.mails.as_prepared, prepare=mailbox.read_mailbox)

    # News, written by staff
    list_news = operation(contracts.ListNews, queries.news.list_news)
    get_news = operation(contracts.GetNews, queries.news.get_news)
    create_news = operation(contracts.CreateNews, commands.news.create_news)
    change_news = operation(contracts.ChangeNews, commands.news.change_news)
    delete_news = operation(contracts.DeleteNews, commands.news.delete_news)
    count_news_recipients = operation(
        contracts.CountNewsRecipients, queries.mails.as_prepared, prepare=news.count_recipients
    )
    send_test_news = operation(contracts.SendTestNews, commands.news.send_test_news, per_hour=30)
    start_news = operation(contracts.StartNews, commands.news.start_news)
    stop_news = operation(contracts.StopNews, commands.news.stop_news)
    remove_news_mails = operation(contracts.RemoveNewsMails, commands.news.remove_news_mails)
    queue_news_mails = operation(contracts.QueueNewsMails, commands.news.queue_news_mails, prepare=news.next_readers)
