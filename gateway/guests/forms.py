"""The forms of guests. Each carries the pass that opens its action."""

from typing import Any, ClassVar

from wtforms import HiddenField, RadioField, StringField, TextAreaField

from gateway import language
from gateway.clients import query
from gateway.fields import whole
from gateway.forms import HIDDEN, PortalForm, choices
from gateway.guests import passes
from gateway.language import t, t_or
from gateway.presenters.guests import GuestMachine
from gateway.problems import Problem, sentence
from services.chassis.contract import ContractError, Query
from services.chassis.contract.guests import GuestPassUsed
from services.identity.contracts import GuestAction, GuestPassExpired
from services.servicedesk.contracts import Category, Urgency

FEWEST = 0
"""Quantity of a supply that is not ordered."""


class GuestForm(PortalForm):
    """Who the guest is."""

    action: ClassVar[GuestAction]

    token = HiddenField()
    name = StringField("account.name")
    email = StringField("login.email")

    def open(self) -> GuestMachine | None:
        """The machine of the pass; the calls of this request are then the guest's. None if the pass opens nothing: then
        `problems` says so."""
        try:
            return GuestMachine(passes.opened(self.action)["machine"])
        except GuestPassExpired as error:
            self._close(error)
            return None

    def known(self, operation: type[Query]) -> dict[str, Any] | None:
        """What is known at the machine of the pass. None if the pass was used: then `problems` says so."""
        try:
            return query(operation).answer()
        except GuestPassUsed as error:
            self._close(error)
            return None

    @property
    def is_closed(self) -> bool:
        """Whether the pass opens nothing any more."""
        return self.refusal in (GuestPassExpired.code, GuestPassUsed.code)

    @property
    def is_used(self) -> bool:
        return self.refusal == GuestPassUsed.code

    @property
    def fields_sent(self) -> list[tuple[str, str]]:
        """Names and values of all fields, to send them once more."""
        own = {"csrf_token", *HIDDEN, language.CHOICE}
        return [(name, value) for name, value in self.sent.items(multi=True) if name not in own]

    def answers(self) -> dict[str, Any]:
        """Without the pass, which is the caller of the operation."""
        return {name: value for name, value in super().answers().items() if name != "token"}

    def typed(self) -> list[tuple[str, str]]:
        """What was filled in: questions and answers as texts."""
        texts = {"category": "category", "urgency": "urgency"}
        return [
            (
                t(field.label.text),
                t_or(f"{texts[field.name]}.{field.data}", field.data) if field.name in texts else field.data,
            )
            for field in self
            if field.type != "HiddenField" and field.data
        ]

    def typed_by_guest(self) -> list[tuple[str, str]]:
        """As `typed`; empty if nothing but what the page had chosen was sent."""
        chosen = {field.name for field in self if field.type in ("HiddenField", "RadioField")}
        is_typed = any(field.data for field in self if field.name not in chosen) or self.has_choice()
        return self.typed() if is_typed else []

    def has_choice(self) -> bool:
        """Whether the guest chose something that the page had not chosen."""
        return False

    def _close(self, error: ContractError) -> None:
        self.refusal, self.status, self.problems = error.code, error.status, [Problem("", sentence(error))]


class OrderForm(GuestForm):
    """Parallel lists of `sku` and `quantity`, of all supplies that fit."""

    action = GuestAction.ORDER_SUPPLIES

    reason = StringField("guest_order.reason")

    def answers(self) -> dict[str, Any]:
        lines = [{"sku": sku, "quantity": quantity} for sku, quantity in self._quantities() if quantity != FEWEST]
        return super().answers() | {"lines": lines}

    def typed(self) -> list[tuple[str, str]]:
        lines = [f"{line['quantity']} × {line['sku']}" for line in self.answers()["lines"]]
        ordered = [(t("orders.lines"), ", ".join(lines))] if lines else []
        return ordered + super().typed()

    def has_choice(self) -> bool:
        return bool(self.answers()["lines"])

    def quantity(self, sku: str) -> int | str:
        """What was typed at a supply."""
        return dict(self._quantities()).get(sku, FEWEST)

    def problem_at(self, sku: str) -> str:
        """The message at the quantity of a supply."""
        skus = [line["sku"] for line in self.answers()["lines"]]
        field = f"lines-{skus.index(sku)}-quantity" if sku in skus else ""
        return next((problem.text for problem in self.problems if field and problem.field == field), "")

    @property
    def problem_of_lines(self) -> str:
        """The message at all supplies together."""
        return next((problem.text for problem in self.problems if problem.field == "lines"), "")

    @property
    def concerns_a_field(self) -> bool:
        return any(
            problem.field in ("reason", "name", "email") or problem.field[:5] == "lines" for problem in self.problems
        )

    def _quantities(self) -> list[tuple[str, int | str]]:
        skus, quantities = self.sent.getlist("sku"), self.sent.getlist("quantity")
        return [(sku, whole(quantity or str(FEWEST))) for sku, quantity in zip(skus, quantities, strict=False)]


class RequestForm(GuestForm):
    action = GuestAction.REQUEST_SERVICE

    category = RadioField("filing.category", choices=choices("category", Category))
    description = TextAreaField("filing.description")
    error_code = StringField("filing.error_code")
    urgency = RadioField("filing.urgency", choices=choices("urgency", Urgency))

    def has_choice(self) -> bool:
        return bool(self.category.data) or self.urgency.data not in (None, Urgency.NORMAL)


class SightingForm(GuestForm):
    """ "Also seen by me" of a request that is known."""

    action = GuestAction.REQUEST_SERVICE

    request_id = HiddenField()


class StatusForm(PortalForm):
    reference_number = StringField("guest_status.reference_number")
    email = StringField("login.email")
