"""The Ion hash: QLDB's own published hashes, and all ways to compute it agree."""

from __future__ import annotations

import base64
import hashlib
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from ledgershell.ion import ion_hash, loads
from ledgershell.ion.encoder import encode_body
from ledgershell.ion.hashing import encode_and_hash, hash_body, hash_with
from ledgershell.ion.lazy import decode_body
from ledgershell.ion.symbols import SymbolTable
from ledgershell.ion.values import MISSING, Bag, Struct, Value
from tests.ion.strategies import documents, values


def base64_hash(text: str) -> str:
    return base64.b64encode(ion_hash(loads(text))).decode()


def dot(left: bytes, right: bytes) -> bytes:
    """QLDB's way to join two hashes: ordered by their bytes from the last to the first, as signed numbers."""

    def order(digest: bytes) -> list[int]:
        return [byte - 256 if byte > 127 else byte for byte in reversed(digest)]

    low, high = sorted((left, right), key=order)
    return hashlib.sha256(low + high).digest()


def revision_hash(data: str, metadata: str) -> str:
    return base64.b64encode(dot(ion_hash(loads(metadata)), ion_hash(loads(data)))).decode()


ACCOUNT = """{FirstName:"Shadab",LastName:"Mohammad",ACCT_ID:"AMZN10000001",ACCTYPE:"Current",
              Address:"2000, 2 Park Street, CBD"}"""
ACCOUNT_METADATA = """{id:"7oOLmXPyHjXBSBCio76rJo",version:0,txTime:2019-09-19T05:56:20.874Z,
                       txId:"2EOkrgLG2Xa7qBwEwnKzDJ"}"""
SAVING = ACCOUNT.replace("Current", "Saving")
SAVING_METADATA = """{id:"L7S9f2cONhz1JQhj8Gj8bk",version:0,txTime:2019-09-19T06:14:04.214Z,
                      txId:"2EOkrgMRCo4CBTUdJWSjmT"}"""
REGISTRATION = """{VIN:"1N4AL11D75C109151",LicensePlateNumber:"LEWISR261LL",State:"WA",City:"Seattle",
    PendingPenaltyTicketAmount:90.25,ValidFromDate:2017-08-21,ValidToDate:2020-05-11,
    Owners:{PrimaryOwner:{PersonId:"3Ax20JIix5J2ulu2rCMvo2"},SecondaryOwners:[]}}"""
REGISTRATION_METADATA = """{id:"HwVFkn8IMRa0xjze5xcgga",version:0,txTime:2022-06-08T18:46:46.492Z,
                            txId:"3gtB8Q8dfIMA8lQ5pzHAMo"}"""
DELETION_METADATA = """{id:"IiPTRxLGJZa342zHFCFT15",version:1,txTime:2022-06-08T18:46:46.492Z,
                        txId:"3gtB8Q8dfIMA8lQ5pzHAMo"}"""


def test_the_account_of_the_ledger_article_hashes_as_the_service_hashed_it() -> None:
    assert base64_hash(ACCOUNT) == "j8ogqNAzrCB86nSViJ08j1yGNdDTKFQMxVL0WXmeYBs="
    assert base64_hash(ACCOUNT_METADATA) == "eI+Vjf/NbLwmY4HJtLBCdsTdpfSVORda2uaCQx8ONEM="
    assert revision_hash(ACCOUNT, ACCOUNT_METADATA) == "6HVuwag6GMEki+ZRFaMdqidROpKZmsTsYcmWiAMZdmw="


def test_its_second_revision_too() -> None:
    assert base64_hash(SAVING) == "q7PQKlPek5JJ4EfEnTHwQCANNNY1NBUEe/AjvN23K8I="
    assert base64_hash(SAVING_METADATA) == "12ds2ICyqz60V4BLmv3QLqHvbM9CZM8zB9LXaZFEfQg="
    assert revision_hash(SAVING, SAVING_METADATA) == "+qFvFfRx1pi9QOkotc9MAuAWs6Tw7jn3sZqlPpEjSDA="


def test_decimals_dates_and_an_empty_list_hash_as_the_service_hashed_them() -> None:
    assert revision_hash(REGISTRATION, REGISTRATION_METADATA) == "6TTHbcfIVdWoFC/j90BOZi0JdHzhjSXo1tW+uHd6Dj4="


def test_a_deletion_is_the_hash_of_its_metadata() -> None:
    assert base64_hash(DELETION_METADATA) == "ZVF/f1uSqd5DIMqzI04CCHaCGFK/J0Jf5AFzSEk0l90="


def test_a_statement_is_the_hash_of_its_text() -> None:
    """transactionInfo of a real block: its hash stands in the block's list of entries."""
    info = """{statements:[
      {statement:"SELECT * FROM Person WHERE GovId = ?",startTime:2019-09-18T17:00:14.587Z,
       statementDigest:{{p4Dn0DiuYD3Xm9UQQ75YLwmoMbSfJmopOmTfMnXs26M=}}},
      {statement:"INSERT INTO Person ?",startTime:2019-09-18T17:00:14.594Z,
       statementDigest:{{klMLkLfa5VJqk6JUPtHkQpOsDdG4HmuUaq/VaApQflU=}}},
      {statement:"INSERT INTO VehicleRegistration ?",startTime:2019-09-18T17:00:14.598Z,
       statementDigest:{{B0gO9BWVNrzRYFoe7t+GVLpJ6uZcLKf5t/chkfRhspI=}}}],
      documents:{'7z2OpEBgVCvCtwvx4a2JGn':{tableName:"Person",tableId:"LSkFkQvkIOjCmpTZpkfpn9",statements:[1]},
      'K0FpsSLpydLDr7hi6KUzqk':{tableName:"VehicleRegistration",tableId:"Ad3A07z0ZffC7Gpso7BXyO",statements:[2]}}}"""
    assert base64_hash(info) == "ZrLbkyzDcpJ9KWsZMZqRuKUkG/czLIJ4US+K5E31b+Q="


@given(values(fraction_digits=20))
def test_all_ways_agree(value: Value) -> None:
    symbols = SymbolTable()
    body, fused = encode_and_hash(value, symbols, grow=True)
    assert body == encode_body(value, symbols, grow=False)
    assert fused == hash_with(value, hashlib.sha256)
    assert fused == ion_hash(value)
    assert fused == hash_body(body, symbols)
    assert fused == ion_hash(decode_body(body, symbols))


@given(documents(), st.randoms(use_true_random=False))
def test_the_order_of_fields_does_not_matter(document: Struct, random: Random) -> None:
    fields = list(document.items())
    random.shuffle(fields)
    assert ion_hash(Struct(fields)) == ion_hash(document)


def test_what_python_finds_equal_the_hash_tells_apart() -> None:
    texts = ["1", "1.", "1.0", "1.00", "1e0", "true", "-0.", "0.", "0e0", "-0e0", "2020T", "2020-01T", "2020-01-01",
             "2020-01-01T00:00Z", "2020-01-01T00:00-00:00", "2020-01-01T00:00:00Z", "2020-01-01T00:00:00.0Z",
             '"a"', "a", "a::1", "a::b::1", "b::a::1", "null", "null.int", "[]", "()", "{}", '{{"a"}}', "{{YQ==}}",
             "{a: 1}", "{a: 1, a: 1}", "{a: 2}", "$0", "'$0'"]  # fmt: skip
    hashes = [ion_hash(loads(text)) for text in texts]
    assert len(set(hashes)) == len(texts)


def test_values_of_the_language_hash_as_what_is_stored_for_them() -> None:
    assert ion_hash(Bag([1, 2])) == ion_hash([1, 2])
    assert ion_hash(Struct([("a", 1), ("b", MISSING)])) == ion_hash(Struct([("a", 1)]))
    assert ion_hash([1, MISSING]) == ion_hash([1, None]) == hash_with([1, MISSING], hashlib.sha256)
