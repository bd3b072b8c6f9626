"""The login form."""

from wtforms import HiddenField, PasswordField, StringField

from gateway.forms import PortalForm


class LogInForm(PortalForm):
    """`next`: the URL to go to after login."""

    next = HiddenField()
    email = StringField("login.email")
    password = PasswordField("login.password")

    def answers(self) -> dict[str, str]:
        return {"email": self.email.data or "", "password": self.password.data or ""}
