"""Output of lists as a table or as JSON."""

import datetime as dt
import json
import sys
from collections.abc import Sequence
from typing import Any

import click
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from services.chassis.contract.serialization import encode_default

WIDTH_WITHOUT_TERMINAL = 200
as_json = click.option("--json", "as_json", is_flag=True, help="Output as JSON.")


def show(rows: Sequence[dict[str, Any]], columns: dict[str, str], *, as_json: bool, none: str = "None.") -> None:
    """Print rows. `columns`: field → heading. JSON contains all fields, the table those of `columns`. `none` is printed
    instead of an empty table."""
    if as_json:
        say_json(list(rows))
        return
    if not rows:
        click.echo(none)
        return
    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else WIDTH_WITHOUT_TERMINAL, highlight=False)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    numbers = {name for name in columns if all(isinstance(row[name], int) for row in rows)}
    for name, heading in columns.items():
        table.add_column(heading, justify="right" if name in numbers - _boolean_columns(rows, columns) else "left")
    for row in rows:
        table.add_row(*(escape(_cell(row[name])) for name in columns))
    console.print(table)


def say_json(value: Any) -> None:
    click.echo(json.dumps(value, default=encode_default, ensure_ascii=False, indent=2))


def seconds_since(moment: str) -> float:
    """`moment` is ISO 8601."""
    return max(0.0, (dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(moment)).total_seconds())


def age(moment: str | None) -> str:
    """How long ago an ISO 8601 time was: `3 min`; empty for None."""
    if moment is None:
        return ""
    seconds = int(seconds_since(moment))
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def _boolean_columns(rows: Sequence[dict[str, Any]], columns: dict[str, str]) -> set[str]:
    return {name for name in columns if any(isinstance(row[name], bool) for row in rows)}


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = "" if value is None else str(value)
    return "".join(character if character.isprintable() else " " for character in text)
