"""Operations of the identity service."""

from services.chassis.runtime import operation
from services.chassis.runtime.base_service import BaseService
from services.identity import collecting, commands, contracts, prepare, queries
from services.identity.prepare import guest_passes


class IdentityService(BaseService):
    """Customers, their users, the dealer's staff, who is logged in, and passes of guests."""

    name = "identity"

    upsert_customer = operation(contracts.UpsertCustomer, commands.customers.upsert_customer)
    upsert_user = operation(contracts.UpsertUser, commands.upserts.upsert_user, prepare=prepare.hash_given_password)
    upsert_staff = operation(contracts.UpsertStaff, commands.upserts.upsert_staff, prepare=prepare.hash_given_password)
    get_mail_recipient = operation(contracts.GetMailRecipient, queries.persons.get_mail_recipient)
    list_mail_recipients = operation(contracts.ListMailRecipients, queries.names.list_mail_recipients)
    list_person_names = operation(contracts.ListPersonNames, queries.names.list_person_names)
    list_customers = operation(contracts.ListCustomers, queries.customers.list_customers)
    feed_customers = operation(contracts.FeedCustomers, queries.customers.feed_customers)
    feed_memberships = operation(contracts.FeedMemberships, queries.users.feed_memberships)

    # The own account: login, sessions, password, address, profile
    log_in = operation(contracts.LogIn, commands.sessions.log_in, prepare=prepare.verify_login)
    log_out = operation(contracts.LogOut, commands.sessions.log_out)
    check_known_address = operation(contracts.CheckKnownAddress, queries.persons.check_known_address)
    get_session = operation(contracts.GetSession, queries.sessions.get_session)
    touch_session = operation(contracts.TouchSession, commands.sessions.touch_session, prepare=prepare.session_timeout)
    list_sessions = operation(contracts.ListSessions, queries.sessions.list_sessions)
    end_session = operation(contracts.EndSession, commands.sessions.end_session)
    end_other_sessions = operation(contracts.EndOtherSessions, commands.sessions.end_other_sessions)
    switch_customer = operation(contracts.SwitchCustomer, commands.sessions.switch_customer)
    start_impersonation = operation(contracts.StartImpersonation, commands.impersonation.start_impersonation)
    stop_impersonation = operation(contracts.StopImpersonation, commands.impersonation.stop_impersonation)
    get_account = operation(contracts.GetAccount, queries.persons.get_account)
    change_profile = operation(contracts.ChangeProfile, commands.accounts.change_profile)
    change_password = operation(
        contracts.ChangePassword, commands.accounts.change_password, prepare=prepare.prepare_password_change
    )
    request_password_reset = operation(
        contracts.RequestPasswordReset, commands.accounts.request_password_reset, prepare=prepare.count_password_reset
    )
    set_password = operation(
        contracts.SetPassword, commands.accounts.set_password, prepare=prepare.hash_linked_password
    )
    request_email_change = operation(
        contracts.RequestEmailChange, commands.accounts.request_email_change, prepare=prepare.prepare_email_change
    )
    confirm_email = operation(contracts.ConfirmEmail, commands.accounts.confirm_email)
    undo_email = operation(contracts.UndoEmail, commands.accounts.undo_email)
    get_consents = operation(contracts.GetConsents, queries.consents.get_consents)
    give_consent = operation(contracts.GiveConsent, commands.consents.give_consent)
    withdraw_consent = operation(contracts.WithdrawConsent, commands.consents.withdraw_consent)
    get_consent_of_code = operation(contracts.GetConsentOfCode, queries.consents.get_consent_of_code)
    withdraw_consent_of_code = operation(contracts.WithdrawConsentOfCode, commands.consents.withdraw_consent_of_code)
    count_news_readers = operation(contracts.CountNewsReaders, queries.consents.count_news_readers)
    list_news_readers = operation(contracts.ListNewsReaders, queries.consents.list_news_readers)
    get_news_reader = operation(contracts.GetNewsReader, queries.consents.get_news_reader)
    check_own_removal = operation(contracts.CheckOwnRemoval, queries.persons.check_own_removal)
    remove_own_account = operation(
        contracts.RemoveOwnAccount, commands.removal.remove_own_account, prepare=collecting.prepare_removal
    )
    erase_user = operation(contracts.EraseUser, commands.removal.erase_user, prepare=collecting.find_rows)
    request_data_export = operation(
        contracts.RequestDataExport,
        commands.data_exports.request_data_export,
        prepare=collecting.export_days,
        per_hour=10,
    )
    get_data_export = operation(
        contracts.GetDataExport, queries.data_exports.get_data_export, prepare=collecting.export_days
    )
    stop_data_export = operation(contracts.StopDataExport, commands.data_exports.stop_data_export)
    read_data_export_part = operation(contracts.ReadDataExportPart, queries.data_exports.read_data_export_part)
    read_data_export_section = operation(contracts.ReadDataExportSection, queries.data_exports.read_data_export_section)
    collect_data_export = operation(
        contracts.CollectDataExport, commands.data_exports.collect_data_export, prepare=collecting.ask_next_service
    )
    get_link_mail = operation(contracts.GetLinkMail, queries.links.get_link_mail)
    get_link = operation(contracts.GetLink, queries.links.get_link)
    issue_link = operation(contracts.IssueLink, commands.links.issue_link)

    # User administration and audit log
    list_users = operation(contracts.ListUsers, queries.users.list_users)
    get_user = operation(contracts.GetUser, queries.users.get_user)
    invite_user = operation(
        contracts.InviteUser, commands.invitations.invite_user, prepare=prepare.fetch_missing_groups, per_hour=60
    )
    answer_invitation = operation(contracts.AnswerInvitation, commands.invitations.answer_invitation)
    resend_invitation = operation(
        contracts.ResendInvitation, commands.invitations.resend_invitation, prepare=prepare.count_invitation
    )
    change_rights = operation(contracts.ChangeRights, commands.users.change_rights)
    change_scope = operation(contracts.ChangeScope, commands.scopes.change_scope, prepare=prepare.fetch_missing_groups)
    add_users_to_group = operation(
        contracts.AddUsersToGroup, commands.scopes.add_users_to_group, prepare=prepare.fetch_missing_groups
    )
    remove_user_from_group = operation(
        contracts.RemoveUserFromGroup, commands.scopes.remove_user_from_group, prepare=prepare.fetch_missing_groups
    )
    count_group_users = operation(
        contracts.CountGroupUsers, queries.users.count_group_users, prepare=prepare.fetch_missing_groups
    )
    deactivate_user = operation(contracts.DeactivateUser, commands.users.deactivate_user)
    reactivate_user = operation(contracts.ReactivateUser, commands.users.reactivate_user)
    remove_user = operation(contracts.RemoveUser, commands.users.remove_user)
    list_audit = operation(contracts.ListAudit, queries.audit.list_audit, per_hour=3000)
    export_audit = operation(contracts.ExportAudit, queries.audit.export_audit, per_hour=20)

    # Registrations and access requests
    register = operation(contracts.Register, commands.registering.register, prepare=prepare.prepare_registration)
    confirm_registration = operation(contracts.ConfirmRegistration, commands.registering.confirm_registration)
    get_self_registration = operation(contracts.GetSelfRegistration, queries.registrations.get_self_registration)
    change_self_registration = operation(
        contracts.ChangeSelfRegistration, commands.registering.change_self_registration
    )
    get_confirmation_address = operation(
        contracts.GetConfirmationAddress, queries.confirmation_address.get_confirmation_address
    )
    request_confirmation_address = operation(
        contracts.RequestConfirmationAddress,
        commands.confirmation_address.request_confirmation_address,
        prepare=prepare.count_confirmation_link,
        per_hour=20,
    )
    confirm_confirmation_address = operation(
        contracts.ConfirmConfirmationAddress, commands.confirmation_address.confirm_confirmation_address
    )
    remove_confirmation_address = operation(
        contracts.RemoveConfirmationAddress, commands.confirmation_address.remove_confirmation_address
    )
    list_registrations = operation(contracts.ListRegistrations, queries.registrations.list_registrations)
    get_registration = operation(contracts.GetRegistration, queries.registrations.get_registration)
    approve_registration = operation(
        contracts.ApproveRegistration, commands.registrations.approve_registration, prepare=prepare.fetch_missing_groups
    )
    refuse_registration = operation(contracts.RefuseRegistration, commands.registrations.refuse_registration)
    assign_registration = operation(contracts.AssignRegistration, commands.registrations.assign_registration)
    remind_registration = operation(contracts.RemindRegistration, commands.registrations.remind_registration)
    expire_registration = operation(contracts.ExpireRegistration, commands.registrations.expire_registration)
    request_machine_access = operation(
        contracts.RequestMachineAccess,
        commands.access_requests.request_machine_access,
        prepare=prepare.identify_machine,
        per_hour=20,
    )
    list_access_requests = operation(contracts.ListAccessRequests, queries.access_requests.list_access_requests)
    count_pending_requests = operation(contracts.CountPendingRequests, queries.pending_requests.count_pending_requests)
    list_pending_requests = operation(contracts.ListPendingRequests, queries.pending_requests.list_pending_requests)
    get_own_access_request = operation(contracts.GetOwnAccessRequest, queries.access_requests.get_own_access_request)
    get_access_request = operation(contracts.GetAccessRequest, queries.access_requests.get_access_request)
    grant_access = operation(
        contracts.GrantAccess, commands.access_requests.grant_access, prepare=prepare.fetch_groups_of_requested_machine
    )
    refuse_access = operation(contracts.RefuseAccess, commands.access_requests.refuse_access)

    # Guests, who have no account
    issue_guest_passes = operation(
        contracts.IssueGuestPasses, commands.guest_passes.issue_guest_passes, prepare=guest_passes.find_guest_machine
    )
    get_guest_pass = operation(
        contracts.GetGuestPass, queries.guest_passes.get_guest_pass, prepare=guest_passes.expect_guest_pass
    )

    # The dealer's customers and staff
    get_customer = operation(contracts.GetCustomer, queries.customers.get_customer)
    create_customer = operation(contracts.CreateCustomer, commands.customers.create_customer)
    change_customer = operation(contracts.ChangeCustomer, commands.customers.change_customer)
    get_own_customer = operation(contracts.GetOwnCustomer, queries.customers.get_own_customer)
    list_staff = operation(contracts.ListStaff, queries.staff.list_staff)
    get_staff = operation(contracts.GetStaff, queries.staff.get_staff)
    invite_staff = operation(contracts.InviteStaff, commands.staff.invite_staff, per_hour=60)
    resend_staff_invitation = operation(
        contracts.ResendStaffInvitation, commands.staff.resend_staff_invitation, prepare=prepare.count_staff_invitation
    )
    change_staff_rights = operation(contracts.ChangeStaffRights, commands.staff.change_staff_rights)
    deactivate_staff = operation(contracts.DeactivateStaff, commands.staff.deactivate_staff)
    reactivate_staff = operation(contracts.ReactivateStaff, commands.staff.reactivate_staff)
    remove_staff = operation(contracts.RemoveStaff, commands.staff.remove_staff)
