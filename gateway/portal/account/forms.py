"""Forms of the own account."""

from wtforms import PasswordField, RadioField, SelectChoice, StringField

from gateway.forms import PortalForm
from services.identity.contracts.languages import Language


class ProfileForm(PortalForm):
    name = StringField("account.name")
    function = StringField("account.function")
    telephone = StringField("account.telephone")
    language = RadioField("account.language", choices=[SelectChoice(code, f"language.{code}") for code in Language])


class PasswordForm(PortalForm):
    current_password = PasswordField("password.current")
    password = PasswordField("password.new")


class EmailForm(PortalForm):
    email = StringField("account.new_email")
    password = PasswordField("password.current")
