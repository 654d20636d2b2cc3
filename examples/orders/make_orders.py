"""Make ``orders.csv``: a thousand orders of a small shop, the same ones every time.

Only ``Random.random`` is used, whose sequence for a seed is the same in every version of Python.
Run it as ``python make_orders.py > orders.csv``.
"""

from __future__ import annotations

import csv
import datetime
import random
import sys
from collections.abc import Sequence

ROWS = 1000
SEED = 20241203
FIRST_DAY = datetime.date(2023, 1, 1)
DAYS = 365

PRODUCTS = (
    (101, "Ceramic mug, 350 ml"),
    (102, "Notebook, dotted, A5"),
    (103, 'Desk lamp "Heron"'),
    (104, "Canvas tote bag"),
    (105, "Cork board, 60 x 40 cm"),
    (106, "Fountain pen, fine nib"),
    (107, "Wool scarf"),
    (108, "Travel kettle"),
)
STREETS = ("Harbour Road", "Mill Lane", "Station Street", "Orchard Close", "Quay Parade", "Chapel Hill")
TOWNS = ("Ashford", "Bexhill", "Calder", "Dunmore", "Easton")
NOTES = (
    "",
    "Leave with the neighbour",
    "Gift wrapping, please",
    "Ring twice",
    "Deliver after 6 pm",
    "Fragile, handle with care and keep upright",
)


def pick(chance: random.Random, choices: Sequence[object]) -> object:
    """One of the choices, each as likely as the others."""
    return choices[int(chance.random() * len(choices))]


def order_id(chance: random.Random) -> str:
    """Text of the form of a UUID."""
    digits = "".join("0123456789abcdef"[int(chance.random() * 16)] for _ in range(32))
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def main() -> None:
    chance = random.Random(SEED)  # noqa: S311 - sample data, not a secret
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(
        (
            "order_id",
            "customer_id",
            "product_id",
            "product_description",
            "order_delivery_address",
            "order_date_taken",
            "order_misc_notes",
        )
    )
    for _ in range(ROWS):
        product, description = PRODUCTS[int(chance.random() * len(PRODUCTS))]
        address = f"{1 + int(chance.random() * 12)} {pick(chance, STREETS)}, {pick(chance, TOWNS)}"
        day = FIRST_DAY + datetime.timedelta(days=int(chance.random() * DAYS))
        customer = 1 + int(chance.random() * 120)
        out.writerow((order_id(chance), customer, product, description, address, day.isoformat(), pick(chance, NOTES)))


if __name__ == "__main__":
    main()
