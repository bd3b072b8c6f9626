"""Contracts of fleet: machines, models, groups, readings and supply levels."""

from services.fleet.contracts.group_additions import *
from services.fleet.contracts.groups import *
from services.fleet.contracts.guest_access import *
from services.fleet.contracts.hidden import *
from services.fleet.contracts.labels import *
from services.fleet.contracts.machine_groups import *
from services.fleet.contracts.machine_lists import *
from services.fleet.contracts.machine_rows import *
from services.fleet.contracts.machines import *
from services.fleet.contracts.models import *
from services.fleet.contracts.readings import *
from services.fleet.contracts.supplies import *
from services.fleet.contracts.volumes import *
