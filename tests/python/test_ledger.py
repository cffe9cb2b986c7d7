"""The ledger as a person uses it in Python."""

import array
import asyncio
import datetime
import inspect
import os
import pathlib
import shutil
import socket
import subprocess
import threading

import numpy as np
import pyarrow as pa
import pytest
import renown as rn

KEY = bytes(range(32))
NOON = datetime.datetime(2026, 2, 1, 12, tzinfo=datetime.UTC)
CHEAP = {"memory_kib": 64, "passes": 1, "lanes": 1}


@pytest.fixture
def ledger(tmp_path):
    with rn.Ledger.open(tmp_path / "renown.db", key=KEY) as ledger:
        yield ledger


def event(name, what, subject="i17", at=NOON):
    return {"id": name, "subject": subject, "at": at, "what": what}


def test_what_was_recorded_is_known_after_the_ledger_was_closed(tmp_path):
    consent = {"kind": "consent_given", "purpose": "marketing", "text": "ab" * 32}
    with rn.Ledger.open(tmp_path / "renown.db", key=KEY) as ledger:
        assert ledger.record([event("1", consent)]) == [{"position": 0, "new": True}]
    with pytest.raises(rn.errors.LedgerClosedError):
        ledger.verify()
    ledger.close()
    with rn.Ledger.open(str(tmp_path / "renown.db"), key={"master": KEY}, read_only=True) as again:
        assert again.facts("i17", at=NOON)["consents"] == [{"purpose": "marketing", "text": "ab" * 32}]
        with pytest.raises(rn.errors.LedgerReadOnlyError):
            again.record([event("2", consent)])


def test_another_key_opens_nothing(tmp_path):
    rn.Ledger.open(tmp_path / "renown.db", key=KEY).close()
    with pytest.raises(rn.errors.WrongMasterKeyError):
        rn.Ledger.open(tmp_path / "renown.db", key=rn.Ledger.new_key())
    with pytest.raises(rn.errors.KeyLengthError):
        rn.Ledger.open(tmp_path / "renown.db", key=b"short")


def test_an_erased_person_is_gone_and_the_proofs_stand(ledger):
    ledger.record([event(str(i), {"kind": "notice_shown", "notice": "n"}) for i in range(5)])
    before = ledger.checkpoint(now=NOON)
    key = ledger.public_key()
    assert rn.verify_checkpoint(checkpoint=before, public_key=key)
    account = {"platform": "tiktok", "account": "77"}
    plan = {"id": "e1", "subject": "i17", "suppress": [account], "decision": "d1"}
    assert ledger.plan_erasure(plan, now=NOON)["state"] == "planned"
    assert ledger.erase("e1", subject="i17", now=NOON)["state"] == "complete"
    assert ledger.events("i17") == []
    assert ledger.is_suppressed(**account)
    assert rn.verify_inclusion(**ledger.prove_inclusion(3, size=5))
    assert rn.verify_consistency(**ledger.prove_consistency(5))
    assert ledger.prove_consistency(5)["old_root"] == before["root"]
    with pytest.raises(rn.errors.SubjectErasedError):
        ledger.record([event("9", {"kind": "restriction_off"})])


def test_threads_use_one_ledger_at_the_same_time(ledger):
    def write(thread):
        for i in range(10):
            ledger.record([event(f"{thread} {i}", {"kind": "notice_shown", "notice": "n"})])

    threads = [threading.Thread(target=write, args=(thread,)) for thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ledger.verify() == 40


def test_fields_expire(ledger):
    later = NOON + datetime.timedelta(hours=1)
    ledger.hold_fields("i17", [{"name": "likes", "value": 2**60, "expires": later}], now=NOON)
    assert ledger.fields("i17", now=NOON)[0]["value"] == 2**60
    assert ledger.fields("i17", now=later) == []
    assert ledger.sweep(now=later)["fields"] == 1


def test_a_user_registers_and_logs_in(ledger):
    registration = {
        "user": "u1",
        "name": "Ada Invented",
        "email": "Ada@Example.com",
        "password": "invented horse staple",
        "born": datetime.date(1990, 5, 17),
        "agreement": "terms-3",
    }
    ledger.register(registration, now=NOON, password_cost=CHEAP)
    assert ledger.user("u1")["email"] == "Ada@example.com"

    def log_in(password):
        return ledger.log_in("ada@example.com", password, source="s", now=NOON, password_cost=CHEAP)

    assert log_in("invented horse staple") == "u1"
    assert log_in("a wrong guess") is None
    with pytest.raises(rn.errors.EmailTakenError):
        ledger.register(registration | {"user": "u2"}, now=NOON, password_cost=CHEAP)
    child = {"user": "u3", "email": "x@example.com", "born": datetime.date(2012, 1, 1)}
    with pytest.raises(rn.errors.UnderAgeError):
        ledger.register(registration | child, now=NOON)


def test_usage_is_counted_once_and_stated_in_money(ledger):
    batch = {"id": "b1", "at": NOON, "usage": [{"user": "u1", "kind": "view", "units": 3}]}
    assert ledger.meter([batch, batch]) == [True, False]
    days = {"first": datetime.date(2026, 2, 1), "end": datetime.date(2026, 3, 1)}
    assert ledger.usage("u1", **days) == [{"kind": "view", "units": 3}]
    price = {"kind": "view", "cost": "0.1", "revenue": "0.3"}
    assert ledger.statement("u1", currency="EUR", prices=[price], **days)["margin"] == "0.6"
    ledger.set_quota("u1", "view", limit=5, period="month")
    assert ledger.reserve("r1", "u1", "view", 2, expires=NOON + datetime.timedelta(hours=1), now=NOON) == 0
    with pytest.raises(rn.errors.QuotaExceededError):
        ledger.reserve("r2", "u1", "view", 1, expires=NOON + datetime.timedelta(hours=1), now=NOON)
    ledger.release("r1")
    assert ledger.reserve("r3", "u1", "view", 1, expires=NOON + datetime.timedelta(hours=1), now=NOON) == 1
    ledger.settle("r3", 1, now=NOON)
    assert ledger.usage("u1", **days)[0]["units"] == 4


def test_a_refused_argument_names_nobody(ledger):
    with pytest.raises(rn.errors.MalformedArgumentsError) as raised:
        ledger.record([event("1", {"kind": "ada.invented"})])
    assert "ada" not in str(raised.value)


def test_a_copy_for_a_person_reads_back_in_both_forms(ledger, tmp_path):
    later = NOON + datetime.timedelta(hours=1)
    fields = [{"name": name, "value": "=1+1", "expires": later} for name in ("bio", "score")]
    ledger.hold_fields("i17", fields, now=NOON)
    ledger.record([event("-1", {"kind": "notice_shown", "notice": "n"})])
    given = {"now": NOON, "categories": {"score": "influencer.inferred"}}
    copies = {form: ledger.export("i17", format=form, **given) for form in ("json", "csv")}
    facts = rn.read_export("json", copies["json"]["document"])
    assert [fact["id"] for fact in facts] == ["field/profile/bio", "field/profile/score", "event/-1"]
    assert rn.read_export("csv", copies["csv"]["document"]) == facts
    path = tmp_path / "copy.csv"
    written = ledger.export("i17", right="portability", format="csv", to=path, **given)
    assert written == {"format": "csv", "facts": 2}
    assert len(rn.read_export("csv", path.read_bytes().decode())) == 2
    with pytest.raises(rn.errors.LedgerUnavailableError):
        ledger.export("i17", to=path, **given)


def test_an_erasure_of_a_scope_keeps_single_items_and_waits_for_the_stores_it_names(ledger):
    ledger.record([event(name, {"kind": "notice_shown", "notice": "n"}) for name in ("1", "2")])
    store = {"name": "ledger", "kind": "primary", "categories": ["user"]}
    cache = {"name": "cache", "kind": "cache", "categories": ["user"]}
    scope = {
        "items": [{"id": "name", "category": "user.registration.name"}],
        "stores": [store, cache],
        "regimes": ["gdpr"],
    }
    kept = [{"key": "claim-7", "events": ["1"]}]
    plan = {"id": "e1", "subject": "i17", "decision": "d1", "scope": scope, "exceptions": kept}
    with pytest.raises(rn.errors.UnknownRecordError):
        ledger.plan_erasure(plan, now=NOON)
    ledger.register_store(
        "cache", public_key="d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    )
    ledger.plan_erasure(plan, now=NOON)
    erasure = ledger.erase("e1", subject="i17", now=NOON)
    assert (erasure["state"], erasure["missing"]) == ("incomplete", ["cache"])
    assert [task["store"] for task in erasure["tasks"]] == ["cache", "ledger"]
    assert [event["id"] for event in ledger.events("i17")] == ["1"]


def views(ledger, user="u1"):
    return {each["kind"]: each["units"] for each in ledger.usage(user, first="2026-02-01", end="2026-03-01")}


def test_what_is_counted_in_memory_is_on_disk_after_a_flush(tmp_path):
    with rn.Ledger.open(tmp_path / "renown.db", key=KEY) as ledger:
        counter = ledger.counter()
        numbers = counter.numbers([("u1", "view"), ("u2", "view"), ("u1", "view")])
        assert numbers == [0, 1, 0]
        counter.add(numbers, [1, 2, 3])
        counter.add(np.array([0, 1]), np.array([10, 20], np.uint32))
        counter.add(pa.array([0, 1], pa.uint32()), pa.chunked_array([[100], [200]]))
        counter.add(array.array("q", [0]), (1000,))
        assert views(ledger) == {}
        assert counter.flush(at=NOON) == 1336
        assert counter.flush(at=NOON) == 0
        for numbers, units in [
            ([0], [-1]),
            ([0], [1.5]),
            ([0], ["1"]),
            ([2**32], [1]),
            ([0], [None]),
            (0, 0),
        ]:
            with pytest.raises(rn.errors.MalformedArgumentsError):
                counter.add(numbers, units)
        with pytest.raises(rn.errors.MalformedArgumentsError):
            counter.add(pa.array([0, None]), [1, 1])
        with pytest.raises(rn.errors.UnknownNumberError):
            counter.add([2], [1])
        with pytest.raises(rn.errors.UnequalLengthsError):
            counter.add([0, 1], [1])
        counter.add([0], [4])
    with pytest.raises(rn.errors.LedgerClosedError):
        counter.flush(at=NOON)
    with rn.Ledger.open(tmp_path / "renown.db", key=KEY) as ledger:
        assert views(ledger) == {"view": 1114}
        assert ledger.verify() == 0


def test_threads_count_together(ledger):
    counter = ledger.counter()
    counter.numbers([("u1", "view")])

    def count():
        for _ in range(100):
            counter.add([0] * 10, [1] * 10)
            counter.flush(at=NOON)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counter.flush(at=NOON)
    assert views(ledger) == {"view": 4000}


def test_the_ledger_of_asyncio_has_every_method_and_leaves_the_loop_free(tmp_path):
    public = {name for name in vars(rn.Ledger) if not name.startswith("_")} - {"new_key"}
    assert public <= set(vars(rn.AsyncLedger))
    for name in public - {"open", "open_postgres"}:
        assert inspect.signature(getattr(rn.AsyncLedger, name)) == inspect.signature(getattr(rn.Ledger, name))

    async def main():
        path = tmp_path / "renown.db"
        async with await rn.AsyncLedger.open(path, key=KEY) as ledger:
            registration = {"user": "u1", "name": "Ada", "email": "ada@example.com", "born": "1990-01-01"}
            registration |= {"password": "invented horse", "agreement": "t"}
            # Some tenths of a second of Argon2id.
            cost = {"memory_kib": 65_536, "passes": 8, "lanes": 1}
            work = asyncio.ensure_future(ledger.register(registration, now=NOON, password_cost=cost))
            turns = 0
            while not work.done():
                await asyncio.sleep(0.001)
                turns += 1
            assert (await work)["user"] == "u1"
            assert turns > 20, "the loop went on turning"
            with pytest.raises(rn.errors.EmailTakenError):
                await ledger.register(registration | {"user": "u2"}, now=NOON, password_cost=CHEAP)
            events = [event(str(i), {"kind": "notice_shown", "notice": "n"}, f"s{i % 3}") for i in range(30)]
            await asyncio.gather(*(ledger.record([one]) for one in events))
            assert len(await ledger.events("s1")) == 10
        with pytest.raises(rn.errors.LedgerClosedError):
            await ledger.verify()

    asyncio.run(main())


BINARIES = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))


@pytest.fixture(scope="session")
def postgres():
    """A server of the tests' own on loopback; PostgreSQL refuses to run as root."""
    if not BINARIES or int(BINARIES[-1].parent.name) < 15:
        pytest.skip("PostgreSQL 15 or newer is not installed")
    user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    def run(*words):
        subprocess.run([*user, *words], check=True, cwd="/", stdout=subprocess.DEVNULL)

    made = subprocess.run([*user, "mktemp", "-d"], check=True, cwd="/", capture_output=True, text=True)
    folder = made.stdout.strip()
    run(
        BINARIES[-1] / "initdb", "-D", f"{folder}/d", "-U", "renown", "-A", "trust", "-E", "UTF8", "--no-sync"
    )
    options = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder}"
    run(BINARIES[-1] / "pg_ctl", "-D", f"{folder}/d", "-w", "-l", f"{folder}/log", "-o", options, "start")
    yield f"host=127.0.0.1 port={port} user=renown dbname=postgres connect_timeout=10"
    run(BINARIES[-1] / "pg_ctl", "-D", f"{folder}/d", "-m", "immediate", "stop")
    shutil.rmtree(folder, ignore_errors=True)


def test_a_ledger_on_postgres_is_the_same_ledger(postgres, tmp_path):
    where = {"key": KEY, "tombstones": tmp_path / "tombstones", "schema": "ledger_of_python"}
    with rn.Ledger.open_postgres(postgres, **where) as ledger:
        ledger.record([event(str(i), {"kind": "objection_made", "purpose": f"p{i % 3}"}) for i in range(9)])
        counter = ledger.counter()
        counter.add(counter.numbers([("u1", "view")]), [3])
        assert counter.flush(at=NOON) == 3
        assert ledger.facts("i17", at=NOON)["objections"] == ["p0", "p1", "p2"]
        ledger.plan_erasure({"id": "e1", "subject": "i17", "decision": "d1"}, now=NOON)
        assert ledger.erase("e1", subject="i17", now=NOON)["state"] == "complete"

    async def main():
        async with await rn.AsyncLedger.open_postgres(postgres, **where) as ledger:
            assert await ledger.events("i17") == []
            return await asyncio.gather(
                *(ledger.usage("u1", first="2026-02-01", end="2026-03-01") for _ in range(8))
            )

    assert asyncio.run(main()) == [[{"kind": "view", "units": 3}]] * 8
    with pytest.raises(rn.errors.LedgerUnavailableError):
        rn.Ledger.open_postgres("host=127.0.0.1 port=1 user=x dbname=x connect_timeout=2", **where)
    with pytest.raises(rn.errors.MalformedFieldError):
        rn.Ledger.open_postgres("no parameters", **where)
