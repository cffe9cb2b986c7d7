"""The jobs in SQL, in the words that DuckDB and DataFusion share.

`{divided}` is the engagement rate of a post. Where a rewritten form is given, it groups whole numbers and joins after.
"""

from __future__ import annotations

from . import HOUR, LAST, SHARE, WEEK

JOINED = "posts p JOIN profiles f ON p.influencer_id = f.influencer_id"
RATE = "(likes + comments) / CAST(followers AS DOUBLE)"
BY_VIEWS = "(likes + comments) / CAST(views AS DOUBLE)"
RATES = f"SELECT p.influencer_id AS influencer_id, published_at, {RATE} AS rate FROM {JOINED}"


def plain(job: str, month: str, milliseconds: str) -> str:
    """A query as it is usually written; `month` and `milliseconds` of published_at differ between dialects."""
    return {
        "mean": f"""
            SELECT p.influencer_id AS influencer_id, avg({RATE}) AS by_followers, avg({BY_VIEWS}) AS by_views
            FROM {JOINED} GROUP BY p.influencer_id""",
        "median": f"SELECT influencer_id, median(rate) AS rate FROM ({RATES}) GROUP BY influencer_id",
        "trimmed": f"""
            WITH ranked AS (
                SELECT influencer_id, rate,
                       row_number() OVER (PARTITION BY influencer_id ORDER BY rate) AS place,
                       count(*) OVER (PARTITION BY influencer_id) AS number
                FROM ({RATES}) WHERE rate IS NOT NULL
            ), cut AS (SELECT *, CAST(floor(number * {SHARE}) AS BIGINT) AS side FROM ranked)
            SELECT influencer_id, avg(rate) AS trimmed,
                   (sum(rate) + max(side) * (min(rate) + max(rate))) / max(number) AS winsorised
            FROM cut WHERE place > side AND place <= number - side GROUP BY influencer_id""",
        "last": f"""
            WITH ranked AS (
                SELECT influencer_id, rate,
                       row_number() OVER (PARTITION BY influencer_id ORDER BY published_at DESC) AS place
                FROM ({RATES})
            )
            SELECT influencer_id, avg(rate) AS rate FROM ranked WHERE place <= {LAST} GROUP BY influencer_id""",
        "months": f"""
            SELECT influencer_id, {month} AS "month", sum(likes) AS likes, count(*) AS posts
            FROM posts GROUP BY influencer_id, {month}""",
        "cadence": f"""
            WITH gaps AS (
                SELECT influencer_id, {milliseconds} AS moment,
                       {milliseconds} - lag({milliseconds}) OVER (PARTITION BY influencer_id ORDER BY published_at)
                       AS gap
                FROM posts
            )
            SELECT influencer_id,
                   count(*) / greatest((max(moment) - min(moment)) / {WEEK}.0, 1.0) AS posts_per_week,
                   median(CAST(gap AS DOUBLE)) / {HOUR} AS median_gap
            FROM gaps GROUP BY influencer_id""",
    }[job]


def rewritten(job: str) -> str:
    """A query that groups whole numbers first and joins a hundred times fewer rows after."""
    return {
        "mean": f"""
            SELECT influencer_id, engagement / followers AS by_followers, by_views
            FROM (SELECT influencer_id, avg(likes + comments) AS engagement, avg({BY_VIEWS}) AS by_views
                  FROM posts GROUP BY influencer_id) JOIN profiles USING (influencer_id)""",
        "median": """
            SELECT influencer_id, engagement / followers AS rate
            FROM (SELECT influencer_id, median(likes + comments) AS engagement FROM posts GROUP BY influencer_id)
            JOIN profiles USING (influencer_id)""",
    }[job]
