"""The application factory. It opens no connection: settings and the bus client are passed in."""

from flask import Flask

from gateway import assets, cookies, errors, language, log, navigation, read_only, security, uploads
from gateway.api import problems, v1
from gateway.backoffice.articles.history import article_history
from gateway.backoffice.articles.pictures import article_pictures
from gateway.backoffice.articles.views import staff_articles
from gateway.backoffice.audit.views import installation_audit
from gateway.backoffice.contact.views import staff_contact
from gateway.backoffice.customers.views import customers
from gateway.backoffice.dead_letters.views import dead_letters
from gateway.backoffice.mailbox.views import mailbox
from gateway.backoffice.mails.views import mails
from gateway.backoffice.news.views import staff_news
from gateway.backoffice.orders.views import staff_orders
from gateway.backoffice.service_requests.views import staff_requests
from gateway.backoffice.staff.views import staff
from gateway.callers import SessionCache
from gateway.clients import call_as_visitor
from gateway.clients.password_slots import PasswordSlots
from gateway.countries import country_name
from gateway.csrf import MaskedCSRFProtect
from gateway.guests.orders import guest_orders
from gateway.guests.requests import guest_requests
from gateway.guests.status import guest_status
from gateway.guests.views import guests
from gateway.health import health
from gateway.home import home
from gateway.portal.account.consents import consents
from gateway.portal.account.email_links import email_links
from gateway.portal.account.invitations import invitations
from gateway.portal.account.personal_data import personal_data
from gateway.portal.account.unsubscribe import unsubscribe
from gateway.portal.account.views import account
from gateway.portal.contact.views import contact
from gateway.portal.groups.machines import group_machines
from gateway.portal.groups.users import group_users
from gateway.portal.groups.views import machine_groups
from gateway.portal.guest_access.views import guest_access
from gateway.portal.labels.machine import machine_label
from gateway.portal.labels.views import labels
from gateway.portal.machines.views import machines
from gateway.portal.menu.views import menu
from gateway.portal.orders.basket import basket
from gateway.portal.orders.views import orders
from gateway.portal.organisation.confirmation_address import confirmation_address
from gateway.portal.organisation.views import organisation
from gateway.portal.passwords.views import passwords
from gateway.portal.registering.views import registering
from gateway.portal.registrations.access import access_requests
from gateway.portal.registrations.settings import self_registration
from gateway.portal.registrations.views import registrations
from gateway.portal.service_requests.views import service_requests
from gateway.portal.sessions.views import sessions
from gateway.portal.users.audit import audit
from gateway.portal.users.impersonation import viewing
from gateway.portal.users.machine_access import machine_access
from gateway.portal.users.views import users
from gateway.robots import robots
from gateway.settings import Settings
from gateway.support.contact import support_contact
from gateway.support.feedback import support_feedback
from gateway.support.privacy import support_privacy
from gateway.support.views import support
from services.chassis.bus import Client
from services.chassis.contract.contact_details import telephone_uri
from services.identity.contracts import GetSession, TouchSession

PAGES = (
    health,
    sessions,
    passwords,
    registering,
    account,
    personal_data,
    email_links,
    invitations,
    users,
    viewing,
    audit,
    machine_access,
    registrations,
    access_requests,
    self_registration,
    home,
    menu,
    machines,
    machine_groups,
    group_machines,
    group_users,
    basket,
    orders,
    staff_orders,
    service_requests,
    staff_requests,
    customers,
    mails,
    organisation,
    confirmation_address,
    contact,
    staff_contact,
    staff_articles,
    article_history,
    article_pictures,
    staff,
    staff_news,
    consents,
    unsubscribe,
    installation_audit,
    dead_letters,
    robots,
    support,
    support_contact,
    support_feedback,
    guests,
    guest_orders,
    guest_requests,
    guest_status,
    guest_access,
    labels,
    machine_label,
    support_privacy,
)
OF_A_CUSTOMER = (
    (users, "users"),
    (audit, "audit"),
    (machine_access, "machine_access"),
    (guest_access, "guest_access"),
)
"""Blueprints registered a second time for staff, below `/backoffice/customers/<customer_id>`."""


def create_app(settings: Settings, client: Client) -> Flask:
    """Create the WSGI application, which calls services through `client` and is thread-safe."""
    app = Flask(__name__, static_folder=None)
    app.config.update(SECRET_KEY=settings.secret_key, WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=False)
    # The CSRF token is valid as long as its session; the referrer is not checked in addition.
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}

    security.protect(app, https=settings.secure_cookies, trusted_proxies=settings.trusted_proxies)
    log.set_up(app)
    cookies.set_up(app, secure=settings.secure_cookies)
    uploads.set_up(app)
    csrf = MaskedCSRFProtect(app)
    errors.handle_errors(app, below_api=problems.below_api, problem=problems.answer)

    app.extensions["bus"] = client
    slots = settings.password_slots
    app.extensions["password_slots"] = PasswordSlots(slots) if slots else None
    app.extensions["sessions"] = SessionCache(
        find=lambda token: call_as_visitor(GetSession, token=token),
        touch=lambda token: call_as_visitor(TouchSession, token=token),
    )

    app.config["PORTAL_URL"] = settings.portal_url
    app.config["ORGANIZER"] = {"name": settings.brand_name, "email": settings.brand_email or settings.mail_from}
    app.config["TELEPHONE"] = settings.brand_telephone
    language.set_up(app, settings.time_zone)
    app.jinja_env.globals["telephone_uri"] = telephone_uri
    read_only.set_up(app)
    assets.set_up(app, settings.brand_colour)
    app.jinja_env.globals["country_name"] = country_name
    navigation.set_up(app, settings)
    for pages in PAGES:
        app.register_blueprint(pages)
    v1.set_up(app, csrf)
    csrf.exempt(unsubscribe)
    for pages, name in OF_A_CUSTOMER:
        prefix = f"/backoffice/customers/<uuid:customer_id>/{name.replace('_', '-')}"
        app.register_blueprint(pages, name=f"customer_{name}", url_prefix=prefix)
    if settings.demo:
        app.register_blueprint(mailbox)
    return app
