"""Influencer analytics with privacy rules built in.

Feed it what is public about influencers (profiles, posts, audience samples): how engaged is the audience, and what of
all that may be shown to whom. Every figure carries its interval, its sample size and its method; where there is no
figure, there is the reason why.

>>> import renown as rn
>>> print(rn.wilson(30, 100))
0.3 (0.2189 to 0.3958 at 95 %), n = 100, wilson
"""

from renown import errors
from renown._native import __version__
from renown._plain import call
from renown.accounts import (
    account_cadence,
    account_delivered,
    account_engagement,
    account_growth,
    account_likes_over_time,
    account_shares,
    account_sponsorship,
    account_summary,
)
from renown.audience import (
    affinity,
    ask_count,
    audience_demographics,
    demographics,
    lookalikes,
    noisy_count,
    notable_followers,
    overlap,
    rake,
    release,
    round_table,
)
from renown.errors import RenownError
from renown.figure import Estimate, Figure, Interval, Undefined
from renown.frame import Frame
from renown.market import (
    Amount,
    benchmark,
    earned_value,
    peer_benchmark,
    percentiles,
    tier,
    tiers,
    unit_costs,
    value,
)
from renown.metrics import (
    cadence,
    engagement,
    figures,
    growth,
    growth_spikes,
    likes_over_time,
    shares,
    sponsorship,
    summary,
)
from renown.model import (
    Caption,
    Country,
    Disclosure,
    Handle,
    Language,
    Location,
    Post,
    Profile,
    Provenance,
    handles_confusable,
    parse_age_band,
    parse_country,
    parse_handle,
    parse_language,
    parse_platform,
    read_post,
    read_profile,
    scan_caption,
)
from renown.privacy import Cite, DecidedItem, Decision, PolicyIdentity, deadline, decide
from renown.reports import report
from renown.statistics import bootstrap, clopper_pearson, mean, median, quantile, wilson

__all__ = [
    "Amount",
    "Caption",
    "Cite",
    "Country",
    "DecidedItem",
    "Decision",
    "Disclosure",
    "Estimate",
    "Figure",
    "Frame",
    "Handle",
    "Interval",
    "Language",
    "Location",
    "PolicyIdentity",
    "Post",
    "Profile",
    "Provenance",
    "RenownError",
    "Undefined",
    "__version__",
    "account_cadence",
    "account_delivered",
    "account_engagement",
    "account_growth",
    "account_likes_over_time",
    "account_shares",
    "account_sponsorship",
    "account_summary",
    "affinity",
    "ask_count",
    "audience_demographics",
    "benchmark",
    "bootstrap",
    "cadence",
    "call",
    "clopper_pearson",
    "deadline",
    "decide",
    "demographics",
    "earned_value",
    "engagement",
    "errors",
    "figures",
    "growth",
    "growth_spikes",
    "handles_confusable",
    "likes_over_time",
    "lookalikes",
    "mean",
    "median",
    "noisy_count",
    "notable_followers",
    "overlap",
    "parse_age_band",
    "parse_country",
    "parse_handle",
    "parse_language",
    "parse_platform",
    "peer_benchmark",
    "percentiles",
    "quantile",
    "rake",
    "read_post",
    "read_profile",
    "release",
    "report",
    "round_table",
    "scan_caption",
    "shares",
    "sponsorship",
    "summary",
    "tier",
    "tiers",
    "unit_costs",
    "value",
    "wilson",
]
