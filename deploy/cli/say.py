"""What the command line says."""

import click


def tell(sentence: str) -> None:
    click.echo(sentence)


def complain(sentence: str) -> None:
    """To standard error."""
    click.secho(sentence, err=True, fg="red")
