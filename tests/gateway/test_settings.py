"""Settings of the gateway, and messages about wrong values."""

import pytest

from gateway.settings import read_settings
from services.chassis.settings import WrongSetting

KEY = "a-random-text-of-more-than-thirty-two-characters"


@pytest.fixture(autouse=True)
def _only_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DEMO", "SECURE_COOKIES", "BRAND_NAME", "BRAND_COLOUR", "TIME_ZONE", "TRUSTED_PROXIES"):
        monkeypatch.delenv(f"MACHINEPARK_{name}", raising=False)
    monkeypatch.setenv("MACHINEPARK_SECRET_KEY", KEY)


def test_secret_key_is_the_only_required_setting() -> None:
    settings = read_settings()
    assert (settings.secure_cookies, settings.demo, settings.trusted_proxies) == (True, False, 0)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", ""),
        ("SECURE_COOKIES", "perhaps"),
        ("DEMO", "perhaps"),
        ("BRAND_NAME", "x" * 81),
        ("BRAND_COLOUR", "blue"),
        ("BRAND_COLOUR", "#fff"),
        ("BRAND_COLOUR", "#ffcc00"),
        ("BRAND_OPENING_HOURS", "maandag tot vrijdag"),
        ("BRAND_OPENING_HOURS", "Mo-Fr 17:00-08:30"),
        ("BRAND_OPENING_HOURS", "Fr-Mo 08:30-17:00"),
        ("BRAND_OPENING_HOURS", "Mo 08:30-25:00"),
        ("TIME_ZONE", "Mars/Olympus"),
        ("TIME_ZONE", "../etc/passwd"),
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "many"),
    ],
)
def test_wrong_value_is_named_in_one_sentence(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"MACHINEPARK_{name}", value)
    with pytest.raises(WrongSetting) as error:
        read_settings()
    assert str(error.value).startswith(f"MACHINEPARK_{name}: ")
    assert "\n" not in str(error.value)
    assert value == "" or value not in str(error.value) or name != "SECRET_KEY"


def test_colour_with_low_contrast_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MACHINEPARK_BRAND_COLOUR", "#ffcc00")
    with pytest.raises(WrongSetting, match=r"contrast of 1\.5"):
        read_settings()


def test_demo_needs_no_setting_and_uses_plain_http(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MACHINEPARK_SECRET_KEY")
    monkeypatch.setenv("MACHINEPARK_DEMO", "true")
    settings = read_settings()
    assert (settings.secure_cookies, len(settings.secret_key) >= 32) == (False, True)


def test_repr_of_settings_hides_the_key() -> None:
    assert KEY not in repr(read_settings())
