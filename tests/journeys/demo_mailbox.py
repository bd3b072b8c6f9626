"""The demo's mailbox, read over HTTP, because a browser is too slow for a page that is asked again and again."""

import html
import re
import urllib.error
import urllib.request
from typing import NamedTuple

from portal import Portal

ROW = re.compile(r'<a class="name" href="(/mailbox/[0-9a-f-]{36})">(.*?)</a>.*?<td[^>]*><span>(.*?)</span>', re.DOTALL)


class Mail(NamedTuple):
    path: str
    subject: str
    to: str


def mails(portal: Portal) -> list[Mail]:
    """The mails, newest first."""
    return [Mail(*map(html.unescape, row)) for row in ROW.findall(_page(portal, "/mailbox"))]


def subjects(portal: Portal, part: str) -> list[str]:
    """The subjects that contain `part`, newest first."""
    return [mail.subject for mail in mails(portal) if part in mail.subject]


def newest_link(portal: Portal, address: str, path: str) -> str:
    """The link below `path` in the newest mail to an address that has one; empty until there is one."""
    pattern = re.compile(rf"{path}/[0-9a-f]{{32}}\.[\w-]{{43}}")
    links = (pattern.search(_page(portal, mail.path)) for mail in mails(portal) if address in mail.to)
    return next((link[0] for link in links if link), "")


def _page(portal: Portal, path: str) -> str:
    """The page; also one that says that a service is unavailable."""
    try:
        response = urllib.request.urlopen(portal.url + path, timeout=20)
    except urllib.error.HTTPError as error:
        if error.code != 503:
            raise
        response = error
    with response:
        return str(response.read().decode())
