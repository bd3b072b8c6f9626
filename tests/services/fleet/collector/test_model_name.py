"""Manufacturer and model are taken from descriptions that serve other purposes."""

import pytest

from services.fleet.collector.model_name import ModelName, model_in, model_name
from services.fleet.collector.walk import Value, Walk

HR_DEVICE_DESCR = "2.1.25.3.2.1.3.1"
SYS_DESCR = "2.1.1.1.0"
SYS_OBJECT_ID = "2.1.1.2.0"
KONICA_MINOLTA_MODEL = "4.1.18334.1.1.1.1.6.2.1.0"
DEVICE_ID = "4.1.11.2.3.9.1.1.7.0"


def name_of(values: dict[str, Value | str]) -> ModelName:
    """The model name of a device with these objects below 1.3.6.1."""
    return model_name(
        Walk(
            {
                (1, 3, 6, 1, *map(int, path.split("."))): value.encode() if isinstance(value, str) else value
                for path, value in values.items()
            }
        ),
        device=1,
    )


def sys_object_id(number: int) -> Value:
    return (1, 3, 6, 1, 4, 1, number, 1)


@pytest.mark.parametrize(
    ("text", "vendor", "model"),
    [
        ("KONICA MINOLTA bizhub C999i", "Konica Minolta", "bizhub C999i"),
        ("Konica Minolta bizhub 99e", "Konica Minolta", "bizhub 99e"),
        ("RICOH Aficio MP C9999", "Ricoh", "Aficio MP C9999"),
        ("RICOH IM C9999 2.20 / RICOH Network Printer C model", "Ricoh", "IM C9999"),
        ("Xerox AltaLink C9999; SS 100.002.057, NC 100.002", "Xerox", "AltaLink C9999"),
        ("Canon LBP9999 /P", "Canon", "LBP9999"),
        ("HP LaserJet MFP M999nw", "HP", "LaserJet MFP M999nw"),
        ("Hewlett-Packard HP Color LaserJet CP9999", "HP", "Color LaserJet CP9999"),
        ("Samsung Samsung X9999GX; V4.00.01; Engine V1.00", "Samsung", "X9999GX"),
        ("Brother HL-9999DW series", "Brother", "HL-9999DW"),
        ("Lexmark MX999ade version MXLBD.051.021 kernel 4.11", "Lexmark", "MX999ade"),
        ("Lexmark X999de 35065W0 LR.BS.P720", "Lexmark", "X999de"),
        (
            "OKI OkiLAN 9450g Rev.00.69 Ethernet PrintServer: Attached to MC999 Rev.07.87 : Oki",
            "OKI",
            "MC999",
        ),
        (
            "HP ETHERNET MULTI-ENVIRONMENT,SN:VN0SAMPLE1,PID:HP LaserJet MFP M999nw",
            "HP",
            "LaserJet MFP M999nw",
        ),
        ("Develop ineo+ 999", "Develop", "ineo+ 999"),
        ("TOSHIBA e-STUDIO9999AC", "Toshiba", "e-STUDIO9999AC"),
        ("SHARP MX-9999", "Sharp", "MX-9999"),
        ("EPSON WF-C9999 Series", "Epson", "WF-C9999"),
        ("Hpx 9000", "", "Hpx 9000"),
    ],
)
def test_manufacturer_and_model_are_parsed_from_a_description(text: str, vendor: str, model: str) -> None:
    assert name_of({SYS_DESCR: text}) == ModelName(vendor, model, other="")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Printer",
        "Generic 28C-1",
        "Network Printer 2",
        "TA_UTAX Printing System",
        "Brother NC-6800h, Firmware Ver.1.01",
        "EPSON Built-in 11b/g/n Print Server",
        "HP ETHERNET MULTI-ENVIRONMENT",
        "JETDIRECT 600",
    ],
)
def test_a_network_card_or_generic_name_is_no_model(text: str) -> None:
    assert model_in(text) == ""


def test_the_device_description_precedes_the_system_description() -> None:
    values: dict[str, Value | str] = {
        HR_DEVICE_DESCR: "Brother HL-9999DW series",
        SYS_DESCR: "Brother NC-6800h",
    }
    assert name_of(values).model == "HL-9999DW"


def test_the_system_description_replaces_a_generic_device_description() -> None:
    values: dict[str, Value | str] = {
        HR_DEVICE_DESCR: "Generic 28C-1",
        SYS_DESCR: "KONICA MINOLTA bizhub C999",
    }
    assert name_of(values).model == "bizhub C999"


def test_manufacturer_and_model_may_come_from_different_objects() -> None:
    values: dict[str, Value | str] = {HR_DEVICE_DESCR: "P-9999DN", SYS_DESCR: "TA_UTAX Printing System"}
    assert name_of(values | {SYS_OBJECT_ID: sys_object_id(1347)}) == ModelName("UTAX", "P-9999DN", "")


@pytest.mark.parametrize(
    ("number", "vendor"),
    [(11, "HP"), (253, "Xerox"), (367, "Ricoh"), (1347, "Kyocera"), (18334, "Konica Minolta"), (99999, "")],
)
def test_the_enterprise_number_is_the_last_source_of_the_manufacturer(number: int, vendor: str) -> None:
    assert name_of({HR_DEVICE_DESCR: "P-9999DN", SYS_OBJECT_ID: sys_object_id(number)}).vendor == vendor


def test_the_device_id_is_the_last_source_of_the_model() -> None:
    device_id = "MANUFACTURE:OKI UK LTD;COMMAND SET:PCL;MODEL:MC999;CLASS:PRINTER;"
    assert name_of({DEVICE_ID: device_id}) == ModelName("OKI", "MC999", "")


def test_another_model_in_the_manufacturers_object_is_a_conflict() -> None:
    values: dict[str, Value | str] = {
        SYS_DESCR: "KONICA MINOLTA bizhub C9110",
        KONICA_MINOLTA_MODEL: "Develop ineo+ 999",
    }
    assert name_of(values) == ModelName("Konica Minolta", "bizhub C9110", other="Develop ineo+ 999")


@pytest.mark.parametrize(
    ("one", "other", "is_conflict"),
    [
        ("KONICA MINOLTA bizhub C999i", "KONICA MINOLTA bizhub C999i", False),
        ("bizhub C999i", "KONICA MINOLTA bizhub C999i", False),
        ("Canon iR-ADV C9999", "Canon imageRUNNER ADVANCE C9999", False),
        ("e-STUDIO9999AC", "e-STUDIO 9999AC", False),
        ("bizhub C999", "KONICA MINOLTA bizhub C999i", True),
        ("bizhub C9110", "bizhub C9111", True),
        ("bizhub C9110", "Generic 28C-1", False),
    ],
)
def test_another_spelling_of_the_model_is_no_conflict(one: str, other: str, is_conflict: bool) -> None:
    assert bool(name_of({HR_DEVICE_DESCR: one, KONICA_MINOLTA_MODEL: other}).other) is is_conflict


def test_a_model_family_in_a_device_id_is_no_conflict() -> None:
    values: dict[str, Value | str] = {
        HR_DEVICE_DESCR: "HP LaserJet MFP M130nw",
        DEVICE_ID: "MDL:HP LaserJet M129-M134;",
    }
    assert name_of(values).other == ""


def test_a_name_is_truncated_to_the_length_of_its_field() -> None:
    assert len(name_of({SYS_DESCR: "Canon " + "9" * 200}).model) == 80
