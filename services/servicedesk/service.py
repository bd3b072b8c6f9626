"""Operations of the service desk."""

from services.chassis.runtime import operation
from services.chassis.runtime.base_service import BaseService
from services.chassis.runtime.periods import longest_period
from services.servicedesk import commands, contracts, queries
from services.servicedesk.prepare import guests, pictures, visitor_messages


class ServicedeskService(BaseService):
    """Service requests, from the customer's report to the dealer's answer; what users write to the dealer; and the
    articles of the support centre."""

    name = "servicedesk"

    file_service_request = operation(contracts.FileServiceRequest, commands.requests.file_service_request, per_hour=60)
    accept_service_request = operation(contracts.AcceptServiceRequest, commands.requests.accept_service_request)
    cancel_service_request = operation(contracts.CancelServiceRequest, commands.requests.cancel_service_request)
    list_service_requests = operation(
        contracts.ListServiceRequests, queries.request_lists.list_service_requests, prepare=longest_period
    )
    export_service_requests = operation(
        contracts.ExportServiceRequests,
        queries.request_lists.export_service_requests,
        prepare=longest_period,
        per_hour=20,
    )
    get_service_request = operation(contracts.GetServiceRequest, queries.requests.get_service_request)
    count_service_requests = operation(contracts.CountServiceRequests, queries.requests.count_service_requests)
    count_own_service_requests = operation(
        contracts.CountOwnServiceRequests, queries.requests.count_own_service_requests
    )
    schedule_visit = operation(contracts.ScheduleVisit, commands.requests.schedule_visit)
    start_service_request = operation(contracts.StartServiceRequest, commands.requests.start_service_request)
    hold_service_request = operation(contracts.HoldServiceRequest, commands.requests.hold_service_request)
    resolve_service_request = operation(contracts.ResolveServiceRequest, commands.requests.resolve_service_request)
    close_service_request = operation(contracts.CloseServiceRequest, commands.requests.close_service_request)
    reopen_service_request = operation(contracts.ReopenServiceRequest, commands.requests.reopen_service_request)
    post_message = operation(contracts.PostMessage, commands.requests.post_message, per_hour=120)
    close_unanswered = operation(contracts.CloseUnanswered, commands.requests.close_unanswered)
    import_service_request = operation(contracts.ImportServiceRequest, commands.requests.import_service_request)
    send_contact_message = operation(contracts.SendContactMessage, commands.contact.send_contact_message, per_hour=10)
    send_visitor_message = operation(
        contracts.SendVisitorMessage,
        commands.contact.send_visitor_message,
        prepare=visitor_messages.count_message,
        per_hour=10,
    )
    accept_contact_message = operation(contracts.AcceptContactMessage, commands.contact.accept_contact_message)
    list_contact_messages = operation(contracts.ListContactMessages, queries.contact.list_contact_messages)
    count_contact_messages = operation(contracts.CountContactMessages, queries.contact.count_contact_messages)
    get_contact_message = operation(contracts.GetContactMessage, queries.contact.get_contact_message)
    handle_contact_message = operation(contracts.HandleContactMessage, commands.contact.handle_contact_message)
    import_contact_message = operation(contracts.ImportContactMessage, commands.contact.import_contact_message)

    get_guest_request_form = operation(contracts.GetGuestRequestForm, queries.guests.get_guest_request_form)
    file_guest_request = operation(contracts.FileGuestRequest, commands.guests.file_guest_request, per_hour=20)
    add_guest_sighting = operation(contracts.AddGuestSighting, commands.guests.add_guest_sighting, per_hour=20)
    get_guest_request_status = operation(
        contracts.GetGuestRequestStatus,
        queries.guest_status.get_guest_request_status,
        prepare=guests.find_status_by_token,
    )
    find_guest_request = operation(
        contracts.FindGuestRequest, queries.guest_status.find_guest_request, prepare=guests.find_status_by_number
    )
    issue_guest_request_link = operation(
        contracts.IssueGuestRequestLink, commands.guests.issue_guest_request_link, prepare=guests.ask_for_status_link
    )

    list_articles = operation(contracts.ListArticles, queries.articles.list_articles)
    get_article = operation(contracts.GetArticle, queries.articles.get_article)
    search_articles = operation(contracts.SearchArticles, queries.articles.search_articles)
    suggest_articles = operation(contracts.SuggestArticles, queries.articles.suggest_articles)
    count_article_solved = operation(contracts.CountArticleSolved, commands.articles.count_article_solved, per_hour=60)
    rate_article = operation(contracts.RateArticle, commands.articles.rate_article, per_hour=60)
    get_picture = operation(contracts.GetPicture, queries.pictures.get_picture)
    list_article_drafts = operation(contracts.ListArticleDrafts, queries.article_drafts.list_article_drafts)
    get_article_draft = operation(contracts.GetArticleDraft, queries.article_drafts.get_article_draft)
    create_article = operation(contracts.CreateArticle, commands.articles.create_article)
    save_article = operation(contracts.SaveArticle, commands.articles.save_article)
    publish_article = operation(contracts.PublishArticle, commands.articles.publish_article)
    withdraw_article = operation(contracts.WithdrawArticle, commands.articles.withdraw_article)
    delete_article = operation(contracts.DeleteArticle, commands.articles.delete_article)
    list_article_revisions = operation(contracts.ListArticleRevisions, queries.article_drafts.list_article_revisions)
    get_article_revision = operation(contracts.GetArticleRevision, queries.article_drafts.get_article_revision)
    list_article_ratings = operation(contracts.ListArticleRatings, queries.article_drafts.list_article_ratings)
    add_picture = operation(contracts.AddPicture, commands.pictures.add_picture, prepare=pictures.remake_picture)
    list_pictures = operation(contracts.ListPictures, queries.pictures.list_pictures)
    get_picture_detail = operation(contracts.GetPictureDetail, queries.pictures.get_picture_detail)
    delete_picture = operation(contracts.DeletePicture, commands.pictures.delete_picture)
    load_shipped_articles = operation(contracts.LoadShippedArticles, commands.shipped_articles.load_shipped_articles)
