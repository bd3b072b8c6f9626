"""Logging in."""

from wtforms import HiddenField, PasswordField, StringField

from gateway.forms import PortalForm


class LogInForm(PortalForm):
    """`next` is where one wanted to be."""

    next = HiddenField()
    email = StringField("login.email")
    password = PasswordField("login.password")

    def answers(self) -> dict[str, str]:
        return {"email": self.email.data or "", "password": self.password.data or ""}
