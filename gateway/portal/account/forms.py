"""Forms of the own account."""

from wtforms import PasswordField, RadioField, StringField

from gateway.forms import PortalForm, choices
from services.identity.contracts.languages import Language


class ProfileForm(PortalForm):
    name = StringField("account.name")
    function = StringField("account.function")
    telephone = StringField("account.telephone")
    language = RadioField("account.language", choices=choices("language", Language))


class PasswordForm(PortalForm):
    current_password = PasswordField("password.current")
    password = PasswordField("password.new")


class RemovalForm(PortalForm):
    password = PasswordField("password.current")


class EmailForm(PortalForm):
    email = StringField("account.new_email")
    password = PasswordField("password.current")
