"""What search engines may list (RFC 9309): the support centre, and nothing else."""

from flask import Blueprint, Response, current_app, url_for

from gateway.guards import open_to_all

robots = Blueprint("robots", __name__)


@robots.get("/robots.txt")
@open_to_all
def rules() -> Response:
    sitemap = current_app.config["PORTAL_URL"] + url_for("support.sitemap")
    lines = ("User-agent: *", "Allow: /support", "Allow: /assets/", "Disallow: /", "", f"Sitemap: {sitemap}", "")
    return Response("\n".join(lines), mimetype="text/plain")
