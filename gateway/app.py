"""Puts the gateway together. It opens nothing itself: settings and a client of the bus are handed to it."""

from flask import Flask
from flask_wtf import CSRFProtect

from gateway import assets, callers, cookies, errors, language, log, navigation, security
from gateway.backoffice.customers.views import customers
from gateway.backoffice.mailbox.views import mailbox
from gateway.backoffice.mails.views import mails
from gateway.backoffice.orders.views import staff_orders
from gateway.backoffice.service_requests.views import staff_requests
from gateway.callers import Callers
from gateway.clients import Clients
from gateway.health import health
from gateway.home import home
from gateway.portal.machines.views import machines
from gateway.portal.menu.views import menu
from gateway.portal.orders.basket import basket
from gateway.portal.orders.views import orders
from gateway.portal.service_requests.views import service_requests
from gateway.portal.sessions.views import sessions
from gateway.settings import Settings
from services.chassis.bus import Client

PAGES = (
    health,
    sessions,
    home,
    menu,
    machines,
    basket,
    orders,
    staff_orders,
    service_requests,
    staff_requests,
    customers,
    mails,
)


def create_app(settings: Settings, client: Client) -> Flask:
    """The portal as a WSGI application that calls services through `client`. Safe for many threads."""
    app = Flask(__name__, static_folder=None)
    app.config.update(SECRET_KEY=settings.secret_key, WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=False)
    # The token alone proves that a form is ours: it lives as long as its session, and needs no referrer beside it.
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}

    security.protect(app, https=settings.secure_cookies, trusted_proxies=settings.trusted_proxies)
    log.set_up(app)
    cookies.set_up(app, secure=settings.secure_cookies)
    CSRFProtect(app)
    errors.handle_errors(app)

    clients = app.extensions["clients"] = Clients(client, callers.current_caller)
    app.extensions["callers"] = Callers(clients.identity.find_session)

    language.set_up(app, settings.time_zone)
    assets.keep_assets(app, settings.brand_colour)
    navigation.set_up(app, settings)
    for pages in PAGES:
        app.register_blueprint(pages)
    if settings.demo:
        app.register_blueprint(mailbox)
    return app
