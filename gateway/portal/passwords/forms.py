"""Setting a password through a link."""

from wtforms import PasswordField, StringField

from gateway.forms import PortalForm


class ForgotForm(PortalForm):
    """Where the link is to go."""

    email = StringField("login.email")


class SetPasswordForm(PortalForm):
    password = PasswordField("password.new")
