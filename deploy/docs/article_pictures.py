"""Pictures of the articles that come with the software (`services/servicedesk/articles/pictures/`): the part of a page
that a step names, in each language; most have a frame around the button or field to use."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, FloatRect, Page, ViewportSize

from deploy.docs.readme_pictures import log_in, open_machine
from services.identity.contracts.languages import Language
from services.servicedesk.shipped_articles import PICTURES

WINDOW: ViewportSize = {"width": 480, "height": 3000}
"""Narrow, so that its text can still be read where the picture is reduced to the width of a telephone. High, so that
the bar at its end covers nothing."""
SCALE = 1.5
"""Device scale factor of the screenshots."""
MARGIN = 12
"""Pixels of the window around what is shown."""
QUALITY = 80
ADMINISTRATOR, GROUP_USER = "sanne@vandijk.example", "pieter@vandijk.example"
FRAME = """all => all.forEach(one => {
  one.style.outline = "3px solid #c8102e"; one.style.outlineOffset = "3px"; one.style.borderRadius = "4px" })"""
BOXES = """all => all.map(one => one.getBoundingClientRect())
  .map(box => [box.left + scrollX, box.top + scrollY, box.right + scrollX, box.bottom + scrollY])"""


@dataclass(frozen=True, slots=True)
class Picture:
    """`prepare` leads a user of the demo (`email`; a visitor if empty) to the page. `shown` and `framed` are CSS
    selectors of what the picture shows, from the first element to the last, and of what gets a frame."""

    name: str
    email: str
    prepare: Callable[[Page], object]
    shown: str
    framed: str = ""


def _at(path: str) -> Callable[[Page], object]:
    return lambda page: page.goto(path)


def _request_account(page: Page) -> None:
    page.goto("/register")
    typed = {
        "customer_number": "1048823",
        "name": "Lotte Smit",
        "email": "lotte@vandijk.example",
        "password": "12345678",
    }
    for name, text in typed.items():
        page.fill(f"input[name={name}]", text)
    page.locator("h1").click()  # no field has the focus


def _open_supplies(page: Page) -> None:
    open_machine(page, "Balie 1")
    page.locator('.tabs a[href$="/supplies"]').click()


def _choose_machines(page: Page) -> None:
    page.goto("/groups")
    page.get_by_role("link", name="Utrecht", exact=True).click()
    page.locator('main a[href^="/machines?add_to="]').click()
    page.fill("main input[type=search]", "Balie")
    with page.expect_navigation():
        page.press("main input[type=search]", "Enter")
    for box in page.locator("main tbody input[type=checkbox]").all()[:2]:
        box.check()


def _invite(page: Page) -> None:
    page.goto("/users/new")
    page.fill("input[name=name]", "Lotte Smit")
    page.fill("input[name=email]", "lotte@vandijk.example")
    page.locator("input[name=rights]").first.check()
    page.locator("input[name=sees]").first.check()


def _send_service_request(page: Page) -> None:
    open_machine(page, "Archief 3")
    page.locator('main a[href*="/service-requests/new"]').first.click()
    page.locator("input[name=category]").nth(1).check()
    page.fill("textarea[name=description]", "Er zitten strepen op elke afdruk.")
    for _ in range(2):
        with page.expect_navigation():
            page.locator("main form button.primary").click()


def _allow_guests_in_a_group(page: Page) -> None:
    page.goto("/guest-access")
    page.locator("input[name=order_supplies_where][value=in_groups]").check()
    page.locator(".indented label", has_text="Utrecht").first.click()


FIRST_ROWS = "tbody tr:nth-child(-n+2)"
TABS = "main .tabs, main section"
ARTICLE_PICTURES = (
    Picture("register", "", _request_account, "main h1, main form", "main form button.primary"),
    Picture("forgotten-password", "", _at("/login"), "main h1, main form, main .contact", 'a[href="/password/forgot"]'),
    Picture("login-name", ADMINISTRATOR, _at("/account/email"), TABS, '.tabs a[href$="/email"]'),
    Picture("price", ADMINISTRATOR, _open_supplies, f"#fitting, section[aria-labelledby=fitting] {FIRST_ROWS}"),
    Picture("contact", "", _at("/support"), "footer", 'footer a[href$="/contact"]'),
    Picture(
        "toner-level",
        ADMINISTRATOR,
        _open_supplies,
        "main .tabs, section[aria-labelledby=levels]",
        '.tabs a[href$="/supplies"]',
    ),
    Picture("missing-machine", GROUP_USER, _at("/machines?text=823001"), "main > *", ".empty button"),
    Picture(
        "choose-machines",
        ADMINISTRATOR,
        _choose_machines,
        f".select-all, .bulk, {FIRST_ROWS}",
        ".bulk button:not([formaction])",
    ),
    Picture(
        "find-request",
        ADMINISTRATOR,
        _at("/service-requests"),
        f"main > :first-child, {FIRST_ROWS}",
        "main input[type=search]",
    ),
    Picture("reference-number", ADMINISTRATOR, _send_service_request, "main > *"),
    Picture("profile", ADMINISTRATOR, _at("/account"), TABS, "main form button"),
    Picture(
        "guest-access",
        ADMINISTRATOR,
        _allow_guests_in_a_group,
        "section[aria-labelledby=change] h2, main form fieldset:first-of-type",
    ),
    Picture(
        "order-supplies",
        ADMINISTRATOR,
        _at("/orders/new?text=Receptie 2"),
        "main .page-head, main tbody tr:nth-child(-n+2)",
        "main tbody tr:nth-child(2) button",
    ),
    Picture("invite", ADMINISTRATOR, _invite, "main h1, main form", "main form button.primary"),
    Picture("own-data", ADMINISTRATOR, _at("/account/data"), TABS, "main form button"),
)


def take(browser: Browser, url: str) -> Iterator[Path]:
    """Take the pictures of the demo at `url`; yields each file after it was taken."""
    for language in Language:
        for picture in ARTICLE_PICTURES:
            context = browser.new_context(viewport=WINDOW, device_scale_factor=SCALE, locale=language, base_url=url)
            page = context.new_page()
            if picture.email:
                log_in(page, picture.email)
                _switch_language(page, language)
            picture.prepare(page)
            yield _save(page, picture, language)
            context.close()


def _switch_language(page: Page, language: Language) -> None:
    if page.locator("html").get_attribute("lang") != language:
        with page.expect_navigation():
            page.locator('form[action="/language"] button').first.click()


def _save(page: Page, picture: Picture, language: Language) -> Path:
    if picture.framed:
        page.locator(picture.framed).evaluate_all(FRAME)
    shot = page.screenshot(clip=_area(page, picture.shown), full_page=True)
    path = PICTURES / language / f"{picture.name}.webp"
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.open(io.BytesIO(shot)).convert("RGB").save(path, "WEBP", quality=QUALITY, method=6)
    return path


def _area(page: Page, shown: str) -> FloatRect:
    """The smallest area that contains all matches of a selector, with a margin, within the window's width."""
    boxes: list[list[float]] = page.locator(shown).evaluate_all(BOXES)
    left, top = (max(min(box[side] for box in boxes) - MARGIN, 0) for side in (0, 1))
    right = min(max(box[2] for box in boxes) + MARGIN, WINDOW["width"])
    return {"x": left, "y": top, "width": right - left, "height": max(box[3] for box in boxes) + MARGIN - top}
