"""Operations of the ordering service."""

from services.chassis.runtime import operation
from services.chassis.runtime.base_service import BaseService
from services.chassis.runtime.periods import longest_period
from services.ordering import commands, contracts, prepare, queries


class OrderingService(BaseService):
    """Orders of supplies, from basket to delivered box, and the catalogue of what fits which machine."""

    name = "ordering"

    upsert_supply = operation(contracts.UpsertSupply, commands.catalogue.upsert_supply)
    list_fitting_supplies = operation(contracts.ListFittingSupplies, queries.catalogue.list_fitting_supplies)
    list_offers = operation(contracts.ListOffers, queries.catalogue.list_offers)
    feed_supplies = operation(contracts.FeedSupplies, queries.catalogue.feed_supplies)
    get_draft = operation(contracts.GetDraft, queries.drafts.get_draft)
    add_to_draft = operation(contracts.AddToDraft, commands.drafts.add_to_draft)
    change_draft = operation(contracts.ChangeDraft, commands.drafts.change_draft)
    set_draft_delivery = operation(contracts.SetDraftDelivery, commands.drafts.set_draft_delivery)
    place_draft = operation(contracts.PlaceDraft, commands.drafts.place_draft)
    expire_draft = operation(contracts.ExpireDraft, commands.drafts.expire_draft)
    place_order = operation(contracts.PlaceOrder, commands.orders.place_order)
    list_orders = operation(contracts.ListOrders, queries.order_lists.list_orders, prepare=longest_period)
    export_orders = operation(
        contracts.ExportOrders, queries.order_lists.export_orders, prepare=longest_period, per_hour=20
    )
    get_order = operation(contracts.GetOrder, queries.orders.get_order)
    count_orders = operation(contracts.CountOrders, queries.orders.count_orders)
    count_own_orders = operation(contracts.CountOwnOrders, queries.orders.count_own_orders)
    cancel_order = operation(contracts.CancelOrder, commands.orders.cancel_order)
    confirm_order = operation(contracts.ConfirmOrder, commands.orders.confirm_order)
    refuse_order = operation(contracts.RefuseOrder, commands.orders.refuse_order)
    ship_order = operation(contracts.ShipOrder, commands.orders.ship_order)
    deliver_order = operation(contracts.DeliverOrder, commands.orders.deliver_order)
    get_guest_order_form = operation(contracts.GetGuestOrderForm, queries.guests.get_guest_order_form)
    check_guest_order = operation(contracts.CheckGuestOrder, queries.guests.check_guest_order)
    place_guest_order = operation(contracts.PlaceGuestOrder, commands.guests.place_guest_order, per_hour=20)
    get_guest_order_status = operation(
        contracts.GetGuestOrderStatus,
        queries.guest_status.get_guest_order_status,
        prepare=prepare.find_status_by_token,
    )
    find_guest_order = operation(
        contracts.FindGuestOrder, queries.guest_status.find_guest_order, prepare=prepare.find_status_by_number
    )
    issue_guest_order_link = operation(
        contracts.IssueGuestOrderLink, commands.guests.issue_guest_order_link, prepare=prepare.ask_for_status_link
    )
    import_order = operation(contracts.ImportOrder, commands.orders.import_order)
