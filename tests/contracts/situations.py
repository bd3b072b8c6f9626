"""For each operation, a function that prepares the installation for its example and returns the caller and the request.

It gets the example's request and replaces its ids by real ones. A new operation needs an entry here.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from contracts import accounts, guest_work, guests, news
from contracts.articles import A_PICTURE, EDITOR, a_published_article, a_word, an_article
from contracts.builders import a_contact_message, a_visitor_message
from contracts.example_installation import ExampleInstallation, example_reading
from contracts.running import STAFF
from eventually import eventually

from services.chassis.contract import Caller, Operation
from services.chassis.contract.audit_operations import ComparePage, ListRecordedEvents, ListUnprocessedEvents
from services.chassis.contract.builtin_operations import (
    CountBacklog,
    DropDeadLetter,
    GetDeadLetter,
    Health,
    ListDeadLetters,
    ListProjections,
    RebuildPage,
    ReplayDeadLetter,
    ReplayDeadLetters,
)
from services.chassis.contract.caller import ACCOUNT_OWNER, MANAGE_BUS, OPERATE
from services.chassis.contract.personal_data_operations import (
    ApplyErasure,
    ContinueErasure,
    ListErasures,
    ListRetentionPeriods,
    ListRowsByEmail,
    ReadPersonalData,
)
from services.fleet import contracts as fleet
from services.notify import contracts as notify
from services.notify.model import Mail
from services.ordering import contracts as ordering
from services.servicedesk import contracts as servicedesk

Request = dict[str, Any]
Situation = Callable[[ExampleInstallation, Request], tuple[Caller, Request]]


def by_staff(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    return STAFF, request


def with_dead_letter(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    """Every service has a dead letter."""
    id = installation.add_dead_letter()
    known = {name: [id] if name == "ids" else id for name in ("id", "ids") if name in request}
    return Caller.operator(MANAGE_BUS, OPERATE), request | known


def with_recorded_event(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    installation.add_sent_event()
    return Caller.operator(OPERATE), request


def with_outdated_projections(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    installation.installation.settle()
    installation.outdate_projections()
    return Caller.operator(OPERATE), request


def with_mails_counted(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    installation.file_service_request()
    installation.newest_mail()
    return Caller.operator(OPERATE), request | {"event_ids": installation.mail_event_ids()[:500]}


def by_operator(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    return Caller.operator(OPERATE), request


def _is_erased(installation: ExampleInstallation, service: str) -> bool:
    rows = installation.installation.call(ListErasures, Caller.operator(OPERATE), service=service)["rows"]
    return all(row["completed"] for row in rows)


def with_erased_person(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    """Erased from every service, by an id that nobody has."""
    person = dict(ApplyErasure.example[0]) | {"person_id": str(uuid4())}
    caller = Caller.operator(OPERATE)
    for name in installation.installation.process.runtimes:
        installation.installation.call(ApplyErasure, caller, service=name, **person)
    eventually(lambda: all(_is_erased(installation, name) for name in installation.installation.process.runtimes))
    return caller, request


def about_own_data(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    """Sanne has acted in every service."""
    installation.order_after()
    installation.file_service_request()
    installation.installation.settle()
    return Caller.service(ACCOUNT_OWNER), request | {"person_id": installation.sanne.person_id}


def by_sanne(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    return installation.sanne, request


def by_visitor(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    return Caller.visitor(), request


def by_service(name: str) -> Situation:
    return lambda installation, request: (Caller.service(name), request)


def by_staff_for_customer(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    return STAFF, request | {"customer_id": str(installation.customer.id)}


def by_user_administrator(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    return accounts.an_administrator(installation.installation, installation.customer), request


def about_machine(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    return installation.sanne, request | {"machine_id": installation.machine_id}


def with_new_reading(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    return STAFF, request | {"readings": [example_reading()]}


def with_an_older_reading(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    older = installation.installation.now - dt.timedelta(days=70)  # in a month before the previous one
    installation.execute_example(
        fleet.SubmitReadings, readings=[example_reading() | {"observed_at": older.isoformat()}]
    )
    return about_machine(installation, request)


def with_machine_to_group(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    return STAFF, request | {"machine_ids": [installation.machine_id]}


def with_group_to_delete(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    return STAFF, {"group_id": installation.execute_example(fleet.UpsertGroup, name="Utrecht", machine_ids=[])["id"]}


def about_group(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    """A user who may manage groups calls; the request has the example's group."""
    caller = installation.customer.caller("manage_machines")
    known = {"group_id": installation.group_id, "machine_ids": [installation.machine_id]}
    return caller, {name: known.get(name, value) for name, value in request.items()}


def with_empty_group(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    """As `about_group`, but no machine is in the group."""
    caller, request = about_group(installation, request)
    installation.installation.call(fleet.RemoveMachinesFromGroup, caller, **request)
    return caller, request


def with_request_filed(caller: Caller | None = None) -> Situation:
    def bring_about(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
        number = installation.file_service_request()["reference_number"]
        return caller or installation.sanne, request | (
            {"reference_number": number} if "reference_number" in request else {}
        )

    return bring_about


def with_requests_in_all_states(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    installation.file_service_request()
    installation.service_request_after(servicedesk.AcceptServiceRequest)
    return installation.sanne, request


def with_request_handled(caller: Caller | None = None, *steps: type[Operation]) -> Situation:
    """A service request after these steps; its `request_id` or `reference_number` is in the request."""

    def bring_about(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
        filed = installation.service_request_after(*steps)
        ids = {"reference_number": filed["reference_number"], "request_id": filed["id"]}
        now = installation.installation.now
        visit = {"begins_at": now + dt.timedelta(days=1), "ends_at": now + dt.timedelta(days=1, hours=2)}
        visit_times = {name: moment.isoformat() for name, moment in visit.items()}
        return caller or installation.sanne, {
            name: (ids | visit_times).get(name, value) for name, value in request.items()
        }

    return bring_about


def with_imported_request(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    return STAFF, request | {"machine_id": installation.machine_id, "requester_id": installation.sanne.person_id}


def with_contact_message(caller: Caller | None = None) -> Situation:
    """Sanne sent a message to the dealer."""

    def bring_about(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
        number = a_contact_message(installation.installation, installation.sanne)["reference_number"]
        return caller or installation.sanne, request | (
            {"reference_number": number} if "reference_number" in request else {}
        )

    return bring_about


def by_reader(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    """A visitor reads an article that was published with the example's title."""
    article = a_published_article(installation.installation, title=a_word(), position=0)
    return Caller.visitor(), request | ({"slug": article["nl"]["slug"]} if "slug" in request else {})


def by_editor(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    """There is a published article."""
    article = a_published_article(installation.installation, title=a_word(), position=0)
    return EDITOR, request | ({"article_id": article["id"]} if "article_id" in request else {})


def with_article_not_published(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    return EDITOR, request | {"article_id": an_article(installation.installation, title=a_word())["id"]}


def with_article_that_solves(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    article = a_published_article(
        installation.installation, title=a_word(), request_categories=["paper_jam"], position=0
    )
    return installation.sanne, request | ({"article_id": article["id"]} if "article_id" in request else {})


def with_remark(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    """A reader left a remark."""
    article = a_published_article(installation.installation, title=a_word(), position=0)
    answer = {"language": "nl", "slug": article["nl"]["slug"], "helpful": False, "remark": "Stap 2 ontbreekt."}
    installation.installation.call(servicedesk.RateArticle, Caller.visitor(), **answer)
    return EDITOR, request | {"article_id": article["id"]}


def with_word_of_article(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    """A visitor misspells a word of an article."""
    word = a_word().translate(str.maketrans("0123456789", "ghijklmnop"))
    a_published_article(installation.installation, title=f"De {word} gebruiken", summary=f"Over {word} lezen.")
    return Caller.visitor(), request | {"text": f"x{word}"}


def with_new_picture(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    return EDITOR, {"content": A_PICTURE}


def with_picture(caller: Caller) -> Situation:
    def bring_about(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
        added = installation.installation.call(servicedesk.AddPicture, EDITOR, content=A_PICTURE)
        return caller, {"picture_id": added["picture_id"]} if "picture_id" in request else {}

    return bring_about


def with_picture_in_article(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    caller, found = with_picture(EDITOR)(installation, {"picture_id": ""})
    a_published_article(installation.installation, body=f"![Papier](/support/pictures/{found['picture_id']})")
    return caller, found if request else {}


def with_visitor(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    """Somebody without an account has ordered, and written to the dealer."""
    a_visitor_message(installation.installation, email=request["email"])
    guest_work.place_order(installation, email=request["email"])
    return Caller.service(ACCOUNT_OWNER), request


def with_suspected_message(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    reference = a_visitor_message(installation.installation, trap="spam", subject="company_data")
    return STAFF, {"reference_number": reference}


def with_imported_message(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    return STAFF, request | {"customer_id": str(installation.customer.id), "sender_id": installation.sanne.person_id}


def with_mail(caller: Caller) -> Situation:
    def bring_about(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
        installation.file_service_request()
        mail = installation.newest_mail()
        return caller, request | ({"mail_id": mail["id"]} if "mail_id" in request else {})

    return bring_about


def with_mailbox_mail(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    installation.file_service_request()
    return Caller.visitor(), request | {"message_id": installation.newest_mail()["id"]}


def with_undeliverable_mail(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    database = installation.installation.runtime("notify").database
    installation.file_service_request()
    mail_id = installation.newest_mail()["id"]
    with database.write("test") as session:
        session.get_one(Mail, UUID(mail_id)).give_up("no_recipient")
    return STAFF, request


def with_supply(*added: str) -> Situation:
    """The catalogue has a toner that fits the machine; `added` selects what the request and the caller are."""

    def bring_about(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
        installation.order_after()
        line = installation.order_line()
        if "lines" in added:
            line = {"lines": [line], "reason": "Nog een doos."}
        orderer = {"orderer_id": installation.sanne.person_id} if "orderer" in added else {}
        return STAFF if "staff" in added else installation.sanne, request | line | orderer

    return bring_about


def with_open_order(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    installation.order_after()
    return installation.sanne, request | {"machine_id": installation.machine_id}


def with_open_order_of_machines(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    installation.order_after()
    return installation.sanne, request | {"machine_ids": [installation.machine_id]}


def with_draft(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    draft = installation.fill_draft()
    real_values = {"draft_id": draft["id"], "lines": [{"line_id": draft["lines"][0]["id"], "quantity": 3}]}
    return installation.sanne, {name: real_values.get(name, value) for name, value in request.items()}


def with_draft_addressed(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    draft = installation.fill_draft(with_delivery=True)
    return installation.sanne, request | {"draft_id": draft["id"], "revision": draft["revision"]}


def with_draft_to_read(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    """The caller's draft has a delivery; the request has no id."""
    installation.fill_draft(with_delivery=True)
    return installation.sanne, request


def with_draft_left_alone(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
    return Caller.service("ordering"), {"draft_id": installation.fill_draft()["id"]}


def with_order(caller: Caller | None = None, *steps: type[Operation]) -> Situation:
    """An order after these steps."""

    def bring_about(installation: ExampleInstallation, request: Request) -> tuple[Caller, Request]:
        number = installation.order_after(*steps)["reference_number"]
        return caller or installation.sanne, request | (
            {"reference_number": number} if "reference_number" in request else {}
        )

    return bring_about


SITUATIONS: dict[type[Operation], Situation] = (
    accounts.SITUATIONS
    | news.SITUATIONS
    | guests.SITUATIONS
    | guest_work.SITUATIONS
    | {
        fleet.AddMachinesToGroup: with_empty_group,
        fleet.GetOverview: by_sanne,
        fleet.CountMachinesToAdd: with_empty_group,
        fleet.CreateGroup: about_group,
        fleet.DeleteGroup: with_group_to_delete,
        fleet.FeedGroups: by_service("identity"),
        fleet.FeedMachines: by_service("servicedesk"),
        fleet.FeedModels: by_service("ordering"),
        fleet.GetGroup: about_group,
        fleet.GetHiddenMachine: lambda installation, request: (accounts.a_user_without_machines(installation), request),
        fleet.IdentifyMachine: lambda installation, request: (
            Caller.service("identity"),
            request | {"customer_id": str(installation.customer.id)},
        ),
        fleet.GetMachine: about_machine,
        fleet.ListMachineGroups: by_user_administrator,
        fleet.ExportMachineGroups: by_staff_for_customer,
        fleet.ListGroups: about_group,
        fleet.RemoveMachinesFromGroup: about_group,
        fleet.RenameGroup: about_group,
        fleet.ListMachineFilters: by_sanne,
        fleet.ListMachines: by_sanne,
        fleet.ListMonthlyVolumes: with_an_older_reading,
        fleet.ListReadings: about_machine,
        fleet.UpsertGroup: with_machine_to_group,
        fleet.UpsertMachine: by_staff,
        fleet.UpsertModel: by_staff,
        fleet.SubmitReadings: with_new_reading,
        ordering.AddToDraft: with_supply(),
        ordering.SetDraftDelivery: with_draft,
        ordering.CancelOrder: with_order(),
        ordering.ChangeDraft: with_draft,
        ordering.ConfirmOrder: with_order(STAFF),
        ordering.CountOrders: with_order(),
        ordering.DeliverOrder: with_order(STAFF, ordering.ConfirmOrder, ordering.ShipOrder),
        ordering.FeedSupplies: by_service("servicedesk"),
        ordering.GetDraft: with_draft_to_read,
        ordering.ExportOrders: with_order(STAFF),
        ordering.GetOrder: with_order(),
        ordering.ExpireDraft: with_draft_left_alone,
        ordering.ListFittingSupplies: with_open_order,
        ordering.ListOffers: with_open_order_of_machines,
        ordering.ListOrders: with_order(),
        ordering.PlaceDraft: with_draft_addressed,
        ordering.PlaceOrder: with_supply("lines"),
        ordering.ImportOrder: with_supply("lines", "staff", "orderer"),
        ordering.UpsertSupply: by_staff,
        ordering.RefuseOrder: with_order(STAFF),
        ordering.ShipOrder: with_order(STAFF, ordering.ConfirmOrder),
        servicedesk.AcceptServiceRequest: with_request_filed(STAFF),
        servicedesk.CancelServiceRequest: with_request_filed(),
        servicedesk.CloseServiceRequest: with_request_handled(
            None, servicedesk.AcceptServiceRequest, servicedesk.ResolveServiceRequest
        ),
        servicedesk.AcceptContactMessage: with_suspected_message,
        servicedesk.AddPicture: with_new_picture,
        servicedesk.CountArticleSolved: with_article_that_solves,
        servicedesk.CreateArticle: by_editor,
        servicedesk.DeleteArticle: by_editor,
        servicedesk.DeletePicture: with_picture(EDITOR),
        servicedesk.GetArticle: by_reader,
        servicedesk.GetArticleDraft: by_editor,
        servicedesk.GetArticleRevision: by_editor,
        servicedesk.GetPicture: with_picture(Caller.visitor()),
        servicedesk.GetPictureDetail: with_picture_in_article,
        servicedesk.ListArticleDrafts: by_editor,
        servicedesk.ListArticleRatings: with_remark,
        servicedesk.ListArticleRevisions: by_editor,
        servicedesk.ListArticles: by_reader,
        servicedesk.ListPictures: with_picture_in_article,
        servicedesk.LoadShippedArticles: by_service("servicedesk"),
        servicedesk.PublishArticle: with_article_not_published,
        servicedesk.RateArticle: by_reader,
        servicedesk.SaveArticle: with_article_not_published,
        servicedesk.SearchArticles: with_word_of_article,
        servicedesk.SuggestArticles: with_article_that_solves,
        servicedesk.WithdrawArticle: by_editor,
        servicedesk.CloseUnanswered: with_request_handled(Caller.service("servicedesk")),
        servicedesk.CountServiceRequests: with_requests_in_all_states,
        servicedesk.CountContactMessages: with_contact_message(STAFF),
        servicedesk.ExportServiceRequests: with_request_filed(STAFF),
        servicedesk.FileServiceRequest: about_machine,
        servicedesk.GetContactMessage: with_contact_message(),
        servicedesk.GetServiceRequest: with_request_filed(),
        servicedesk.HandleContactMessage: with_contact_message(STAFF),
        servicedesk.ListContactMessages: with_contact_message(),
        servicedesk.ListServiceRequests: with_request_filed(),
        servicedesk.PostMessage: with_request_handled(),
        servicedesk.ImportContactMessage: with_imported_message,
        servicedesk.ImportServiceRequest: with_imported_request,
        servicedesk.ReopenServiceRequest: with_request_handled(
            None, servicedesk.AcceptServiceRequest, servicedesk.ResolveServiceRequest
        ),
        servicedesk.ResolveServiceRequest: with_request_handled(STAFF, servicedesk.AcceptServiceRequest),
        servicedesk.ScheduleVisit: with_request_handled(STAFF, servicedesk.AcceptServiceRequest),
        servicedesk.SendContactMessage: by_sanne,
        servicedesk.SendVisitorMessage: by_visitor,
        servicedesk.StartServiceRequest: with_request_handled(STAFF, servicedesk.AcceptServiceRequest),
        servicedesk.HoldServiceRequest: with_request_handled(STAFF, servicedesk.AcceptServiceRequest),
        notify.CountMails: with_mails_counted,
        notify.CountUndeliverableMails: with_undeliverable_mail,
        notify.ExportMails: with_mail(STAFF),
        notify.ListMailbox: with_mail(Caller.visitor()),
        notify.ListMails: with_mail(STAFF),
        notify.ReadMailbox: with_mailbox_mail,
        notify.GetMail: with_mail(STAFF),
        notify.ResendMail: with_mail(STAFF),
        notify.SendMail: with_mail(Caller.service("notify")),
        ordering.CountOwnOrders: with_order(),
        servicedesk.CountOwnServiceRequests: with_requests_in_all_states,
        ApplyErasure: by_operator,
        ContinueErasure: by_service("notify"),
        ListErasures: with_erased_person,
        ListRetentionPeriods: by_visitor,
        ReadPersonalData: about_own_data,
        ListRowsByEmail: with_visitor,
        ComparePage: with_outdated_projections,
        CountBacklog: with_dead_letter,
        DropDeadLetter: with_dead_letter,
        GetDeadLetter: with_dead_letter,
        Health: by_visitor,
        ListProjections: by_operator,
        ListDeadLetters: with_dead_letter,
        ListRecordedEvents: with_recorded_event,
        ListUnprocessedEvents: by_operator,
        RebuildPage: by_operator,
        ReplayDeadLetter: with_dead_letter,
        ReplayDeadLetters: with_dead_letter,
    }
)
