"""Forms for setting a password through a mailed link."""

from wtforms import PasswordField, StringField

from gateway.forms import PortalForm


class ForgotForm(PortalForm):
    email = StringField("login.email")


class SetPasswordForm(PortalForm):
    password = PasswordField("password.new")
