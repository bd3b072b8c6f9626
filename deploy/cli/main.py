"""`machinepark`: start it, feed it, look after it."""

# fmt: off
import deploy.run.green  # noqa: F401, I001  # makes the process cooperative, before anything that waits is imported
# fmt: on
import sys
from typing import Any

import click

from deploy.cli.import_walk import import_walk
from deploy.cli.rebuild import rebuild
from deploy.cli.say import complain
from deploy.cli.up import up
from deploy.run.lock import Held
from services.chassis import observe
from services.chassis.contract import ContractError
from services.chassis.settings import WrongSetting

OLDEST_PYTHON = (3, 11)


class Sentences(click.Group):
    """What goes wrong is told in a sentence, never as a traceback."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except WrongSetting as error:
            complain(f"A setting is wrong. {error}.")
        except Held as error:
            complain(f"Machinepark already runs with this data folder (process {error.holder or '?'}). Stop it first.")
        except ContractError as error:
            complain(f"The service refused: {error}.")
        except PermissionError as error:
            complain(
                f"No permission for {error.filename}. Make it writable, or set MACHINEPARK_VAR to a folder that is."
            )
        sys.exit(1)


@click.group(cls=Sentences, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--log-level", default="WARNING", type=click.Choice(["DEBUG", "INFO", "WARNING", "ERROR"]))
def main(log_level: str) -> None:
    """Machinepark: a customer portal for companies that service printers."""
    observe.log_to_stderr(as_json=not sys.stderr.isatty(), level=log_level)


main.add_command(up)
main.add_command(import_walk)
main.add_command(rebuild)

if __name__ == "__main__":
    main()
