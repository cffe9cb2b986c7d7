"""Searches against DuckDB: random queries over invented influencers give the same ids in the same order.

`RENOWN_SEARCH_QUERIES=10000` asks so many; the suite asks fewer, the same ones in every run.
"""

import datetime
import os
import random

import duckdb
import polars as pl
import pytest
import renown as rn

QUERIES = int(os.environ.get("RENOWN_SEARCH_QUERIES", "400"))
NOW = "2026-03-01T12:00:00Z"
TODAY = datetime.date(2026, 3, 1)
PLATFORMS = ["instagram", "tiktok", "youtube"]
COUNTRIES = ["DE", "FR", "US", "GB", "BR", "IN"]
LANGUAGES = ["de", "en", "pt"]
TAGS = [f"tag{n}" for n in range(12)]
BRANDS = [f"brand{n}" for n in range(5)]
WORDS = [f"word{n}" for n in range(10)]
NUMBERS = ["followers", "engagement_rate", "credibility", "posts_per_week", "growth_month"]
SHARES = ["DE", "US"]


def some(draw, value, missing=0.15):
    return None if draw.random() < missing else value


def influencers(rows, seed):
    draw = random.Random(seed)
    return pl.DataFrame(
        {
            "id": [f"i{n}" for n in range(rows)],
            "platform": [some(draw, draw.choice(PLATFORMS)) for _ in range(rows)],
            "country": [some(draw, draw.choice(COUNTRIES)) for _ in range(rows)],
            "language": [some(draw, draw.choice(LANGUAGES)) for _ in range(rows)],
            "verified": [some(draw, draw.random() < 0.3) for _ in range(rows)],
            # Many ties, so that the next key and the id decide.
            "followers": [some(draw, draw.randrange(50) * 1000) for _ in range(rows)],
            "engagement_rate": [some(draw, round(draw.random() / 10, 2)) for _ in range(rows)],
            "credibility": [some(draw, draw.random()) for _ in range(rows)],
            "credibility_low": [some(draw, -draw.random()) for _ in range(rows)],
            "posts_per_week": [some(draw, draw.randrange(1, 9) / 2) for _ in range(rows)],
            "growth_month": [some(draw, draw.gauss(0, 0.1)) for _ in range(rows)],
            "last_post": [
                some(draw, TODAY - datetime.timedelta(days=draw.randrange(100))) for _ in range(rows)
            ],
            "hashtags": [draw.sample(TAGS, draw.randrange(4)) for _ in range(rows)],
            "brands": [draw.sample(BRANDS, draw.randrange(3)) for _ in range(rows)],
            "bio": [
                some(draw, " ".join(draw.choice(WORDS) for _ in range(draw.randrange(8))))
                for _ in range(rows)
            ],
            **{
                f"audience.country.{share}": [some(draw, round(draw.random(), 2)) for _ in range(rows)]
                for share in SHARES
            },
        },
        schema_overrides={"followers": pl.Int64, "last_post": pl.Date},
    )


def texts(values):
    return "[" + ", ".join(f"'{value}'" for value in values) + "]"


def between(draw, column, low, high):
    """A range in both languages."""
    ends = sorted(round(draw.uniform(low, high), 2) for _ in range(2))
    form = draw.randrange(3)
    given = {"at_least": ends[0], "at_most": ends[1]}
    if form < 2:
        given = {"at_least": ends[0]} if form == 0 else {"at_most": ends[1]}
    signs = {"at_least": ">=", "at_most": "<="}
    return given, " AND ".join(f'"{column}" {signs[end]} {bound!r}' for end, bound in given.items())


def ranges(draw):
    name = draw.choice(NUMBERS)
    span = {
        "followers": (0, 50_000),
        "engagement_rate": (0, 0.1),
        "credibility": (0, 1),
        "posts_per_week": (0, 5),
        "growth_month": (-0.2, 0.2),
    }
    given, sql = between(draw, name, *span[name])
    return {name: given}, sql


def lower_bounds(draw):
    low = round(-draw.random(), 2)
    return {"credibility": {"low_at_least": low}}, f"credibility_low >= {low!r}"


def labels(draw):
    name, values = draw.choice(
        [("platform", PLATFORMS), ("country", COUNTRIES), ("language", LANGUAGES)],
    )
    chosen = draw.sample(values, draw.randrange(1, len(values)))
    return {name: chosen}, f"{name} IN ({', '.join(f'{value!r}' for value in chosen)})"


def flags(draw):
    flag = draw.random() < 0.5
    return {"verified": flag}, f"verified = {flag}"


def lists(draw):
    name, values = draw.choice([("hashtags", TAGS), ("brands", BRANDS)])
    given, sql = {}, []
    for part in draw.sample(["any", "all", "none"], draw.randrange(1, 3)):
        chosen = draw.sample(values, draw.randrange(1, 4))
        given[part] = chosen
        function = {"any": "list_has_any", "all": "list_has_all", "none": "NOT list_has_any"}[part]
        sql.append(f"{function}({name}, {texts(chosen)})")
    return {name: given}, " AND ".join(sql)


def shares(draw):
    country = draw.choice(SHARES)
    given, sql = between(draw, f"audience.country.{country}", 0, 1)
    return {"audience": {"country": country, **given}}, sql


def words(draw):
    word = draw.choice(WORDS)
    if draw.random() < 0.3:
        other = draw.choice(WORDS)
        phrase = f"' ' || bio || ' ' LIKE '% {word} {other} %'"
        return {"text": {"phrase": f"{word.upper()} {other}", "within": ["bio"]}}, phrase
    if draw.random() < 0.3:
        return {"text": {"prefix": "wor", "within": ["bio"]}}, "bio LIKE '%wor%'"
    return {"text": {"words": [word], "within": ["bio"]}}, f"list_contains(string_split(bio, ' '), '{word}')"


def days(draw):
    within = draw.randrange(100)
    return {"last_post": {"within_days": within}}, f"last_post >= DATE '{TODAY}' - {within}"


def excluded(draw):
    chosen = [f"i{draw.randrange(2500)}" for _ in range(20)]
    return {"exclude": chosen}, f"id NOT IN ({', '.join(f'{value!r}' for value in chosen)})"


LEAVES = [ranges, ranges, labels, lists, shares, words, lower_bounds, flags, days, excluded]


def clause(draw, depth):
    kind = draw.random()
    if depth > 0 and kind < 0.15:
        given, sql = clause(draw, depth - 1)
        return {"not": given}, f"NOT coalesce({sql}, false)"
    if depth > 0 and kind < 0.35:
        parts = [clause(draw, depth - 1) for _ in range(draw.randrange(1, 4))]
        name = draw.choice(["and", "or"])
        sql = f" {name.upper()} ".join(f"coalesce({part}, false)" for _, part in parts)
        return {name: [given for given, _ in parts]}, f"({sql})"
    given, sql = draw.choice(LEAVES)(draw)
    return given, f"({sql})"


def query(draw):
    parts = [clause(draw, 3) for _ in range(draw.randrange(0, 5))]
    keys = draw.sample([*NUMBERS, "last_post", "audience.country.DE"], draw.randrange(0, 3))
    keys = [(key, draw.choice(["ascending", "descending"])) for key in keys]
    where = " AND ".join(f"coalesce({sql}, false)" for _, sql in parts) or "true"
    order = [f'"{key}" {"ASC" if way == "ascending" else "DESC"} NULLS LAST' for key, way in keys]
    given = {
        "filters": [given for given, _ in parts],
        "sort": [{"by": key, "order": way} for key, way in keys],
        "limit": draw.choice([1, 20, 100]),
    }
    return given, f"FROM influencers WHERE {where}", ", ".join([*order, "id"])


@pytest.fixture(scope="module")
def both():
    table = influencers(2_500, seed=7)
    database = duckdb.connect()
    database.register("given", table)
    database.execute("CREATE TABLE influencers AS SELECT * FROM given")
    permit = rn.SearchPermit({"kind": "user", "id": "brand-1"}, now=NOW)
    return rn.Catalog.from_arrow(table), database, permit


def test_random_queries_find_the_same_ids_in_the_same_order_as_duckdb(both):
    catalog, database, permit = both
    draw, found_any = random.Random(20260301), 0
    for number in range(QUERIES):
        given, sql, order = query(draw)
        found = catalog.search(given, permit=permit, now=NOW)
        total = database.execute(f"SELECT count(*) {sql}").fetchone()[0]
        ids = [row[0] for row in database.execute(f"SELECT id {sql} ORDER BY {order}").fetchall()]
        assert found.total == total, (number, given)
        assert [row["id"] for row in found.to_dicts()] == ids[: given["limit"]], (number, given)
        if found.cursor is not None and number % 5 == 0:
            following = catalog.search({**given, "cursor": found.cursor}, permit=permit, now=NOW)
            page = ids[given["limit"] : 2 * given["limit"]]
            assert [row["id"] for row in following.to_dicts()] == page, (number, given)
        found_any += total > 0
    # The queries are not such that nobody fits.
    assert found_any > QUERIES // 3


def test_counts_by_label_and_bin_are_those_of_duckdb_where_they_are_told(both):
    catalog, database, permit = both
    facets = [
        {"field": "country", "top": 100},
        {"field": "hashtags", "top": 100},
        {"field": "followers", "edges": [10_000, 30_000]},
    ]
    filters = [{"platform": ["tiktok"]}]
    countries, tags, followers = catalog.facets({"filters": filters}, facets, permit=permit, now=NOW)
    told = dict(
        database.execute(
            "SELECT country, count(*) FROM influencers WHERE platform = 'tiktok' GROUP BY country"
        ).fetchall()
    )
    assert {cell["label"]: cell["n"] for cell in countries["cells"]} == {
        label: n for label, n in told.items() if label is not None
    }
    told = database.execute(
        "SELECT tag, count(*) FROM (SELECT unnest(hashtags) AS tag FROM influencers WHERE platform = 'tiktok') "
        "GROUP BY tag"
    ).fetchall()
    assert {cell["label"]: cell["n"] for cell in tags["cells"]} == dict(told)
    told = database.execute(
        "SELECT CASE WHEN followers < 10000 THEN 0 WHEN followers < 30000 THEN 1 ELSE 2 END AS bin, count(*) "
        "FROM influencers WHERE platform = 'tiktok' AND followers IS NOT NULL GROUP BY bin ORDER BY bin"
    ).fetchall()
    assert [cell["n"] for cell in followers["cells"]] == [n for _, n in told]
