"""The brand colour (`#rrggbb`): its contrast with white, and the shades derived from it for the style sheet."""

import re

READABLE = 4.5
"""Minimum contrast of text with its background (WCAG 2.2, 1.4.3)."""

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)


def is_colour(text: str) -> bool:
    return bool(_COLOUR.fullmatch(text))


def contrast_with_white(colour: str) -> float:
    """The contrast ratio of WCAG 2.2, from 1 (white) to 21 (black)."""
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def style_sheet(colour: str) -> str:
    """The custom properties that `static/style` uses."""
    return (
        ":root {\n"
        f"  --brand: {colour};\n"
        f"  --brand-dark: {_mixed(colour, _BLACK, 0.25)};\n"
        f"  --brand-soft: {_mixed(colour, _WHITE, 0.9)};\n"
        f"  --brand-bright: {_mixed(colour, _WHITE, 0.55)};\n"
        "}\n"
    )


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _mixed(colour: str, other: tuple[int, int, int], share: float) -> str:
    channels = (
        round(channel * (1 - share) + other_channel * share)
        for channel, other_channel in zip(_parts(colour), other, strict=True)
    )
    return "#" + "".join(f"{part:02x}" for part in channels)
