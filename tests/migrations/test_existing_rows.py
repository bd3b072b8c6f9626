"""Migrations keep what rows of earlier revisions say."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import JSON, String, Uuid, column, insert, inspect, select, table, text
from sqlalchemy.exc import IntegrityError

from services.chassis.persistence.tables import outbox
from services.fleet.model import Machine, MachineModel
from services.identity.contracts import MailPurpose
from services.identity.model import Customer, Link
from services.notify.model import Mail
from services.ordering.model import Order, OrderStep
from services.servicedesk.model import (
    Article,
    ArticleRevision,
    ArticleSpelling,
    ArticleText,
    PictureUse,
    ServiceRequest,
    TimelineEntry,
)
from tests.migrations.service_database import ID, NOW, ServiceDatabase, insert_a_row, row_of, value_of

SUPPLY = {"kind": "toner", "description": "Toner", "part_number": "TN", "state": "known", "direction": "remaining"}
VARYING_FIELDS = ("colour", "percent")
VISIT = {"begins_at": "2026-03-04T09:00:00+00:00", "ends_at": "2026-03-04T11:00:00+00:00", "number": 0}


@pytest.mark.parametrize("service", ["fleet"])
@pytest.mark.parametrize(("lowest_percent", "expected"), [(7, 7), (None, 101)])
def test_supplies_are_kept_when_they_move_into_the_machine_row(
    service_database: ServiceDatabase, lowest_percent: int | None, expected: int
) -> None:
    service_database.migrate("0006")
    supply_levels = table(
        "supply_levels", column("machine_id", Uuid()), column("row"), *map(column, (*SUPPLY, *VARYING_FIELDS))
    )
    with service_database.database.write("test") as session:
        session.execute(insert(MachineModel).values(row_of(MachineModel)))
        later = ("supplies", "lowest_toner_percent", "search_text", "sort_site", "number_key", "postcode_key")
        values = row_of(Machine, without=later) | {"words": ""}
        machines = table(
            "machines",
            *(column(name, Machine.__table__.c[name].type) for name in values if name != "words"),
            column("words"),
        )
        session.execute(insert(machines).values(values))
        session.execute(text("UPDATE machines SET lowest_toner = :lowest"), {"lowest": lowest_percent})
        for place, colour in ((1, "cyan"), (0, "black")):
            varying = {"machine_id": ID, "row": place, "colour": colour, "percent": lowest_percent}
            session.execute(insert(supply_levels).values(SUPPLY | varying))
    service_database.migrate()
    with service_database.database.read() as session:
        supplies, lowest_toner_percent = session.execute(select(Machine.supplies, Machine.lowest_toner_percent)).one()
    assert supplies == [SUPPLY | {"colour": colour, "percent": lowest_percent} for colour in ("black", "cyan")]
    assert lowest_toner_percent == expected


@pytest.mark.parametrize("service", ["identity"])
def test_a_pending_mail_about_a_request_keeps_purpose_and_requester(service_database: ServiceDatabase) -> None:
    service_database.migrate("0006")
    values = row_of(Link, without=("purpose", "person_id", "about", "sort_name"))
    types = {name: Link.__table__.c[name].type for name in values} | {"purpose": String(), "about": JSON()}
    links = table("links", *(column(name, type_) for name, type_ in types.items()))
    values |= {"purpose": "access_asked", "about": {"asker_name": "Sanne de Wit", "machine": "bizhub C250i"}}
    with service_database.database.write("test") as session:
        session.execute(insert(links).values(values))
    service_database.migrate()
    with service_database.database.read() as session:
        purpose, about = session.execute(select(Link.purpose, Link.about)).one()
    assert purpose is MailPurpose.ACCESS_REQUESTED
    assert about == {"requester_name": "Sanne de Wit", "machine": "bizhub C250i"}


@pytest.mark.parametrize("service", ["notify"])
@pytest.mark.parametrize(
    ("template", "priority"), [("link_join", 1), ("password_changed", 1), ("service_request_received", 2)]
)
def test_a_queued_mail_gets_its_place_in_the_order_of_sending(
    service_database: ServiceDatabase, template: str, priority: int
) -> None:
    service_database.migrate("0004")
    insert_a_row(service_database, Mail, template=template, about={"reference_number": "SR-4401-9273-5"})
    service_database.migrate()
    with service_database.database.read() as session:
        mail = session.scalars(select(Mail)).one()
    assert (mail.source_id, mail.priority, mail.turn, mail.resends) == (ID, priority, 0, 0)
    assert (mail.reference_number, mail.due_at) == ("SR-4401-9273-5", NOW)


@pytest.mark.parametrize("service", ["notify"])
def test_a_mail_keeps_the_data_of_its_event_and_is_still_the_only_one(service_database: ServiceDatabase) -> None:
    service_database.migrate("0005")
    insert_a_row(service_database, Mail, about={"reference_number": "SR-4401-9273-5"})
    service_database.migrate()
    with service_database.database.read() as session:
        assert session.scalar(select(Mail.event_data)) == {"reference_number": "SR-4401-9273-5"}
    (unique,) = inspect(service_database.database.engine).get_unique_constraints("mails")
    assert unique["name"] == "uq_mails_event_id_template_recipient_id"
    with pytest.raises(IntegrityError):
        insert_a_row(service_database, Mail, id=uuid4())


@pytest.mark.parametrize("service", ["notify"])
def test_mail_about_a_rescheduled_visit_keeps_the_earlier_time(service_database: ServiceDatabase) -> None:
    service_database.migrate("0006")
    insert_a_row(service_database, Mail, template="visit_moved", event_data={"moved_from": VISIT})
    service_database.migrate()
    with service_database.database.read() as session:
        mail = session.scalars(select(Mail)).one()
    assert (mail.template, mail.event_data) == ("visit_rescheduled", {"rescheduled_from": VISIT})


@pytest.mark.parametrize("service", ["servicedesk"])
def test_unpublished_event_of_a_rescheduled_visit_keeps_the_earlier_time(service_database: ServiceDatabase) -> None:
    service_database.migrate("0006")
    body = {"id": str(ID), "data": {"moved_from": VISIT}}
    with service_database.database.write("test") as session:
        session.execute(
            insert(outbox).values(
                {column.name: value_of(column) for column in outbox.columns} | {"type": "visit_scheduled", "body": body}
            )
        )
    service_database.migrate()
    with service_database.database.read() as session:
        assert session.scalar(select(outbox.c.body)) == {"id": str(ID), "data": {"rescheduled_from": VISIT}}


@pytest.mark.parametrize(
    ("service", "owner", "steps", "first", "later"),
    [
        ("servicedesk", ServiceRequest, TimelineEntry, "received", "accepted"),
        ("ordering", Order, OrderStep, "placed", "confirmed"),
    ],
)
def test_the_first_step_gets_the_person_who_took_it(
    service_database: ServiceDatabase, owner: Any, steps: Any, first: str, later: str
) -> None:
    service_database.migrate("0005")
    insert_a_row(service_database, owner)
    for status in (first, later):
        insert_a_row(service_database, steps, id=uuid4(), status=status)
    service_database.migrate()
    with service_database.database.read() as session:
        authors = {step.status: step.author_id for step in session.scalars(select(steps))}
    assert authors == {first: ID, later: None}


@pytest.mark.parametrize("service", ["servicedesk"])
def test_timeline_gets_the_engineer_of_the_present_visit_only(service_database: ServiceDatabase) -> None:
    service_database.migrate("0009")
    insert_a_row(service_database, ServiceRequest, technician="Bas Visser", visit_number=1)
    for number in (0, 1):
        insert_a_row(service_database, TimelineEntry, id=uuid4(), status="scheduled", visit_number=number)
    service_database.migrate()
    with service_database.database.read() as session:
        technicians = {entry.visit_number: entry.technician for entry in session.scalars(select(TimelineEntry))}
    assert technicians == {0: None, 1: "Bas Visser"}


@pytest.mark.parametrize("service", ["fleet"])
def test_existing_machines_are_sorted_and_found_by_plain_text(service_database: ServiceDatabase) -> None:
    service_database.migrate("0009")
    insert_a_row(service_database, MachineModel)
    insert_a_row(service_database, Machine, site="'t Øster 12", search_text=" 't øster 12")
    service_database.migrate()
    with service_database.database.read() as session:
        row = session.execute(select(Machine.sort_site, Machine.search_text)).one()
    assert tuple(row) == ("t oster ;12", " 't oster 12")


@pytest.mark.parametrize("service", ["identity"])
def test_existing_customers_are_sorted_by_their_names(service_database: ServiceDatabase) -> None:
    service_database.migrate("0009")
    insert_a_row(service_database, Customer, name="De 2 Ängels")
    service_database.migrate()
    with service_database.database.read() as session:
        assert session.scalar(select(Customer.sort_name)) == "de :2 angels"


@pytest.mark.parametrize("service", ["identity"])
def test_existing_links_are_found_by_their_names(service_database: ServiceDatabase) -> None:
    service_database.migrate("0010")
    insert_a_row(service_database, Link, person_id=None, name="Zoë Verhoeven")
    service_database.migrate()
    with service_database.database.read() as session:
        assert session.scalar(select(Link.sort_name)) == "zoe verhoeven"


@pytest.mark.parametrize("service", ["fleet"])
def test_guests_find_machines_that_were_there_before(service_database: ServiceDatabase) -> None:
    service_database.migrate("0010")
    insert_a_row(service_database, MachineModel)
    insert_a_row(service_database, Machine, equipment_number="vd-10 042", postcode="1000 aa")
    service_database.migrate()
    with service_database.database.read() as session:
        assert session.execute(select(Machine.number_key, Machine.postcode_key)).one() == ("VD10042", "1000AA")


@pytest.mark.parametrize(
    ("service", "owner", "person", "part"),
    [
        ("ordering", Order, "orderer_id", OrderStep),
        ("servicedesk", ServiceRequest, "requester_id", TimelineEntry),
    ],
)
def test_what_users_made_keeps_its_user_and_its_parts_and_has_no_guest(
    service_database: ServiceDatabase, service: str, owner: Any, person: str, part: Any
) -> None:
    service_database.migrate({"ordering": "0007", "servicedesk": "0010"}[service])
    insert_a_row(service_database, owner)
    insert_a_row(service_database, part)
    service_database.migrate()
    with service_database.database.read() as session:
        row = session.scalars(select(owner)).one()
        assert (getattr(row, person), row.by_guest, row.guest, row.status_secret_hashes) == (ID, False, None, [])
        assert len(session.scalars(select(part)).all()) == 1
    (index,) = [
        one
        for one in inspect(service_database.database.engine).get_indexes(owner.__tablename__)
        if person in str(one["name"])
    ]
    assert index["column_names"] == [person]


@pytest.mark.parametrize("service", ["servicedesk"])
def test_pictures_in_texts_of_articles_are_known(service_database: ServiceDatabase) -> None:
    service_database.migrate("0013")
    picture = uuid4()
    with service_database.database.write("test") as session:
        session.execute(insert(Article).values(row_of(Article)))
        session.execute(insert(ArticleText).values(row_of(ArticleText) | {"article_id": ID, "language": "nl"}))
        revision = row_of(ArticleRevision) | {"article_id": ID, "language": "nl"}
        for number, body in ((1, f"![a](/support/pictures/{picture}) " * 2), (2, "Zonder.")):
            session.execute(insert(ArticleRevision).values(revision | {"number": number, "body": body}))
    service_database.migrate()
    with service_database.database.read() as session:
        found = session.execute(select(PictureUse.article_id, PictureUse.number, PictureUse.picture_id)).all()
    assert found == [(ID, 1, picture)]


@pytest.mark.parametrize("service", ["servicedesk"])
def test_words_of_published_articles_are_known(service_database: ServiceDatabase) -> None:
    service_database.migrate("0014")
    key = {"article_id": ID, "language": "nl"}
    with service_database.database.write("test") as session:
        session.execute(insert(Article).values(row_of(Article)))
        session.execute(insert(ArticleText).values(row_of(ArticleText) | key | {"published": 1}))
        for number, body in ((1, "De **Papierlade**"), (2, "Later.")):
            revision = {"number": number, "title": "", "summary": "papierlade open", "body": body}
            session.execute(insert(ArticleRevision).values(row_of(ArticleRevision) | key | revision))
    service_database.migrate()
    with service_database.database.read() as session:
        assert set(session.scalars(select(ArticleSpelling.word))) == {"papierlade", "open"}
