"""Names in snake case of the MIBs' enumerations: RFC 3805, IANA-PRINTER-MIB (the maintained lists), RFC 2790."""

SUPPLY_CLASSES = {1: "other", 3: "consumed", 4: "filled"}
"""PrtMarkerSuppliesClassTC: supplyThatIsConsumed, receptacleThatIsFilled."""

SUPPLY_TYPES = {
    1: "other",
    2: "unknown",
    3: "toner",
    4: "waste_toner",
    5: "ink",
    6: "ink_cartridge",
    7: "ink_ribbon",
    8: "waste_ink",
    9: "opc",
    10: "developer",
    11: "fuser_oil",
    12: "solid_wax",
    13: "ribbon_wax",
    14: "waste_wax",
    15: "fuser",
    16: "corona_wire",
    17: "fuser_oil_wick",
    18: "cleaner_unit",
    19: "fuser_cleaning_pad",
    20: "transfer_unit",
    21: "toner_cartridge",
    22: "fuser_oiler",
    23: "water",
    24: "waste_water",
    25: "glue_water_additive",
    26: "waste_paper",
    27: "binding_supply",
    28: "banding_supply",
    29: "stitching_wire",
    30: "shrink_wrap",
    31: "paper_wrap",
    32: "staples",
    33: "inserts",
    34: "covers",
}
"""PrtMarkerSuppliesTypeTC."""

SUPPLY_UNITS = {
    1: "other",
    2: "unknown",
    3: "ten_thousandths_of_inches",
    4: "micrometers",
    7: "impressions",
    8: "sheets",
    11: "hours",
    12: "thousandths_of_ounces",
    13: "tenths_of_grams",
    14: "hundredths_of_fluid_ounces",
    15: "tenths_of_milliliters",
    16: "feet",
    17: "meters",
    18: "items",
    19: "percent",
}
"""PrtMarkerSuppliesSupplyUnitTC."""

COUNTER_UNIT_IMPRESSIONS = 7
"""PrtMarkerCounterUnitTC: one side that was marked."""

OTHER_COUNTER_UNITS = {
    3: "ten_thousandths_of_inches",
    4: "micrometers",
    5: "characters",
    6: "lines",
    8: "sheets",
    9: "dot_rows",
    11: "hours",
    16: "feet",
    17: "meters",
}
"""PrtMarkerCounterUnitTC: what a life count may count that is no number of pages."""

COLORANT_ROLE_PROCESS = 3
"""PrtMarkerColorantRoleTC: a colour that others are mixed with; 4 is a spot colour."""

ALERT_SEVERITIES = {1: "other", 3: "critical", 4: "warning", 5: "warning_binary_change_event"}
"""PrtAlertSeverityLevelTC."""

ALERT_GROUPS = {
    1: "other",
    3: "host_resources_mib_storage_table",
    4: "host_resources_mib_device_table",
    5: "general_printer",
    6: "cover",
    7: "localization",
    8: "input",
    9: "output",
    10: "marker",
    11: "marker_supplies",
    12: "marker_colorant",
    13: "media_path",
    14: "channel",
    15: "interpreter",
    16: "console_display_buffer",
    17: "console_lights",
    18: "alert",
    30: "fin_device",
    31: "fin_supply",
    32: "fin_supply_media_input",
    33: "fin_attribute",
}
"""PrtAlertGroupTC."""

ALERT_CODE_UNKNOWN = 2
"""PrtAlertCodeTC."""

DETECTED_ERRORS = (
    "low_paper",
    "no_paper",
    "low_toner",
    "no_toner",
    "door_open",
    "jammed",
    "offline",
    "service_requested",
    "input_tray_missing",
    "output_tray_missing",
    "marker_supply_missing",
    "output_near_full",
    "output_full",
    "input_tray_empty",
    "overdue_prevent_maint",
)
"""hrPrinterDetectedErrorState (RFC 2790): bits from the left, from the highest of the first octet on."""
