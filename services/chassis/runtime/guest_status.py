"""Steps before a query of the status of what a guest made: counting attempts by number and e-mail address."""

from services.chassis.contract.network_address import network_of
from services.chassis.persistence.rate_limits import Counted, PauseLimit, subject_of
from services.chassis.runtime.prepare_context import PrepareContext

NUMBER_AND_IP = PauseLimit("status of a number from an address", free_attempts=5, full_pause_from=10)
"""One reference number from one network address."""
IP = PauseLimit("status from an address", free_attempts=20, full_pause_from=40)
"""All reference numbers from one network address."""
NUMBER = PauseLimit("status of a number", free_attempts=30, full_pause_from=60)
"""One reference number from all network addresses."""


def count_attempt(context: PrepareContext, reference_number: str, client_address: str) -> Counted:
    """Count an attempt before anything is looked up. A successful one is to be cancelled. Raises TooManyAttempts."""
    network = network_of(client_address)
    counted: Counted = [
        (NUMBER_AND_IP, subject_of(NUMBER_AND_IP, reference_number, network)),
        (IP, subject_of(IP, network)),
        (NUMBER, subject_of(NUMBER, reference_number)),
    ]
    context.count_attempt(counted)
    return counted
