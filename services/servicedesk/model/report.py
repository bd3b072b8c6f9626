"""What somebody reported with a service request, and whom to contact about it."""

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.persistence.columns import EnumText, personal
from services.servicedesk.contracts import Category, Urgency


class Report:
    """Mixin with the report. A guest gives no contact besides the guest's own name and address."""

    category: Mapped[Category] = mapped_column(EnumText(Category))
    urgency: Mapped[Urgency] = mapped_column(EnumText(Urgency))
    description: Mapped[str] = personal(Text)
    error_code: Mapped[str] = personal(String(40))
    contact_name: Mapped[str] = personal(String(120))
    telephone: Mapped[str] = personal(String(30))
    availability: Mapped[str] = personal(String(200))
