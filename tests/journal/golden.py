"""What the real Amazon QLDB computed, as it published it: the yardstick for every hash of ours.

From the service's documentation and blog: two revisions of an account table, the block and revisions of the developer
guide's "Journal contents" (2022) and of its stream records (2019), and the outputs of GetDigest, GetRevision and
GetBlock in the command line reference.
"""

from __future__ import annotations

from base64 import b64decode
from typing import Final

from ledgershell.ion import loads
from ledgershell.ion.values import Struct


def hash_of(base64: str) -> bytes:
    return b64decode(base64, validate=True)


def struct(text: str) -> Struct:
    value = loads(text)
    assert isinstance(value, Struct)
    return value


# (data or None, metadata, hash, {part: its Ion hash, where published or known})
REVISIONS: Final = {
    "account, current": (
        """{FirstName:"Shadab",LastName:"Mohammad",ACCT_ID:"AMZN10000001",ACCTYPE:"Current",
            Address:"2000, 2 Park Street, CBD"}""",
        """{id:"7oOLmXPyHjXBSBCio76rJo",version:0,txTime:2019-09-19T05:56:20.874Z,txId:"2EOkrgLG2Xa7qBwEwnKzDJ"}""",
        "6HVuwag6GMEki+ZRFaMdqidROpKZmsTsYcmWiAMZdmw=",
        ("j8ogqNAzrCB86nSViJ08j1yGNdDTKFQMxVL0WXmeYBs=", "eI+Vjf/NbLwmY4HJtLBCdsTdpfSVORda2uaCQx8ONEM="),
    ),
    "account, saving": (
        """{FirstName:"Shadab",LastName:"Mohammad",ACCT_ID:"AMZN10000001",ACCTYPE:"Saving",
            Address:"2000, 2 Park Street, CBD"}""",
        """{id:"L7S9f2cONhz1JQhj8Gj8bk",version:0,txTime:2019-09-19T06:14:04.214Z,txId:"2EOkrgMRCo4CBTUdJWSjmT"}""",
        "+qFvFfRx1pi9QOkotc9MAuAWs6Tw7jn3sZqlPpEjSDA=",
        ("q7PQKlPek5JJ4EfEnTHwQCANNNY1NBUEe/AjvN23K8I=", "12ds2ICyqz60V4BLmv3QLqHvbM9CZM8zB9LXaZFEfQg="),
    ),
    "registration, nested": (
        """{VIN:"1N4AL11D75C109151",LicensePlateNumber:"LEWISR261LL",State:"WA",City:"Seattle",
            PendingPenaltyTicketAmount:90.25,ValidFromDate:2017-08-21,ValidToDate:2020-05-11,
            Owners:{PrimaryOwner:{PersonId:"3Ax20JIix5J2ulu2rCMvo2"},SecondaryOwners:[]}}""",
        """{id:"HwVFkn8IMRa0xjze5xcgga",version:0,txTime:2022-06-08T18:46:46.492Z,txId:"3gtB8Q8dfIMA8lQ5pzHAMo"}""",
        "6TTHbcfIVdWoFC/j90BOZi0JdHzhjSXo1tW+uHd6Dj4=",
        None,
    ),
    "licence, deleted": (
        None,
        """{id:"IiPTRxLGJZa342zHFCFT15",version:1,txTime:2022-06-08T18:46:46.492Z,txId:"3gtB8Q8dfIMA8lQ5pzHAMo"}""",
        "ZVF/f1uSqd5DIMqzI04CCHaCGFK/J0Jf5AFzSEk0l90=",
        None,
    ),
}

# (entriesHashList, hashes of the revisions, entriesHash, previousBlockHash, blockHash)
BLOCKS: Final = {
    "2022": (
        (
            "BUCXP6oYgmug2AfPZcAZup2lKolJNTbTuV5RA1VaFpo=",
            "cTIRkjuULzp/4KaUEsb/S7+TG8FvpFiZHT4tEJGcANc=",
            "3aktJSMyJ3C5StZv4WIJLu/w3D8mGtduZvP0ldKUaUM=",
            "GPKIJ1+o8mMZmPj/35ZQXoca2z64MVYMCwqs/g080IM=",
        ),
        ("6TTHbcfIVdWoFC/j90BOZi0JdHzhjSXo1tW+uHd6Dj4=", "ZVF/f1uSqd5DIMqzI04CCHaCGFK/J0Jf5AFzSEk0l90="),
        "buYYc5kV4rrRtJAsrIQnfnhgkzfQ8BKjI0C2vFnYQEw=",
        "I1UKRIWUgkM1X6042kcoZ/eN1rn0uxhDTc08zw9kZ5I=",
        "QS5lJt8vRxT30L9OGL5oU1pxFTe+UlEwakYBCrvGQ4A=",
    ),
    "2019": (
        (
            "pbzvz6ofJC7mD2jvgfyrY/VtR01zIZHoWy8T1VcxlGo=",
            "k2brC23DLMercmiOWHiURaGwHu0mQtLzdNPuviE2rcs=",
            "hvw1EV8k4oOkIO36kblO/+UUSFUQqCanKuDGr0aP9nQ=",
            "ZrLbkyzDcpJ9KWsZMZqRuKUkG/czLIJ4US+K5E31b+Q=",
        ),
        ("uDthuiqSy4FwjZssyCiyFd90XoPSlIwomHBdF/OrmkE=", "qJID/amu0gN3dpG5Tg0FfIFTh/U5yFkfT+g/O6k5sPM="),
        "r5YoH6+NXDXxgoRzPREGAWJfn73KlZE0eTfbTxZWUDU=",
        "K3ti0Agk7DEponywKcQCPRYVHb5RuyxdmQFTfrloptA=",
        "6Pk9KDYJd38ci09oaHxx0D2grtgh4QBBqbDS6i9quX8=",
    ),
}

TRANSACTION_INFO_2019: Final = """
{statements:[
  {statement:"SELECT * FROM Person WHERE GovId = ?",startTime:2019-09-18T17:00:14.587Z,
   statementDigest:{{p4Dn0DiuYD3Xm9UQQ75YLwmoMbSfJmopOmTfMnXs26M=}}},
  {statement:"INSERT INTO Person ?",startTime:2019-09-18T17:00:14.594Z,
   statementDigest:{{klMLkLfa5VJqk6JUPtHkQpOsDdG4HmuUaq/VaApQflU=}}},
  {statement:"INSERT INTO VehicleRegistration ?",startTime:2019-09-18T17:00:14.598Z,
   statementDigest:{{B0gO9BWVNrzRYFoe7t+GVLpJ6uZcLKf5t/chkfRhspI=}}}],
 documents:{
  '7z2OpEBgVCvCtwvx4a2JGn':{tableName:"Person",tableId:"LSkFkQvkIOjCmpTZpkfpn9",statements:[1]},
  'K0FpsSLpydLDr7hi6KUzqk':{tableName:"VehicleRegistration",tableId:"Ad3A07z0ZffC7Gpso7BXyO",statements:[2]}}}
"""

DIGEST: Final = "6m6BMXobbJKpMhahwVthAEsN6awgnHK62Qq5McGP1Gk="
"""Of a ledger whose tip is block 123."""

BLOCK: Final = r"""
{blockAddress:{strandId:"KmA3ZZca7vAIiJAK9S5Iwl",sequenceNo:100},transactionId:"FnQeJBAicTX0Ah32ZnVtSX",
 blockTimestamp:2019-09-16T19:37:05.360Z,blockHash:{{NoChM92yKRuJAb/jeLd1VnYn4DHiWIf071ACfic9uHc=}},
 entriesHash:{{l05LOsiKV14SDbuaYnH7uwXzUvqzIwUiRLXGbTyj/nY=}},
 previousBlockHash:{{7kewBXhpdbClcZKxhVmpoMHpUGOJtWQD0iY2LPfZkYA=}},
 entriesHashList:[{{eRSwnmAM7WWANWDd5iGOyK+T4tDXyzUq6HZ/0fgLHos=}},{{mHVex/yjHAWjFPpwhBuH2GKXmKJjK2FBa9faqoUVNtg=}},
  {{y5cCBr7pOAIUfsVQ1j0TqtE97b4b4oo1R0vnYyE5wWM=}},{{TvTXygML1bMe6NvEZtGkX+KR+W/EJl4qD1mmV77KZQg=}}],
 transactionInfo:{
  statements:[{statement:'''FROM VehicleRegistration AS r \nWHERE r.VIN = \'1N4AL11D75C109151\'\n'''
   '''INSERT INTO r.Owners.SecondaryOwners\n    VALUE { \'PersonId\' : \'CMVdR77XP8zAglmmFDGTvt\' }''',
   startTime:2019-09-16T19:37:05.302Z,statementDigest:{{jcgPX2vsOJ0waum4qmDYtn1pCAT9xKNIzA+2k4R+mxA=}}}],
  documents:{JUJgkIcNbhS2goq8RqLuZ4:{tableName:"VehicleRegistration",tableId:"BFJKdXgzt9oF4wjMbuxy4G",
   statements:[0]}}},
 revisions:[{blockAddress:{strandId:"KmA3ZZca7vAIiJAK9S5Iwl",sequenceNo:100},
  hash:{{mHVex/yjHAWjFPpwhBuH2GKXmKJjK2FBa9faqoUVNtg=}},
  data:{VIN:"1N4AL11D75C109151",LicensePlateNumber:"LEWISR261LL",State:"WA",PendingPenaltyTicketAmount:90.25,
   ValidFromDate:2017-08-21,ValidToDate:2020-05-11,
   Owners:{PrimaryOwner:{PersonId:"BFJKdXhnLRT27sXBnojNGW"},SecondaryOwners:[{PersonId:"CMVdR77XP8zAglmmFDGTvt"}]},
   City:"Everett"},
  metadata:{id:"JUJgkIcNbhS2goq8RqLuZ4",version:3,txTime:2019-09-16T19:37:05.344Z,txId:"FnQeJBAicTX0Ah32ZnVtSX"}}]}
"""

BLOCK_PROOF: Final = (
    "l3+EXs69K1+rehlqyWLkt+oHDlw4Zi9pCLW/t/mgTPM=",
    "48CXG3ehPqsxCYd34EEa8Fso0ORpWWAO8010RJKf3Do=",
    "9UnwnKSQT0i3ge1JMVa+tMIqCEDaOPTkWxmyHSn8UPQ=",
    "3nW6Vryghk+7pd6wFCtLufgPM6qXHyTNeCb1sCwcDaI=",
    "Irb5fNhBrNEQ1VPhzlnGT/ZQPadSmgfdtMYcwkNOxoI=",
    "+3CWpYG/ytf/vq9GidpzSx6JJiLXt1hMQWNnqOy3jfY=",
    "NPx6cRhwsiy5m9UEWS5JTJrZoUdO2jBOAAOmyZAT+qE=",
)
REVISION_PROOF: Final = (
    "eRSwnmAM7WWANWDd5iGOyK+T4tDXyzUq6HZ/0fgLHos=",
    "VV1rdaNuf+yJZVGlmsM6gr2T52QvBO8Lg+KgpjcnWAU=",
    "7kewBXhpdbClcZKxhVmpoMHpUGOJtWQD0iY2LPfZkYA=",
    *BLOCK_PROOF,
)
