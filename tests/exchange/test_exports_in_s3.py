"""Exports to S3 and imports from it, against a server that speaks S3: moto's."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.exports import everything, good, made_ledger, run
from tests.journal.amazon import vehicle_registration

boto3 = pytest.importorskip("boto3", reason="boto3 is not installed")
moto_server = pytest.importorskip("moto.server", reason="moto[server] is not installed")

BUCKET = "ledgers"
SCRIPT = ("CREATE TABLE P", "INSERT INTO P {'name': 'Ann', 'at': `2020-01-01T`}", "UPDATE P SET name = 'Anna'")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    running = moto_server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def s3(server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    """A client, and an empty bucket; what the program finds is in the environment, as for any program of AWS."""
    for name, value in (
        ("AWS_ENDPOINT_URL", server),
        ("AWS_ACCESS_KEY_ID", "nobody"),
        ("AWS_SECRET_ACCESS_KEY", "nothing"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
        ("AWS_CONFIG_FILE", str(tmp_path / "none")),
        ("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none")),
        ("AWS_EC2_METADATA_DISABLED", "true"),
    ):
        monkeypatch.setenv(name, value)
    client = boto3.client("s3")
    client.create_bucket(Bucket=BUCKET)
    yield client
    for key in listed(client):
        client.delete_object(Bucket=BUCKET, Key=key)
    client.delete_bucket(Bucket=BUCKET)


def listed(client: Any) -> list[str]:
    return [entry["Key"] for entry in client.list_objects_v2(Bucket=BUCKET).get("Contents", ())]


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    ledger = made_ledger(tmp_path / "bank.ledger", *SCRIPT)
    good("get-digest", ledger, "--save", tmp_path / "kept.digest")
    return ledger


@pytest.mark.parametrize("form", ["ION_TEXT", "ION_BINARY"])
def test_a_journal_goes_to_a_bucket_and_comes_back(s3: Any, bank: Path, form: str) -> None:
    place, kept = f"s3://{BUCKET}/journal/", bank.parent / "kept.digest"
    good("export-journal", bank, place, "--output-format", form)
    keys = listed(s3)
    assert all(key.startswith("journal/") for key in keys)
    [data] = [key for key in keys if key.endswith(".ion")]
    assert data.startswith("journal/2024/01/01/00/")
    assert data.endswith(".0-3.ion")
    assert "verified against the digest of block 3" in good("verify", place, "--digest", kept)
    assert "verified" in good("verify", f"s3://{BUCKET}/journal", "--digest", kept)
    [manifest] = [key for key in keys if key.endswith(".completed.manifest")]
    assert "verified" in good("verify", f"s3://{BUCKET}/{manifest}", "--digest", kept)
    good("import-journal", place, bank.parent / "copy.ledger", "--digest", kept)
    head = s3.head_object(Bucket=BUCKET, Key=manifest)
    assert head["ServerSideEncryption"] == "AES256"


def test_a_prefix_is_put_before_each_name_as_it_is(s3: Any, bank: Path) -> None:
    place = f"s3://{BUCKET}/of-2024-"
    good("export-journal", bank, place)
    assert all(key.startswith("of-2024-") for key in listed(s3))
    good("verify", place, "--digest", bank.parent / "kept.digest")
    good("export-journal", bank, f"s3://{BUCKET}")
    assert [key for key in listed(s3) if key.startswith("2024/01/01/00/")]


def test_what_amazon_left_in_a_bucket_is_imported_from_there(s3: Any, tmp_path: Path) -> None:
    journal = vehicle_registration()
    for name, data in everything(journal.export(tmp_path / "export")).items():
        s3.put_object(Bucket=BUCKET, Key=f"journal/{name}", Body=data)
    (tmp_path / "amazon.json").write_text(journal.digest())
    good("import-journal", f"s3://{BUCKET}/journal/", tmp_path / "new.ledger", "--digest", tmp_path / "amazon.json")


def test_no_object_takes_the_place_of_another(s3: Any, bank: Path) -> None:
    place = f"s3://{BUCKET}/journal/"
    good("export-journal", bank, place)
    before = listed(s3)
    outcome = run("export-journal", bank, place)
    assert outcome.code == 1
    assert "LS-EXPORT-009" in outcome.err
    assert listed(s3) == before, "what the second one had written is gone again"


def test_what_the_store_says_is_told(s3: Any, bank: Path) -> None:
    for arguments in (("export-journal", bank, "s3://nosuch/x/"), ("verify", "s3://nosuch/x/")):
        outcome = run(*arguments)
        assert outcome.code == 1
        assert "LS-EXPORT-009" in outcome.err
        assert "NoSuchBucket" in outcome.err
    assert "LS-EXPORT-001" in run("verify", f"s3://{BUCKET}/empty/").err
    assert "LS-EXPORT-001" in run("verify", "s3://").err


def test_an_object_that_is_gone_is_a_fault(s3: Any, bank: Path) -> None:
    place = f"s3://{BUCKET}/journal/"
    good("export-journal", bank, place)
    [key] = [key for key in listed(s3) if key.endswith(".ion")]
    s3.delete_object(Bucket=BUCKET, Key=key)
    outcome = run("verify", place)
    assert outcome.code == 4
    assert f"s3://{BUCKET}/{key}, byte 0" in outcome.out
    assert run("import-journal", place, bank.parent / "copy.ledger").code == 1
    assert not (bank.parent / "copy.ledger").exists()


def test_without_boto3_it_is_said_what_to_install(bank: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)
    outcome = run("export-journal", bank, f"s3://{BUCKET}/x/")
    assert outcome.code == 1
    assert "LS-EXPORT-008" in outcome.err
    assert "pip install 'ledgershell[s3]'" in outcome.err
