"""Settings of a process, from the environment. An invalid value stops the start with a message about what to set."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import available_timezones

from environs import Env, FileAwareEnv
from environs.exceptions import EnvError

from services.chassis.contract.contact_details import canonical_email
from services.chassis.contract.periods import MOST_DAYS

LONGEST_LINE = 80
"""Characters of a setting that is shown on one line."""
MOST_NUMBER = 1_000_000
NUMBERS = f", each name once and each number from 1 to {MOST_NUMBER}, or nothing"
"""End of the sentence about a setting of `_are_numbers`."""
"""Of a setting that lists numbers by name."""
HIGHEST_METRICS_PORT = 65530
"""Full mode uses this port and the five that follow."""
LOCAL_PORTAL_URL = "http://127.0.0.1:8000"


class WrongSetting(Exception):
    """A setting is invalid; the message says what to set."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(f"{name}: {sentence}")
        self.name = name


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings shared by all services of a process.

    `amqp_url` empty: the in-process bus. `database_url` contains `{service}`: one database per service.
    `shared_broker_user` may claim any caller: only for development with a single broker user. `clock_file` contains
    seconds by which the clock is shifted, for tests. `smtp_url` empty: mails are stored in a folder below `var`.
    `brand_name` empty: each language has its own name for the portal. `brand_email` receives the mails to the dealer
    and the answers to mails; empty: none are sent. A session ends after `session_idle_minutes` without use, and at the
    latest after `session_hours`. `call_timeout_seconds`: how long a call of another service may take. `hourly_limits`:
    calls of one person per hour, by operation, instead of the number in `service.py`. `retention_days`: how many days
    something is kept, by the name of its retention rule, instead of the number of the rule.
    `service_history_max_days`: how long a period may be by which histories are listed, 0 if it may have any length.
    `low_priority`: processes for whose work nobody waits run at a lower CPU priority. `metrics_port` 0: Prometheus
    metrics are not served.
    """

    var: Path = Path("var")
    amqp_url: str = ""
    database_url: str = ""
    shared_broker_user: str = ""
    clock_file: Path | None = None
    check_responses: bool = False
    demo: bool = False
    smtp_url: str = ""
    mail_from: str = "portal@dealer.example"
    portal_url: str = LOCAL_PORTAL_URL
    brand_name: str = ""
    brand_telephone: str = ""
    brand_address: str = ""
    brand_email: str = ""
    session_idle_minutes: int = 120
    session_hours: int = 12
    time_zone: str = "Europe/Amsterdam"
    call_timeout_seconds: float = 5.0
    hourly_limits: Mapping[str, int] = field(default_factory=dict)
    retention_days: Mapping[str, int] = field(default_factory=dict)
    service_history_max_days: int = 90
    low_priority: bool = True
    metrics_host: str = "127.0.0.1"
    metrics_port: int = 0

    def database_of(self, service: str) -> str:
        url = self.database_url or f"sqlite:///{self.var}/{{service}}.db"
        return url.replace("{service}", service)


def read(env: Env, name: str, parse: str, default: Any, sentence: str, valid: Callable[[Any], bool]) -> Any:
    """Read one setting. Raises WrongSetting with `sentence` if it cannot be parsed or is not `valid`."""
    try:
        value = getattr(env, parse)(name, default)
    except EnvError:
        raise WrongSetting(name, sentence) from None
    if not valid(value):
        raise WrongSetting(name, sentence)
    return value


def read_portal_url(env: Env) -> str:
    """The portal's address, without a slash at the end. Raises WrongSetting."""
    sentence = "give the portal's address, with https://"
    url: str = read(env, "MACHINEPARK_PORTAL_URL", "str", LOCAL_PORTAL_URL, sentence, lambda value: "://" in value)
    return url.rstrip("/")


def secret(name: str) -> str:
    """The variable `MACHINEPARK_{name}`, or the content of the file that `MACHINEPARK_{name}_FILE` names; else empty.

    Raises WrongSetting if the file cannot be read.
    """
    try:
        return FileAwareEnv(strip_whitespace=True).str(f"MACHINEPARK_{name}", "")
    except (OSError, ValueError):
        raise WrongSetting(f"MACHINEPARK_{name}_FILE", "give the path of a file that this user can read") from None


def _with_password(url: str, password: str) -> str:
    """The URL with this password, unless it has one or names no user."""
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    if not (password and at) or ":" in user:
        return url
    return parts._replace(netloc=f"{user}:{quote(password, safe='')}@{host}").geturl()


def _anything(_value: Any) -> bool:
    return True


def _is_amqp(url: str) -> bool:
    return not url or urlsplit(url).scheme in ("amqp", "amqps", "pyamqp")


def _is_database(url: str) -> bool:
    return not url or ("{service}" in url and url.split(":")[0].split("+")[0] in ("sqlite", "postgresql", "postgres"))


def _is_smtp(url: str) -> bool:
    return not url or (urlsplit(url).scheme in ("smtp", "smtps") and bool(urlsplit(url).hostname))


def _is_metrics_port(value: str) -> bool:
    return not value or (value.isascii() and value.isdigit() and 0 < int(value) <= HIGHEST_METRICS_PORT)


def _is_zone(name: str) -> bool:
    return name in available_timezones()


def _is_email(text: str) -> bool:
    return canonical_email(text) != ""


def is_line(text: str) -> bool:
    """Whether it is one line of at most LONGEST_LINE characters without control characters."""
    return len(text) <= LONGEST_LINE and text.isprintable()


def _numbers(text: str) -> dict[str, int]:
    """`name=number,…` as a dict. Raises ValueError, also for a name that is given twice."""
    pairs = [pair.partition("=") for pair in text.split(",") if pair.strip()]
    numbers = {name.strip(): int(number) for name, _, number in pairs}
    if len(numbers) < len(pairs):
        raise ValueError
    return numbers


def _are_numbers(text: str) -> bool:
    try:
        return all(name and 0 < number <= MOST_NUMBER for name, number in _numbers(text).items())
    except ValueError:
        return False


def load(env: Env | None = None) -> Settings:
    """Read the variables `MACHINEPARK_…` (.env.example). Raises WrongSetting."""
    env = env or Env()

    def get(name: str, parse: str, default: Any, sentence: str, valid: Callable[[Any], bool] = _anything) -> Any:
        return read(env, f"MACHINEPARK_{name}", parse, default, sentence, valid)

    clock = get("CLOCK_FILE", "str", "", "give the path of a file")
    return Settings(
        var=Path(get("VAR", "str", "var", "give the path of a folder")),
        amqp_url=_with_password(
            get("AMQP_URL", "str", "", "give amqp://user:password@host:5672/vhost, or nothing", _is_amqp),
            secret("AMQP_PASSWORD"),
        ),
        database_url=_with_password(
            get(
                "DATABASE_URL",
                "str",
                "",
                "give sqlite:/// or postgresql:// with {service} in it, or nothing",
                _is_database,
            ),
            secret("DATABASE_PASSWORD"),
        ),
        shared_broker_user=get("SHARED_BROKER_USER", "str", "", "give a broker user's name, or nothing"),
        clock_file=Path(clock) if clock else None,
        demo=get("DEMO", "bool", False, "give true or false"),
        smtp_url=get("SMTP_URL", "str", "", "give smtp://user:password@host:25, or nothing", _is_smtp),
        mail_from=get("MAIL_FROM", "str", "portal@dealer.example", "give a mail address without a name", _is_email),
        portal_url=read_portal_url(env),
        brand_name=get("BRAND_NAME", "str", "", "give the dealer's name on one line", is_line),
        brand_telephone=get("BRAND_TELEPHONE", "str", "", "give the dealer's telephone number on one line", is_line),
        brand_address=get("BRAND_ADDRESS", "str", "", "give the dealer's postal address on one line", is_line),
        brand_email=get(
            "BRAND_EMAIL", "str", "", "give the dealer's mail address, or nothing", lambda v: not v or _is_email(v)
        ),
        session_idle_minutes=get(
            "SESSION_IDLE_MINUTES", "int", 120, "give a number of minutes, 2 to 1440", lambda v: 2 <= v <= 1440
        ),
        session_hours=get("SESSION_HOURS", "int", 12, "give a number of hours, 1 to 168", lambda v: 1 <= v <= 168),
        time_zone=get("TIME_ZONE", "str", "Europe/Amsterdam", "give an IANA zone such as Europe/Amsterdam", _is_zone),
        call_timeout_seconds=get(
            "CALL_TIMEOUT_SECONDS", "float", 5.0, "give a number of seconds, 1 to 120", lambda v: 1 <= v <= 120
        ),
        hourly_limits=_numbers(
            get("HOURLY_LIMITS", "str", "", f"give operation=number,operation=number{NUMBERS}", _are_numbers)
        ),
        retention_days=_numbers(get("RETENTION_DAYS", "str", "", f"give name=days,name=days{NUMBERS}", _are_numbers)),
        service_history_max_days=get(
            "SERVICE_HISTORY_MAX_DAYS",
            "int",
            90,
            f"give a number of days, 1 to {MOST_DAYS}, or 0 for periods of any length",
            lambda v: 0 <= v <= MOST_DAYS,
        ),
        low_priority=get("LOW_PRIORITY", "bool", True, "give true or false"),
        metrics_host=get("METRICS_HOST", "str", "127.0.0.1", "give an address of this computer", bool),
        metrics_port=int(
            get(
                "METRICS_PORT",
                "str",
                "",
                f"give a number from 1 to {HIGHEST_METRICS_PORT}, or nothing",
                _is_metrics_port,
            )
            or 0
        ),
    )
