"""A program that mypy and pyright accept as it is, but for the lines that they must not.

Every `type: ignore` must be needed: mypy says so where one is not.
"""

import renown as rn


def query() -> rn.SearchQuery:
    """Each kind of clause once."""
    either: rn.SearchClause = {"or": [{"country": ["DE", "AT"]}, {"region": ["DE-BY"]}]}
    filters: list[rn.SearchClause] = [
        either,
        {"and": [{"platform": ["instagram"]}, {"verified": True}]},
        {"not": {"sponsored": {"brand": "Invented Cola", "within_days": 180}}},
        {"city": ["Köln"]},
        {"language": ["de"]},
        {"gender": ["female"]},
        {"age_band": ["25-34"]},
        {"category": ["food"]},
        {"account_type": ["business"]},
        {"contact_available": True},
        {"hashtags": {"any": ["vegan"], "none": ["sponsored"]}},
        {"followers": {"at_least": 1_000, "at_most": 50_000}},
        {"credibility": {"low_at_least": 0.7}},
        {"last_post": {"within_days": 30}},
        {"audience": {"gender": "female", "age_band": "25-34", "at_least": 0.15}},
        {"text": {"phrase": "vegane küche", "within": ["bio", "captions"]}},
        {"lookalike_of": {"id": "i1", "at_least": 0.5}},
        {"exclude": ["i2"]},
    ]
    return {
        "filters": filters,
        "sort": [{"by": "engagement_rate", "order": "ascending"}, {"by": "audience.country.DE"}],
        "limit": 10,
        "cursor": None,
        "count": "estimated",
        "fields": ["followers", "audience.gender_age.female 25-34"],
        "facets": [{"field": "country", "top": 5}, {"field": "followers", "edges": [1e4, 1e5]}],
        "explain": True,
    }


def told(found: rn.Found) -> tuple[int, str]:
    """What comes back has types as well."""
    counts = sum(cell["n"] for counted in found.facets for cell in counted["cells"])
    return counts, found.metered["recipient"]["id"]


unknown_field: rn.SearchQuery = {"filter": []}  # type: ignore[typeddict-unknown-key]
unknown_clause: rn.SearchClause = {"follower": {"at_least": 1}}  # type: ignore[assignment]
wrong_bound: rn.SearchRange = {"at_least": "many"}  # type: ignore[typeddict-item]
wrong_order: rn.SearchSort = {"by": "followers", "order": "up"}  # type: ignore[typeddict-item]
no_brand: rn.SearchSponsored = {"within_days": 3}  # type: ignore[typeddict-item]
