"""Customers with many machines, inserted into the tables directly by the database server."""

import uuid
from dataclasses import dataclass

from services.chassis.contract import Caller
from services.fleet import contracts as fleet
from services.identity import contracts as identity
from tests.benchmarks.installation import BenchInstallation, number
from tests.benchmarks.measure import print_progress

PASSWORD = "correct horse battery"
OPERATOR = Caller.operator(*identity.StaffRight)
RIGHTS = [str(right) for right in identity.Right]

FLEET = """
CREATE TEMP TABLE numbered AS SELECT i, md5('{customer}' || i)::uuid AS id,
    (SELECT id FROM machine_models ORDER BY id OFFSET i % {models} LIMIT 1) AS model
    FROM generate_series(1, {size}) AS i;
INSERT INTO machines (id, version, customer_id, model_id, equipment_number, serial_number, own_reference, site,
    siteless, sort_site, street, postcode, city, building, floor, room, contact_name, cost_centre, contract, monitoring,
    last_contact_at, condition, needs_attention, lowest_toner_percent, other_model_name, alerts, supplies, group_ids,
    search_text, total, mono, colour, counted_at, counter_unit, published_digest)
    SELECT id, 2, '{customer}', model, '{mark}' || i, 'S{mark}' || i, 'Afdeling ' || i, 'Vestiging ' || i % 40, 0,
    'vestiging ' || CASE WHEN i % 40 < 10 THEN ':' ELSE ';' END || i % 40,
    'Kade ' || i % 90, '1000 AA', 'Amsterdam', 'A', i % 9, i % 60, '', '', '', 'connected',
    now() - i % 50 * interval '1 hour', CASE WHEN i % 20 = 0 THEN 'low' ELSE 'ok' END, i % 33 = 0,
    CASE WHEN i % 20 = 0 THEN 7 ELSE 12 + i % 80 END, '', '[]',
    (SELECT jsonb_agg(jsonb_build_object('kind', 'toner', 'colour',
    (ARRAY['black', 'cyan', 'magenta', 'yellow'])[place + 1], 'description', 'Toner', 'part_number', 'TN', 'state',
    'known', 'direction', 'remaining', 'percent',
    CASE WHEN i % 20 = 0 THEN 7 + place ELSE 12 + (i + place) % 80 END)) FROM generate_series(0, 3) AS place),
    '[]', ' afdeling ' || i || ' vestiging ',
    1000 + i, 700, 300 + i, now(), '', ''
    FROM numbered;
INSERT INTO meter_readings (id, machine_id, customer_id, key, observed_at, received_at, source, outcome, total, mono,
    colour)
    SELECT md5('{customer}' || i || 'at' || month)::uuid, id, '{customer}', 'bench-' || month,
    now() - month * interval '30 days', now(), 'device', 'accepted', 1000 + i - month * 40, 700 - month * 30,
    300 + i - month * 10
    FROM numbered, generate_series(0, 6) AS month;
"""
SERVICEDESK = """
INSERT INTO machines (id, version, deleted, customer_id, equipment_number, serial_number, manufacturer, model_name,
    own_reference, site, city)
    SELECT md5('{customer}' || i)::uuid, 2, false, '{customer}', '{mark}' || i, 'S{mark}' || i, 'Konica Minolta',
    'bizhub C250i', 'Afdeling ' || i, 'Vestiging ' || i % 40, 'Amsterdam' FROM generate_series(1, {size}) AS i;
INSERT INTO service_requests (id, version, reference_number, customer_id, requester_id, category, urgency, description,
    error_code, contact_name, telephone, availability, status, received_at, changed_at, needs_answer, visit_number,
    technician, machine_id, equipment_number, serial_number, manufacturer, model_name, own_reference, site, city,
    published_digest)
    SELECT md5('{customer}' || i || 'request')::uuid, 2, 'B{mark}' || i, '{customer}', '{person}', 'paper_jam',
    'normal', 'Papier loopt vast.', '', 'Bea', '020', '', CASE WHEN i % 10 = 0 THEN 'received' ELSE 'closed' END,
    now() - i * interval '1 minute', now() - i * interval '1 minute', false, 0, '', md5('{customer}' || i)::uuid,
    '{mark}' || i, 'S{mark}' || i, 'Konica Minolta', 'bizhub C250i', 'Afdeling ' || i, 'Vestiging ' || i % 40,
    'Amsterdam', ''
    FROM generate_series(1, {size} / 5) AS i;
"""
ORDERING = """
INSERT INTO machines (id, version, deleted, customer_id, model_id, equipment_number, serial_number, manufacturer,
    model_name, own_reference, site, street, postcode, city)
    SELECT md5('{customer}' || i)::uuid, 2, false, '{customer}', '{model}', '{mark}' || i, 'S{mark}' || i,
    'Konica Minolta', 'bizhub C250i', 'Afdeling ' || i, 'Vestiging ' || i % 40, 'Kade ' || i % 90, '1000 AA',
    'Amsterdam'
    FROM generate_series(1, {size}) AS i;
"""
MODELS = ("bizhub C250i", "bizhub C300i", "bizhub C360i", "bizhub 4050i", "bizhub C4050i")
TABLES = {"fleet": FLEET, "servicedesk": SERVICEDESK, "ordering": ORDERING}


@dataclass(frozen=True, slots=True)
class LargeCustomer:
    """A customer with `size` machines, the token of its administrator's session, and one of the machines."""

    size: int
    token: str
    machine_id: str


def create(installation: BenchInstallation, size: int) -> LargeCustomer:
    customer_number, email = number("9"), f"{number('beheer')}@bench.example"
    customer = installation.ops.call(
        identity.UpsertCustomer, OPERATOR, customer_number=customer_number, name=f"Organisatie van {size} machines"
    )["id"]
    user = {"customer_number": customer_number, "email": email, "name": "Bea Beheer", "password": PASSWORD}
    person = installation.ops.call(identity.UpsertUser, OPERATOR, **user, rights=RIGHTS, all_machines=True)["id"]
    models = [
        installation.ops.call(fleet.UpsertModel, OPERATOR, **fleet.UpsertModel.example[0] | {"name": name})["id"]
        for name in MODELS
    ]
    for service, statements in TABLES.items():
        print_progress(f"  {size:,} machines in {service}")
        sql = statements.format(
            customer=customer,
            size=size,
            mark=f"{customer_number}-",
            person=person,
            model=models[0],
            models=len(models),
        )
        with installation.engine(service).connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(sql.replace("%", "%%"))
            connection.exec_driver_sql("VACUUM ANALYZE")
    session = installation.client.call(identity.LogIn, Caller.visitor(), email=email, password=PASSWORD)
    with installation.engine("fleet").connect() as connection:
        query = f"SELECT md5('{customer}' || {size // 2})::uuid"
        return LargeCustomer(
            size, session["token"], str(uuid.UUID(str(connection.exec_driver_sql(query).scalar_one())))
        )
