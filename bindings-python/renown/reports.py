"""One influencer's report, through the gate.

One idea to keep in mind: a report is about a person. There is no way to it but past the policy, and whoever gets one
gets the receipt that is to be kept.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from renown._plain import call

__all__ = ["report"]


def report(
    profile: Any,
    posts: Sequence[Any],
    *,
    generated_at: datetime.datetime | str,
    recipient: Mapping[str, str],
    audience: Sequence[Any] = (),
    series: Mapping[str, Any] | None = None,
    peers: Sequence[float] = (),
    options: Mapping[str, Any] | None = None,
    purpose: str = "influencer_search",
    states: Iterable[str] = (),
) -> dict[str, Any]:
    """The report of one influencer and the receipt of its disclosure, where the shipped policy permits it.

    ``docs/report.md`` says what each field means. ``states`` is what stands in the way besides what the profile says:
    ``objected``, ``restricted``, ``erased``; then :class:`renown.errors.NotPermittedError` is raised.

    >>> profile = {"id": "4711", "platform": "instagram", "handle": "invented_person", "followers": 2000}
    >>> post = {"id": "1", "influencer_id": "4711", "platform": "instagram", "likes": 76, "comments": 4}
    >>> posts = [post | {"published_at": "2026-01-31T10:00:00Z"}]
    >>> brand = {"kind": "user", "id": "brand-1"}
    >>> shown = report(profile, posts, generated_at="2026-03-01T06:00:00Z", recipient=brand)
    >>> shown["report"]["engagement"]["rate"]["value"]
    0.04
    """
    given: dict[str, Any] = {
        "profile": profile,
        "posts": posts,
        "audience": audience,
        "series": series,
        "peers": peers,
        "options": {} if options is None else options,
        "generated_at": generated_at,
        "recipient": recipient,
        "purpose": purpose,
        "states": list(states),
    }
    answer: dict[str, Any] = call("report", **given)
    return answer
