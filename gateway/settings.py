"""The gateway's settings, read from the environment. An invalid value is refused at start-up."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from environs import Env

from gateway import brand, opening_hours
from gateway.opening_hours import OpeningHours
from services.chassis.settings import LOCAL_PORTAL_URL, WrongSetting, is_line, read, read_portal_url, secret

SHORTEST_KEY = 32
HOME_ZONE = ZoneInfo("Europe/Amsterdam")
DEFAULT_COLOUR = "#0a5f8f"
MAX_PROXIES = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """An empty `brand_name` means the translated default name. `portal_url` is the portal's address without a path, for
    links used outside the portal. `trusted_proxies` is the number of reverse proxies,
    `password_slots` the number of requests with a password that are handled at the same time, 0 if any number."""

    secret_key: str = field(repr=False)
    secure_cookies: bool = True
    brand_name: str = ""
    brand_colour: str = DEFAULT_COLOUR
    brand_telephone: str = ""
    brand_email: str = ""
    opening_hours: tuple[OpeningHours, ...] = ()
    mail_from: str = "portal@dealer.example"
    portal_url: str = LOCAL_PORTAL_URL
    time_zone: ZoneInfo = HOME_ZONE
    demo: bool = False
    trusted_proxies: int = 0
    password_slots: int = 0


def read_settings(env: Env | None = None) -> Settings:
    """Read the `MACHINEPARK_…` variables. Raises WrongSetting."""
    env = env or Env()

    def get(name: str, parse: str, default: Any, sentence: str, valid: Callable[[Any], bool] = _accept_any) -> Any:
        return read(env, f"MACHINEPARK_{name}", parse, default, sentence, valid)

    demo = get("DEMO", "bool", False, "give true or false")
    one_line = "give one line of at most 80 characters, or nothing"
    return Settings(
        secret_key=get(
            "SECRET_KEY",
            "str",
            secret("SECRET_KEY") or (_random_key() if demo else ""),
            f"give a random text of at least {SHORTEST_KEY} characters, and keep it secret",
            lambda key: len(key) >= SHORTEST_KEY,
        ),
        secure_cookies=get("SECURE_COOKIES", "bool", not demo, "give true or false"),
        brand_name=get("BRAND_NAME", "str", "", one_line, is_line),
        brand_colour=_colour(get("BRAND_COLOUR", "str", DEFAULT_COLOUR, "give a colour")),
        brand_telephone=get("BRAND_TELEPHONE", "str", "", one_line, is_line),
        brand_email=get("BRAND_EMAIL", "str", "", one_line, is_line),
        opening_hours=_opening_hours(get("BRAND_OPENING_HOURS", "str", "", one_line, is_line)),
        mail_from=get("MAIL_FROM", "str", "portal@dealer.example", one_line, is_line),
        portal_url=read_portal_url(env),
        time_zone=_zone(get("TIME_ZONE", "str", HOME_ZONE.key, "give an IANA zone")),
        demo=demo,
        trusted_proxies=get(
            "TRUSTED_PROXIES",
            "int",
            0,
            f"give the number of proxies in front of the portal, 0 to {MAX_PROXIES}",
            lambda number: 0 <= number <= MAX_PROXIES,
        ),
    )


def _random_key() -> str:
    """A key for the demo, which is one process; open forms become invalid when it restarts."""
    return secrets.token_urlsafe(SHORTEST_KEY)


def _accept_any(_value: Any) -> bool:
    return True


def _colour(value: str) -> str:
    name, colour = "MACHINEPARK_BRAND_COLOUR", value.strip().lower()
    if not brand.is_colour(colour):
        raise WrongSetting(name, f"give a hash and six hexadecimal digits, like {DEFAULT_COLOUR}")
    contrast = brand.contrast_with_white(colour)
    if contrast < brand.READABLE:
        raise WrongSetting(
            name,
            f"give a darker colour: white letters on {colour} have a contrast of {contrast:.1f}, "
            f"and need at least {brand.READABLE}",
        )
    return colour


def _opening_hours(text: str) -> tuple[OpeningHours, ...]:
    try:
        return tuple(opening_hours.parse(text))
    except ValueError:
        sentence = "give days and times such as Mo-Fr 08:30-17:00; Sa 09:00-12:00, or nothing"
        raise WrongSetting("MACHINEPARK_BRAND_OPENING_HOURS", sentence) from None


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise WrongSetting("MACHINEPARK_TIME_ZONE", "give an IANA zone such as Europe/Amsterdam") from None
