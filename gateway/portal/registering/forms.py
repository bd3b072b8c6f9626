"""The registration form."""

from wtforms import PasswordField, RadioField, StringField

from gateway import language
from gateway.forms import PortalForm, choices
from services.identity.contracts.languages import Language


class RegisterForm(PortalForm):
    customer_number = StringField("register.customer_number")
    name = StringField("account.name")
    email = StringField("login.email")
    telephone = StringField("account.telephone")
    language = RadioField("account.language", choices=choices("language", Language))
    password = PasswordField("register.password")

    def chooses_language(self) -> bool:
        """The answer follows the language of the page as long as it is the same."""
        follows = self.language.data == language.current()
        chosen = super().chooses_language()
        if chosen and follows:
            self.language.data = language.current()
        return chosen

    def answers(self) -> dict[str, str]:
        """Without the language, which the view passes separately, with the page's language as default."""
        return {name: value for name, value in super().answers().items() if name != "language"}
