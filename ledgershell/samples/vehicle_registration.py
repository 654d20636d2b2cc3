"""The vehicle registration ledger: five persons, their cars, registrations and licences.

The people and cars are those of Amazon QLDB's tutorials.  A registration and a licence name a person by the
*document id* that the ledger gave, so persons go in first.  All documents are inserted in one transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ledgershell.errors import LedgershellError
from ledgershell.ion.timestamp import Timestamp
from ledgershell.ion.values import Struct, Value
from ledgershell.ledger.protocols import Session
from ledgershell.static_typing import Final

TABLES: Final = ("Person", "Vehicle", "VehicleRegistration", "DriversLicense")
INDEXES: Final = (
    ("Person", "GovId"),
    ("Vehicle", "VIN"),
    ("VehicleRegistration", "LicensePlateNumber"),
    ("VehicleRegistration", "VIN"),
    ("DriversLicense", "PersonId"),
    ("DriversLicense", "LicenseNumber"),
)

PERSONS: Final = (
    # first name, last name, date of birth, identity card, its kind, address
    ("Raul", "Lewis", "1963-08-19", "LEWISR261LL", "Driver License", "1719 University Street, Seattle, WA, 98109"),
    ("Brent", "Logan", "1967-07-03", "LOGANB486CG", "Driver License", "43 Stockert Hollow Road, Everett, WA, 98203"),
    ("Alexis", "Pena", "1974-02-10", "744 849 301", "SSN", "4058 Melrose Street, Spokane Valley, WA, 99206"),
    ("Melvin", "Parker", "1976-05-22", "P626-168-229-765", "Passport", "4362 Ryder Avenue, Seattle, WA, 98101"),
    (
        "Salvatore",
        "Spencer",
        "1997-11-15",
        "S152-780-97-415-0",
        "Passport",
        "4450 Honeysuckle Lane, Seattle, WA, 98101",
    ),
)
VEHICLES: Final = (
    # VIN, type, year, make, model, colour
    ("1N4AL11D75C109151", "Sedan", 2011, "Audi", "A5", "Silver"),
    ("KM8SRDHF6EU074761", "Sedan", 2015, "Tesla", "Model S", "Blue"),
    ("3HGGK5G53FM761765", "Motorcycle", 2011, "Ducati", "Monster 1200", "Yellow"),
    ("1HVBBAANXWH544237", "Semi", 2009, "Ford", "F 150", "Black"),
    ("1C4RJFAG0FC625797", "Sedan", 2019, "Mercedes", "CLK 350", "White"),
)
REGISTRATIONS: Final = (
    # plate, city, unpaid penalties, valid from, valid to: of the vehicles above, in order, owned by the persons
    ("LEWISR261LL", "Seattle", "90.25", "2017-08-21", "2020-05-11"),
    ("CA762X", "Kent", "130.75", "2017-09-14", "2020-06-25"),
    ("CD820Z", "Everett", "442.30", "2011-03-17", "2021-03-24"),
    ("LS477D", "Tacoma", "42.20", "2011-10-26", "2023-09-25"),
    ("TH393F", "Olympia", "30.45", "2013-09-02", "2024-03-19"),
)
LICENSES: Final = (
    # number, kind, valid from, valid to: of the persons above, in order
    ("LEWISR261LL", "Learner", "2016-12-20", "2020-11-15"),
    ("LOGANB486CG", "Probationary", "2016-04-06", "2020-11-15"),
    ("744 849 301", "Full", "2017-12-06", "2022-10-15"),
    ("P626-168-229-765", "Learner", "2017-08-16", "2021-11-15"),
    ("S152-780-97-415-0", "Probationary", "2015-08-15", "2021-08-21"),
)


def _person(first: str, last: str, born: str, card: str, kind: str, address: str) -> Struct:
    return Struct(
        (
            ("FirstName", first),
            ("LastName", last),
            ("DOB", Timestamp.parse(born)),
            ("Address", address),
            ("GovId", card),
            ("GovIdType", kind),
        )
    )


def _vehicle(vin: str, kind: str, year: int, make: str, model: str, color: str) -> Struct:
    return Struct((("VIN", vin), ("Type", kind), ("Year", year), ("Make", make), ("Model", model), ("Color", color)))


def _registration(vin: str, owner: str, plate: str, city: str, penalty: str, start: str, end: str) -> Struct:
    owners = Struct((("PrimaryOwner", Struct((("PersonId", owner),))), ("SecondaryOwners", [])))
    return Struct(
        (
            ("VIN", vin),
            ("LicensePlateNumber", plate),
            ("State", "WA"),
            ("City", city),
            ("PendingPenaltyTicketAmount", Decimal(penalty)),
            ("ValidFromDate", Timestamp.parse(start)),
            ("ValidToDate", Timestamp.parse(end)),
            ("Owners", owners),
        )
    )


def _license(person: str, number: str, kind: str, start: str, end: str) -> Struct:
    return Struct(
        (
            ("PersonId", person),
            ("LicenseNumber", number),
            ("LicenseType", kind),
            ("ValidFromDate", Timestamp.parse(start)),
            ("ValidToDate", Timestamp.parse(end)),
        )
    )


def _run(session: Session, statement: str, parameters: Sequence[Value] = ()) -> list[Value]:
    result = session.execute(statement, parameters)
    try:
        return list(result)
    finally:
        result.close()


def _insert_all(session: Session) -> int:
    inserted = _run(session, "INSERT INTO Person ?", ([_person(*row) for row in PERSONS],))
    persons = [str(row["documentId"]) for row in inserted]
    registrations = [
        _registration(vehicle[0], person, *row)
        for vehicle, person, row in zip(VEHICLES, persons, REGISTRATIONS, strict=True)
    ]
    _run(session, "INSERT INTO Vehicle ?", ([_vehicle(*row) for row in VEHICLES],))
    _run(session, "INSERT INTO VehicleRegistration ?", (registrations,))
    licenses = [_license(person, *row) for person, row in zip(persons, LICENSES, strict=True)]
    _run(session, "INSERT INTO DriversLicense ?", (licenses,))
    return len(PERSONS) + len(VEHICLES) + len(registrations) + len(licenses)


def load(session: Session) -> tuple[int, int]:
    """Make the tables and indexes and insert the documents; returns how many tables and documents.

    Raises :class:`LedgershellError`, e.g. when a table of that name exists; nothing but empty tables is then left.
    """
    own_transaction = session.transaction() is None
    for table in TABLES:
        _run(session, f"CREATE TABLE {table}")
    for table, field in INDEXES:
        _run(session, f"CREATE INDEX ON {table} ({field})")
    if not own_transaction:
        return len(TABLES), _insert_all(session)
    session.begin()
    try:
        inserted = _insert_all(session)
        session.commit()
    except LedgershellError:
        if session.transaction() is not None:
            session.abort()
        raise
    return len(TABLES), inserted
