"""`machinepark import-walk`: import SNMP walks of devices from files."""

import datetime as dt
from pathlib import Path
from typing import Any

import click

from deploy.cli import output
from deploy.cli.connect import OPERATOR, connected_client
from deploy.run.errors import sentence_of
from services.chassis.bus import Client
from services.chassis.contract import InternalError
from services.chassis.settings import load
from services.fleet.collector.printer_mib import observation_of
from services.fleet.collector.snmprec import LARGEST_FILE, UnreadableWalk, read_walk_file
from services.fleet.contracts import SubmitReadings

REASONS = {
    "no_identity": "it has neither a serial number nor a MAC address; give --serial",
    "other_customer": "this serial number or MAC address belongs to a machine of another customer",
    "future": "its time is in the future; give --observed-at",
    "counter_went_down": "its counter is lower than before; staff will check it",
    "invalid": "it has values that cannot be right: {fields}",
    "identity_conflict": "the device reports a different model name as well: {other_model_name}",
    "absent": "there is no such file",
    "is_a_folder": "it is a folder",
    "not_a_file": "it is not a regular file",
    "not_permitted": "permission denied; check its permissions",
    "not_readable": "it could not be read",
    "empty": "it is empty",
    "no_readable_line": "none of its lines has the form `oid|type|value`",
    "too_large": f"it is larger than {LARGEST_FILE // 1024**2} MiB",
    "odd_time": "its time is not one of this age; give --observed-at",
}
OUTCOMES = {"accepted": "imported", "unchanged": "already imported, nothing changed", "held": "held for review"}


@click.command("import-walk")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--customer", required=True, metavar="NUMBER", help="The customer's number.")
@click.option("--serial", default="", help="Serial number of a device that reports none (one file only).")
@click.option(
    "--observed-at", type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]), help="Time of the walk (UTC)."
)
def import_walk(files: tuple[Path, ...], customer: str, serial: str, observed_at: dt.datetime | None) -> None:
    """Import meter readings from SNMP walks (.snmprec FILES). Importing a file again changes nothing."""
    if serial and len(files) > 1:
        raise click.UsageError("--serial can be used with one file only")
    failed = 0
    with connected_client(load()) as client:
        for file in files:
            try:
                reading = _reading(file, serial, observed_at)
                if not _submit(client, customer, file, reading):
                    failed += 1
            except UnreadableWalk as error:
                output.error(f"{file}: not imported: {_reason_text(error.reason_code)}.")
                failed += 1
            except InternalError as error:
                output.error(f"{file}: not imported: {sentence_of(error)}")
                failed += 1
    raise SystemExit(1 if failed else 0)


def _reading(file: Path, serial: str, observed_at: dt.datetime | None) -> dict[str, Any]:
    """A reading for `SubmitReadings`. Its key is the digest of the file, so that it takes effect once."""
    walk = read_walk_file(file)
    for bad in walk.bad_lines:
        output.error(f"{file}, line {bad.number}: skipped, cannot be read: {bad.text[:60]}")
    observation = observation_of(walk)
    if serial:
        observation["device"]["serial_number"] = serial
    try:
        moment = observed_at or dt.datetime.fromtimestamp(file.stat().st_mtime, dt.UTC)
    except (OverflowError, ValueError):
        raise UnreadableWalk(file, "odd_time") from None
    return {"key": walk.digest, "observed_at": moment.replace(tzinfo=dt.UTC), "source": "walk", **observation}


def _submit(client: Client, customer: str, file: Path, reading: dict[str, Any]) -> bool:
    """Whether the reading was not refused."""
    response = client.call(SubmitReadings, OPERATOR, customer_number=customer, readings=[reading])
    result = response["results"][0]
    device = reading["device"]
    name = f"{device['manufacturer']} {device['model_name']}".strip() or "device"
    if result["outcome"] == "refused":
        output.error(f"{file}: not imported: {_reason_text(result['reason'], **_readable(result['params']))}.")
        return False
    suffix = f" ({_reason_text(result['reason'], **result['params'])})" if result["reason"] else ""
    output.info(f"{file}: {name}, {len(reading['supplies'])} supplies: {OUTCOMES[result['outcome']]}{suffix}.")
    return True


def _readable(params: dict[str, Any]) -> dict[str, str]:
    """The parameters of a reason, with invalid fields as text: `counters.total (too_large)`."""
    problems = params.get("fields", [])
    return params | {"fields": ", ".join(f"{'.'.join(map(str, one['path']))} ({one['code']})" for one in problems)}


def _reason_text(reason: str, **params: str) -> str:
    return REASONS.get(reason, reason).format(**params)
