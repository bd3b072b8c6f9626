"""What the command line says."""

import click


def info(sentence: str) -> None:
    click.echo(sentence)


def error(sentence: str) -> None:
    """To standard error."""
    click.secho(sentence, err=True, fg="red")


def progress(sentence: str) -> None:
    """How far something long has come: to standard error, so that what is told stays clean."""
    click.secho(sentence, err=True, dim=True)
