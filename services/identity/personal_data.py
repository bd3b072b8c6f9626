"""The personal data in identity's tables (docs/decisions/0017-personal-data.md).

The removal of an account deletes most of these rows at once (`commands/removal.py`); what is left are entries and
answers with a copy of the name.
"""

from sqlalchemy import select

from services.chassis.persistence.personal_data import Declaration, OfNoAccount, PersonalRows
from services.identity.contracts import AuditAction
from services.identity.model import (
    AccessRequest,
    AuditEntry,
    Consent,
    Customer,
    DataExport,
    DataExportPart,
    Link,
    LoginSession,
    Membership,
    Person,
    Registration,
)

ADDRESS_CHANGES = (AuditAction.EMAIL_CHANGED, AuditAction.EMAIL_CHANGE_UNDONE)
CUSTOMER_NAME = (
    select(Customer.name).where(Customer.id == Membership.customer_id).scalar_subquery().label("customer_name")
)
PERSONAL_DATA: tuple[Declaration, ...] = (
    PersonalRows(
        Person,
        lambda ids: Person.id.in_(ids),
        (Person.email, Person.name, Person.sort_name, Person.telephone, Person.function),
        deleted=True,
        exported=(
            Person.email, Person.name, Person.telephone, Person.function, Person.language, Person.status,
            Person.is_staff, Person.staff_rights,
        ),
    ),
    PersonalRows(
        Membership,
        lambda ids: Membership.person_id.in_(ids),
        (Membership.sort_name, Membership.invited_as),
        deleted=True,
        exported=(
            Membership.customer_id, CUSTOMER_NAME, Membership.status, Membership.rights, Membership.all_machines,
            Membership.machine_ids, Membership.invited_as,
        ),
    ),
    PersonalRows(
        LoginSession,
        lambda ids: LoginSession.person_id.in_(ids),
        (LoginSession.client_address, LoginSession.device),
        deleted=True,
        exported=(
            LoginSession.started_at, LoginSession.seen_at, LoginSession.ended_at, LoginSession.client_address,
            LoginSession.device,
        ),
    ),
    PersonalRows(
        Link,
        lambda ids: Link.person_id.in_(ids) | Link.id.in_(ids),
        (Link.email, Link.name, Link.sort_name, Link.about),
        deleted=True,
        exported=(Link.purpose, Link.email, Link.name, Link.language, Link.prepared_at, Link.expires_at, Link.ended_at),
    ),
    PersonalRows(
        Registration,
        lambda ids: Registration.person_id.in_(ids) | Registration.id.in_(ids),
        (Registration.email, Registration.name, Registration.telephone),
        deleted=True,
        exported=(
            Registration.customer_number, Registration.email, Registration.name, Registration.telephone,
            Registration.language, Registration.status, Registration.requested_at, Registration.answered_at,
            Registration.reason,
        ),
    ),
    PersonalRows(
        AccessRequest,
        lambda ids: AccessRequest.person_id.in_(ids),
        deleted=True,
        exported=(
            AccessRequest.number, AccessRequest.equipment_number, AccessRequest.serial_number,
            AccessRequest.machine_name, AccessRequest.place, AccessRequest.status, AccessRequest.requested_at,
            AccessRequest.answered_at, AccessRequest.reason,
        ),
    ),
    PersonalRows(
        Consent,
        lambda ids: Consent.person_id.in_(ids),
        deleted=True,
        exported=(Consent.purpose, Consent.version, Consent.language, Consent.given_at, Consent.withdrawn_at),
    ),
    OfNoAccount(
        (Customer.confirmation_email,),
        "a mailbox of the customer's, which an administrator chose and its reader confirmed; the removal of an account "
        "removes it if it is the person's own address",
    ),
    PersonalRows(
        DataExportPart,
        lambda ids: DataExportPart.export_id.in_(select(DataExport.id).where(DataExport.person_id.in_(ids))),
        (DataExportPart.content,),
        deleted=True,
    ),
    PersonalRows(
        DataExport,
        lambda ids: DataExport.person_id.in_(ids),
        deleted=True,
        exported=(DataExport.requested_at,),
    ),
    PersonalRows(
        Registration,
        lambda ids: Registration.answered_by_id.in_(ids),
        (Registration.answered_by, Registration.reason),
        exported=(Registration.answered_at, Registration.status, Registration.reason),
        section="answered_registrations",
    ),
    PersonalRows(
        AccessRequest,
        lambda ids: AccessRequest.answered_by_id.in_(ids),
        (AccessRequest.answered_by, AccessRequest.reason),
        exported=(AccessRequest.answered_at, AccessRequest.status, AccessRequest.reason),
        section="answered_access_requests",
    ),
    PersonalRows(AuditEntry, lambda ids: AuditEntry.actor_id.in_(ids), (AuditEntry.actor_name,)),
    PersonalRows(AuditEntry, lambda ids: AuditEntry.subject_id.in_(ids), (AuditEntry.subject_name,)),
    PersonalRows(
        AuditEntry,
        lambda ids: AuditEntry.subject_id.in_(ids) & AuditEntry.action.in_(ADDRESS_CHANGES),
        (AuditEntry.details,),
        exported=(AuditEntry.at, AuditEntry.details),
        section="address_changes",
    ),
    PersonalRows(
        AuditEntry,
        lambda ids: AuditEntry.actor_id.in_(ids) | AuditEntry.subject_id.in_(ids),
        exported=(AuditEntry.at, AuditEntry.action, AuditEntry.by_staff),
    ),
)  # fmt: skip
