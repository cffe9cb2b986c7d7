"""Queries and what searches give, as types.

Written by `tools/query-types/generate.py` from `docs/schema`.
"""

from collections.abc import Sequence
from typing import Literal, NotRequired, TypeAlias, TypedDict

__all__ = [
    "AccountTypeClause",
    "AgeBandClause",
    "AndClause",
    "AudienceClause",
    "AverageCommentsClause",
    "AverageLikesClause",
    "AverageViewsClause",
    "BrandsClause",
    "CategoryClause",
    "CityClause",
    "ContactAvailableClause",
    "CountryClause",
    "CredibilityClause",
    "EngagementRateClause",
    "ExcludeClause",
    "FollowersClause",
    "FollowingClause",
    "GenderClause",
    "GrowthMonthClause",
    "GrowthQuarterClause",
    "GrowthYearClause",
    "HashtagsClause",
    "HiddenLikeShareClause",
    "InterestsClause",
    "LanguageClause",
    "LastPostClause",
    "LookalikeOfClause",
    "MentionsClause",
    "NotClause",
    "OrClause",
    "PlatformClause",
    "PostsPerWeekClause",
    "RegionClause",
    "SearchAlike",
    "SearchCell",
    "SearchChoice",
    "SearchClause",
    "SearchCounted",
    "SearchDays",
    "SearchExplained",
    "SearchFacet",
    "SearchFound",
    "SearchMatch",
    "SearchMetered",
    "SearchPolicyIdentity",
    "SearchQuery",
    "SearchRange",
    "SearchRecipient",
    "SearchShare",
    "SearchSort",
    "SearchSponsored",
    "SearchText",
    "SimilarAudienceToClause",
    "SponsoredClause",
    "SponsoredPerformanceClause",
    "SponsoredShareClause",
    "TextClause",
    "VerifiedClause",
]


class SearchAlike(TypedDict):
    """Alike to somebody."""

    at_least: NotRequired[float]
    """The least similarity, from 0 to 1."""
    id: str
    """To whom."""


SearchCell = TypedDict(
    "SearchCell",
    {
        "below": NotRequired[float | None],
        "from": NotRequired[float | None],
        "label": NotRequired[str | None],
        "n": int,
    },
)
"""One count."""


class SearchChoice(TypedDict):
    """Labels, of which an influencer may have several. All parts that are given must hold."""

    all: NotRequired[Sequence[str]]
    """Each of these."""
    any: NotRequired[Sequence[str]]
    """At least one of these."""
    none: NotRequired[Sequence[str]]
    """None of these."""


AndClause = TypedDict("AndClause", {"and": "Sequence[SearchClause]"})
"""What ``and`` takes."""


OrClause = TypedDict("OrClause", {"or": "Sequence[SearchClause]"})
"""What ``or`` takes."""


NotClause = TypedDict("NotClause", {"not": "SearchClause"})
"""All but those for which it holds; those of whom nothing is known are among the others."""


class PlatformClause(TypedDict):
    """One of these."""

    platform: Sequence[Literal["instagram", "tiktok", "youtube"]]


class CountryClause(TypedDict):
    """What ``country`` takes."""

    country: Sequence[str]


class RegionClause(TypedDict):
    """What ``region`` takes."""

    region: Sequence[str]


class CityClause(TypedDict):
    """What ``city`` takes."""

    city: Sequence[str]


class LanguageClause(TypedDict):
    """What ``language`` takes."""

    language: Sequence[str]


class GenderClause(TypedDict):
    """What ``gender`` takes."""

    gender: Sequence[Literal["female", "male", "other"]]


class AgeBandClause(TypedDict):
    """What ``age_band`` takes."""

    age_band: Sequence[Literal["13-17", "18-24", "25-34", "35-44", "45-54", "45-64", "55-64", "65+"]]


class CategoryClause(TypedDict):
    """What ``category`` takes."""

    category: Sequence[str]


class AccountTypeClause(TypedDict):
    """What ``account_type`` takes."""

    account_type: Sequence[Literal["creator", "business", "personal"]]


class VerifiedClause(TypedDict):
    """What ``verified`` takes."""

    verified: bool


class ContactAvailableClause(TypedDict):
    """What ``contact_available`` takes."""

    contact_available: bool


class InterestsClause(TypedDict):
    """What ``interests`` takes."""

    interests: "SearchChoice"


class HashtagsClause(TypedDict):
    """What ``hashtags`` takes."""

    hashtags: "SearchChoice"


class MentionsClause(TypedDict):
    """What ``mentions`` takes."""

    mentions: "SearchChoice"


class BrandsClause(TypedDict):
    """What ``brands`` takes."""

    brands: "SearchChoice"


class FollowersClause(TypedDict):
    """What ``followers`` takes."""

    followers: "SearchRange"


class FollowingClause(TypedDict):
    """What ``following`` takes."""

    following: "SearchRange"


class EngagementRateClause(TypedDict):
    """What ``engagement_rate`` takes."""

    engagement_rate: "SearchRange"


class AverageLikesClause(TypedDict):
    """What ``average_likes`` takes."""

    average_likes: "SearchRange"


class AverageCommentsClause(TypedDict):
    """What ``average_comments`` takes."""

    average_comments: "SearchRange"


class AverageViewsClause(TypedDict):
    """What ``average_views`` takes."""

    average_views: "SearchRange"


class GrowthMonthClause(TypedDict):
    """What ``growth_month`` takes."""

    growth_month: "SearchRange"


class GrowthQuarterClause(TypedDict):
    """What ``growth_quarter`` takes."""

    growth_quarter: "SearchRange"


class GrowthYearClause(TypedDict):
    """What ``growth_year`` takes."""

    growth_year: "SearchRange"


class PostsPerWeekClause(TypedDict):
    """What ``posts_per_week`` takes."""

    posts_per_week: "SearchRange"


class CredibilityClause(TypedDict):
    """What ``credibility`` takes."""

    credibility: "SearchRange"


class HiddenLikeShareClause(TypedDict):
    """What ``hidden_like_share`` takes."""

    hidden_like_share: "SearchRange"


class SponsoredShareClause(TypedDict):
    """What ``sponsored_share`` takes."""

    sponsored_share: "SearchRange"


class SponsoredPerformanceClause(TypedDict):
    """What ``sponsored_performance`` takes."""

    sponsored_performance: "SearchRange"


class LastPostClause(TypedDict):
    """What ``last_post`` takes."""

    last_post: "SearchDays"


class AudienceClause(TypedDict):
    """What ``audience`` takes."""

    audience: "SearchShare"


class TextClause(TypedDict):
    """What ``text`` takes."""

    text: "SearchText"


class LookalikeOfClause(TypedDict):
    """Alike in topics, audience and size to the influencer of this id, who is not found."""

    lookalike_of: "SearchAlike"


class SimilarAudienceToClause(TypedDict):
    """Alike in audience to the influencer of this id, who is not found."""

    similar_audience_to: "SearchAlike"


class ExcludeClause(TypedDict):
    """None of these ids."""

    exclude: Sequence[str]


class SponsoredClause(TypedDict):
    """What ``sponsored`` takes."""

    sponsored: "SearchSponsored"


SearchClause: TypeAlias = (
    AndClause
    | OrClause
    | NotClause
    | PlatformClause
    | CountryClause
    | RegionClause
    | CityClause
    | LanguageClause
    | GenderClause
    | AgeBandClause
    | CategoryClause
    | AccountTypeClause
    | VerifiedClause
    | ContactAvailableClause
    | InterestsClause
    | HashtagsClause
    | MentionsClause
    | BrandsClause
    | FollowersClause
    | FollowingClause
    | EngagementRateClause
    | AverageLikesClause
    | AverageCommentsClause
    | AverageViewsClause
    | GrowthMonthClause
    | GrowthQuarterClause
    | GrowthYearClause
    | PostsPerWeekClause
    | CredibilityClause
    | HiddenLikeShareClause
    | SponsoredShareClause
    | SponsoredPerformanceClause
    | LastPostClause
    | AudienceClause
    | TextClause
    | LookalikeOfClause
    | SimilarAudienceToClause
    | ExcludeClause
    | SponsoredClause
)
"""A condition."""


class SearchCounted(TypedDict):
    """The counts of a field."""

    cells: "Sequence[SearchCell]"
    """Labels by count, the most frequent first, equal ones by label; bins in order."""
    field: str
    """Which."""
    suppressed: int
    """How many cells are not told because they, or others by subtraction, count too few."""


class SearchDays(TypedDict):
    """Days, both ends included."""

    since: NotRequired[str | None]
    """On this day or later."""
    until: NotRequired[str | None]
    """On this day or earlier."""
    within_days: NotRequired[int | None]
    """In the last days, counted back from the time of the search."""


class SearchExplained(TypedDict):
    """What a filter leaves."""

    alone: int
    """How many of all that may be shown it leaves by itself."""
    excluded: int
    """How many of those that the filters before it left it takes away."""
    path: str
    """Which filter: `filters[2]`."""


class SearchFacet(TypedDict):
    """What is counted over all that match."""

    edges: NotRequired[Sequence[float]]
    """Of numbers, the edges between bins, ascending; a bin holds its lower edge. The outer bins are open."""
    field: str
    """A field."""
    top: NotRequired[int]
    """Of labels, the most frequent ones, 10 where nothing is said."""


class SearchFound(TypedDict):
    """What a search gives."""

    cursor: str | None
    """Where the next page begins; none after the last one."""
    explained: "Sequence[SearchExplained] | None"
    """What each filter leaves, where it was to be told."""
    facets: "Sequence[SearchCounted]"
    """The counts that were asked for, in their order."""
    masked: Sequence[str]
    """The fields that were asked for and that the permit does not cover."""
    matches: "Sequence[SearchMatch]"
    """The influencers of this page, in order."""
    metered: "SearchMetered"
    """What is to be kept of it."""
    total: int | None
    """How many match altogether, if it was to be told."""


class SearchMatch(TypedDict):
    """An influencer that was found."""

    id: str
    """Who."""


class SearchMetered(TypedDict):
    """What is to be kept of a search: who was told how much, for what, by which policy."""

    at: str
    """When."""
    obligations: Sequence[str]
    """What must be done along with it."""
    policy: "SearchPolicyIdentity"
    """By which policy."""
    purpose: str
    """What for."""
    recipient: "SearchRecipient"
    """To whom it was told."""
    units: int
    """How many influencers were told."""


class SearchPolicyIdentity(TypedDict):
    """Which policy decided: enough to find its exact text again."""

    hash: str
    """SHA-256 of its document, hexadecimal."""
    name: str
    """Its name."""
    permit_lifetime_seconds: int
    """How long after the decision a permit opens, seconds."""
    rules_hash: str
    """SHA-256 of the rules of law that were read beside it, hexadecimal."""
    version: str
    """Its version."""


class SearchQuery(TypedDict):
    """What is looked for. All filters must hold."""

    count: NotRequired[Literal["exact", "estimated", "none"]]
    """How many match altogether."""
    cursor: NotRequired[str | None]
    """The cursor of the page before."""
    explain: NotRequired[bool]
    """Whether to tell what each filter leaves out."""
    facets: NotRequired["Sequence[SearchFacet]"]
    """What is counted over all that match."""
    fields: NotRequired[Sequence[str]]
    """Which fields the influencers come with."""
    filters: NotRequired["Sequence[SearchClause]"]
    """All of them must hold."""
    limit: NotRequired[int]
    """How many influencers a page has, 20 where nothing is said, at most 1,000. With 0 there are only counts."""
    sort: NotRequired["Sequence[SearchSort]"]
    """The first key decides, the next between equal ones; last the id, ascending. What is not known comes last."""


class SearchRange(TypedDict):
    """A range of numbers, both ends included; a number that is not known is in none."""

    at_least: NotRequired[float | None]
    """No less than this."""
    at_most: NotRequired[float | None]
    """No more than this."""
    low_at_least: NotRequired[float | None]
    """The lower bound of the interval is no less than this: surely as much."""


class SearchRecipient(TypedDict):
    """To whom data would be shown."""

    id: str
    """The pseudonymous id under which the caller keeps the recipient."""
    kind: Literal[
        "affiliate",
        "processor",
        "user",
        "authority",
        "counsel",
        "adviser",
        "successor",
        "subject",
        "controller",
        "public",
        "third_party",
    ]
    """What kind of recipient."""


class SearchShare(TypedDict):
    """A share of the audience, of one dimension, or of a gender and an age band together."""

    age_band: NotRequired[
        Literal["13-17", "18-24", "25-34", "35-44", "45-54", "45-64", "55-64", "65+"] | None
    ]
    at_least: NotRequired[float | None]
    """The share is no less than this; a fraction."""
    at_most: NotRequired[float | None]
    """The share is no more than this; a fraction."""
    brand_affinity: NotRequired[str | None]
    city: NotRequired[str | None]
    country: NotRequired[str | None]
    gender: NotRequired[Literal["female", "male", "other"] | None]
    interest: NotRequired[str | None]
    language: NotRequired[str | None]
    low_at_least: NotRequired[float | None]
    """The lower bound of its interval is no less than this; a fraction."""
    region: NotRequired[str | None]


class SearchSort(TypedDict):
    """A key of the order."""

    by: str
    """A number, a share of the audience, or `similarity`."""
    order: NotRequired[Literal["descending", "ascending"]]
    """Which way."""


class SearchSponsored(TypedDict):
    """Has worked for a brand."""

    brand: str
    """Which."""
    within_days: NotRequired[int | None]
    """In the last days, counted back from the time of the search; ever where nothing is said."""


class SearchText(TypedDict):
    """Words of a text, in any case, with or without accents. One of the forms is given."""

    edits: NotRequired[int | None]
    """How many letters of a fuzzy word may be missing, added, changed or swapped with their neighbour: 1 or 2."""
    fuzzy: NotRequired[str | None]
    """A word like this one."""
    phrase: NotRequired[str | None]
    """These words, one after the other."""
    prefix: NotRequired[str | None]
    """A word that begins so."""
    within: NotRequired[Sequence[Literal["name", "bio", "captions", "hashtags"]]]
    """Where: `name`, `bio`, `captions`, `hashtags`; everywhere where nothing is said."""
    words: NotRequired[Sequence[str] | None]
    """Each of these words, anywhere."""
