"""What the contracts of several services say alike about guests: people without an account, who hold a pass for one
resource and one action (docs/features.md#guests)."""

from services.chassis.contract.codes import Code
from services.chassis.contract.errors import ContractError
from services.chassis.contract.fields import Email, Schema, String

STATUS_TOKEN_LENGTH = 100


class GuestPassUsed(ContractError):
    """The pass was used before, for what has this `reference_number`: a pass does its action once."""

    code = "guest_pass_used"
    status = 409


class StatusLinkExpired(ContractError):
    """The link to a status is unknown or has expired, or guests may not see the status any more."""

    code = "status_link_expired"
    status = 404


class StatusNotFound(ContractError):
    """No status for this reference number and e-mail address: the same error whichever of them is wrong, and when
    guests may not see the status."""

    code = "status_not_found"
    status = 404


class Guest(Schema):
    """The guest who made something. Name and address are as given, and empty once they were erased; `language` is that
    of the page."""

    name = String(max_length=120, personal=True)
    email = String(max_length=254, personal=True)
    language = String(max_length=2)


class GuestForm(Schema):
    """Who the guest is. Mails about what the guest does go to the address, which may be that of somebody else."""

    name = String(max_length=120, min_length=1, personal=True)
    email = Email(min_length=1, personal=True)


class StatusOwner(Schema):
    """Reference number and e-mail address, as a person types them. `client_address` is the network address of the
    browser."""

    reference_number = String(max_length=40, min_length=1)
    email = String(max_length=254, min_length=1, personal=True)
    client_address = String(max_length=45, load_default="", personal=True)


class StatusToken(Schema):
    token = Code()


class NewStatusLink(Schema):
    """`token` is empty if guests may not see the status now."""

    token = String(max_length=STATUS_TOKEN_LENGTH)


EXAMPLE_GUEST = {"name": "Ine Willems", "email": "ine@bezoek.example", "language": "nl"}
EXAMPLE_LINK = {"token": "01980000000070008000000000000051.a-secret-of-43-characters"}
