"""Records and figures: checked by the core, frozen, comparable, without personal text where they print."""

import copy
import dataclasses
import datetime
import pickle

import pytest
import renown as rn

AT = datetime.datetime(2026, 1, 31, 10, 0, 0, 250_000, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))


def post(**more):
    given = {"id": "p-secret", "influencer_id": "i-secret", "platform": "IG", "published_at": AT}
    return rn.Post(**given | {"caption": "Secret #shoes by @invented_shoes", "likes": 12} | more)


def profile(**more):
    given = {
        "id": "i-secret",
        "platform": "instagram",
        "handle": "@Secret.Person",
        "full_name": "Secret Person",
    }
    return rn.Profile(**given | {"followers": 10, "location": {"country": "DE", "city": "Secret"}} | more)


RECORDS = [
    post(),
    profile(),
    rn.parse_handle("instagram", "secret.person"),
    rn.scan_caption("instagram", "Secret #secret"),
    rn.parse_country("DE"),
    rn.parse_language("de"),
    rn.wilson(3, 10),
    rn.mean([]),
    rn.decide(
        {
            "subject": "secret-1",
            "categories": ["influencer.performance"],
            "purpose": "influencer_search",
            "recipient": {"kind": "user", "id": "secret-2"},
        },
        {"role": "influencer"},
        now=AT,
    ),
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_a_record_is_frozen_compares_pickles_and_copies(record):
    for other in (pickle.loads(pickle.dumps(record)), copy.copy(record), copy.deepcopy(record)):
        assert other == record
        assert hash(other) == hash(record)
    with pytest.raises((dataclasses.FrozenInstanceError, AttributeError)):
        setattr(record, dataclasses.fields(record)[0].name, 1)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_a_record_prints_no_personal_text(record):
    assert "secret" not in repr(record).lower()
    assert type(record).__name__ in repr(record)


def test_a_record_is_brought_to_one_spelling():
    assert post().platform == "instagram"
    assert post().published_at == AT
    assert post().published_at.utcoffset() == datetime.timedelta(0)
    assert post().hashtags == ("shoes",)
    assert post().mentions == ("invented_shoes",)
    assert profile().handle == "secret.person"
    assert profile().location == rn.Location(country="DE", city="Secret")


def test_a_record_is_written_as_the_core_writes_it_and_read_back():
    assert post().to_dict()["published_at"] == "2026-01-31T08:00:00.250Z"
    assert rn.read_post(post().to_dict()) == post()
    assert rn.read_profile(profile().to_dict()) == profile()
    assert "comments" not in post().to_dict()


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"likes": -3}, rn.errors.NegativeCountError),
        ({"likes": 1.5}, rn.errors.FractionalCountError),
        ({"likes": 2**63}, rn.errors.CountTooLargeError),
        ({"likes": float("nan")}, rn.errors.NotFiniteError),
        ({"platform": "myspace"}, rn.errors.UnknownPlatformError),
        ({"published_at": datetime.datetime(2026, 1, 31)}, rn.errors.NaiveTimestampError),
        ({"published_at": "2026-01-31T10:00:00"}, rn.errors.NaiveTimestampError),
        ({"caption": object()}, rn.errors.WrongTypeError),
        ({"mentions": ["ok_name", "not ok"]}, rn.errors.HandleCharacterError),
    ],
)
def test_a_wrong_value_is_refused_by_name_and_place(wrong, error):
    with pytest.raises(error) as raised:
        post(**wrong)
    assert next(iter(wrong)) in str(raised.value) or "platform" in str(raised.value)


def test_a_misspelt_field_is_refused():
    with pytest.raises(rn.errors.MalformedRecordError):
        rn.read_post(post().to_dict() | {"lykes": 3})
    with pytest.raises(TypeError):
        post(lykes=3)


def test_a_figure_is_an_estimate_or_the_reason_why_there_is_none():
    figure = rn.wilson(30, 100)
    assert isinstance(figure, rn.Estimate)
    assert isinstance(figure.interval, rn.Interval)
    assert figure.interval.low < figure.value < figure.interval.high
    assert rn.wilson(0, 0) == rn.Undefined("empty")
    assert not rn.wilson(0, 0)
    one = rn.mean([2.5])
    assert isinstance(one, rn.Estimate)
    assert one.interval == rn.Undefined("too_few")
    assert "too_few" in str(one)
