"""The caller's own account."""

from gateway.api.schemas.derive import body_of, query_of, response_of
from gateway.api.schemas.fields import ResponseSchema
from services.chassis.contract import Schema
from services.identity.contracts import (
    ChangePassword,
    ChangeProfile,
    EndOtherSessions,
    GetAccount,
    GetDataExport,
    GiveConsent,
    ListSessions,
    ReadDataExportPart,
    RemoveOwnAccount,
    RequestDataExport,
    RequestEmailChange,
    WithdrawConsent,
)
from services.identity.contracts.consents import Consent as ConsentContract
from services.identity.contracts.consents import Consents as ConsentsContract
from services.identity.contracts.own_sessions import SessionRow


@response_of(GetAccount)
class Account(ResponseSchema):
    """`new_email`: a requested e-mail address that is not confirmed yet, else empty."""


@body_of(ChangeProfile)
class ProfileChange(Schema):
    """Fields that are left out stay unchanged."""


@body_of(ChangePassword, hide=("token",))
class PasswordChange(Schema): ...


@body_of(RequestEmailChange)
class EmailChange(Schema):
    """`password`: the caller's current password."""


@response_of(SessionRow)
class OwnSession(ResponseSchema):
    """`current`: the session of this request. `seen_at`: time of last use, to the minute."""


@response_of(ListSessions)
class OwnSessions(ResponseSchema): ...


@response_of(EndOtherSessions)
class Ended(ResponseSchema):
    """`ended`: number of sessions that were ended."""


@response_of(ConsentContract)
class Consent(ResponseSchema):
    """`wording` and `version` are the current ones. `given_at` is null without consent; otherwise `given_wording` is
    what was consented to, in `given_language`; `is_current` says whether that is the current wording, in
    whichever language."""


@response_of(ConsentsContract)
class Consents(ResponseSchema): ...


@body_of(GiveConsent)
class ConsentGiven(Schema):
    """`version`: that of the wording which was read."""


@body_of(WithdrawConsent)
class ConsentWithdrawn(Schema): ...


@response_of(RequestDataExport)
class RequestedExport(ResponseSchema):
    """`collected` of `services` have been asked. A file that is `ready` has `parts`, until `expires_at`."""


@response_of(GetDataExport)
class OwnDataExport(ResponseSchema): ...


@response_of(ReadDataExportPart)
class DataExportPart(ResponseSchema):
    """`content`: text that continues in the next part."""


@query_of(ReadDataExportPart, hide=("export_id",))
class PartNumber(Schema): ...


@body_of(RemoveOwnAccount)
class Removal(Schema):
    """`password`: the caller's current password."""
