"""Registers version 1 of the API."""

from flask import Flask, request
from flask_wtf import CSRFProtect

from gateway.api import problems
from gateway.api.access_requests import access_requests
from gateway.api.account import account
from gateway.api.articles import articles
from gateway.api.audit import audit
from gateway.api.bodies import expect_json
from gateway.api.groups import groups
from gateway.api.guest_access import guest_access
from gateway.api.machines import machines
from gateway.api.openapi import DescribedApi, description
from gateway.api.organisation import organisation
from gateway.api.registrations import registrations
from gateway.api.sessions import sessions
from gateway.api.users import users

RESOURCES = (
    sessions,
    account,
    organisation,
    users,
    groups,
    machines,
    registrations,
    access_requests,
    guest_access,
    audit,
    articles,
)


def set_up(app: Flask, csrf: CSRFProtect) -> None:
    """Register the API. Its views are exempt from the CSRF token: they ignore cookies, and a page of another origin
    cannot set the `Authorization` header."""
    problems.set_up(app)
    api = app.extensions["api"] = DescribedApi(app)
    for resource in RESOURCES:
        api.register(resource)
        csrf.exempt(resource)
    app.register_blueprint(description)

    @app.before_request
    def read_json_only() -> None:
        if problems.below_api() and request.endpoint:
            expect_json()
