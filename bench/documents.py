"""The document that is measured: a vehicle registration of about 1 KB as JSON, with 49 values."""

from __future__ import annotations

from decimal import Decimal
from typing import Any


def document(number: int) -> dict[str, Any]:
    """The ``number``-th document, as plain Python values."""
    return {
        "VIN": f"1N4AL11D75C{number:06d}",
        "LicensePlateNumber": f"LEWISR{number:05d}",
        "State": "WA",
        "City": ("Seattle", "Kent", "Everett", "Tacoma", "Olympia")[number % 5],
        "Year": 1990 + number % 34,
        "Make": ("Audi", "Tesla", "Ducati", "Ford", "Mercedes")[number % 5],
        "Model": f"Model {number % 97}",
        "Color": "Silver",
        "PendingPenaltyTicketAmount": Decimal("90.25"),
        "Weight": 1412.5,
        "Electric": number % 2 == 0,
        "Owners": {
            "PrimaryOwner": {"PersonId": f"P{number:021d}", "Since": "2017-08-21", "Share": 60},
            "SecondaryOwners": [
                {"PersonId": f"S{number:021d}", "Since": "2018-01-30", "Share": 30},
                {"PersonId": f"T{number:021d}", "Since": "2019-05-02", "Share": 10},
            ],
        },
        "Address": {"Street": "1719 University Street", "City": "Seattle", "State": "WA", "Postcode": "98109"},
        "Insurance": {"Company": "Example Mutual", "Policy": f"POL-{number:08d}", "Annual": Decimal("812.40")},
        "Inspections": [
            {"Date": "2019-03-01", "Passed": True, "Mileage": 41200, "Station": "North 4"},
            {"Date": "2021-03-04", "Passed": True, "Mileage": 66100, "Station": "North 4"},
            {"Date": "2023-02-27", "Passed": False, "Mileage": 90750, "Station": "South 1"},
        ],
        "Notes": "First registered in another state; papers were seen and copied by the office.",
    }
