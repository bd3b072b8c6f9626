"""Output of the command line."""

import click


def info(sentence: str) -> None:
    click.echo(sentence)


def error(sentence: str) -> None:
    """Write to standard error."""
    click.secho(sentence, err=True, fg="red")


def progress(sentence: str) -> None:
    """Report progress on standard error, so that standard output contains the result only."""
    click.secho(sentence, err=True, dim=True)
