"""Operations of the fleet service."""

from services.chassis.runtime import operation
from services.chassis.runtime.base_service import BaseService
from services.fleet import commands, contracts, prepare, queries


class FleetService(BaseService):
    """Machines and their models, groups, readings and supply levels."""

    name = "fleet"

    upsert_model = operation(contracts.UpsertModel, commands.machines.upsert_model)
    upsert_machine = operation(contracts.UpsertMachine, commands.machines.upsert_machine)
    submit_readings = operation(contracts.SubmitReadings, commands.readings.submit_readings)
    upsert_group = operation(contracts.UpsertGroup, commands.groups.upsert_group)
    delete_group = operation(contracts.DeleteGroup, commands.groups.delete_group)
    list_machines = operation(contracts.ListMachines, queries.lists.list_machines)
    list_machine_filters = operation(contracts.ListMachineFilters, queries.lists.list_machine_filters)
    get_overview = operation(contracts.GetOverview, queries.overview.get_overview)
    get_machine = operation(contracts.GetMachine, queries.machine.get_machine)
    list_readings = operation(contracts.ListReadings, queries.machine.list_readings)
    list_monthly_volumes = operation(
        contracts.ListMonthlyVolumes, queries.volumes.list_monthly_volumes, prepare=prepare.dealer_time_zone
    )
    feed_machines = operation(contracts.FeedMachines, queries.feeds.feed_machines)
    feed_models = operation(contracts.FeedModels, queries.feeds.feed_models)
    feed_groups = operation(contracts.FeedGroups, queries.feeds.feed_groups)
    create_group = operation(contracts.CreateGroup, commands.groups.create_group)
    rename_group = operation(contracts.RenameGroup, commands.groups.rename_group)
    add_machines_to_group = operation(contracts.AddMachinesToGroup, commands.groups.add_machines_to_group)
    remove_machines_from_group = operation(
        contracts.RemoveMachinesFromGroup, commands.groups.remove_machines_from_group
    )
    list_groups = operation(contracts.ListGroups, queries.groups.list_groups)
    count_machines_to_add = operation(contracts.CountMachinesToAdd, queries.groups.count_machines_to_add)
    get_group = operation(contracts.GetGroup, queries.groups.get_group)
    list_machine_groups = operation(contracts.ListMachineGroups, queries.machine_groups.list_machine_groups)
    export_machine_groups = operation(
        contracts.ExportMachineGroups, queries.machine_groups.export_machine_groups, per_hour=20
    )
    get_hidden_machine = operation(contracts.GetHiddenMachine, queries.hidden.get_hidden_machine, per_hour=60)
    identify_machine = operation(contracts.IdentifyMachine, queries.hidden.identify_machine)

    # Guests, who have no account
    get_guest_access = operation(contracts.GetGuestAccess, queries.guest_access.get_guest_access)
    change_guest_access = operation(contracts.ChangeGuestAccess, commands.guest_access.change_guest_access)
    stop_guest_access = operation(contracts.StopGuestAccess, commands.guest_access.stop_guest_access)
    find_guest_machine = operation(contracts.FindGuestMachine, queries.guest_access.find_guest_machine)
    get_machine_label = operation(contracts.GetMachineLabel, queries.labels.get_machine_label)
    issue_machine_labels = operation(contracts.IssueMachineLabels, commands.labels.issue_machine_labels)
    revoke_machine_labels = operation(contracts.RevokeMachineLabels, commands.labels.revoke_machine_labels)
