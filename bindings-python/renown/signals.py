"""The browser's signal, and the functions of :mod:`renown.gpp` and :mod:`renown.tcf` under the names of the core.

One idea to keep in mind: only ``1`` says anything; its absence is neither a refusal taken back nor a permission.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from renown._plain import call
from renown.gpp import decode as gpp_decode
from renown.gpp import effects as gpp_effects
from renown.gpp import encode as gpp_encode
from renown.tcf import decode as tcf_decode
from renown.tcf import encode as tcf_encode

__all__ = [
    "gpc",
    "gpc_opt_outs",
    "gpc_support",
    "gpp_decode",
    "gpp_effects",
    "gpp_encode",
    "tcf_decode",
    "tcf_encode",
]


def gpc(header_values: Sequence[str]) -> dict[str, Any]:
    """Whether ``Sec-GPC`` is ``on`` by the values of its headers, and what it opts out of.

    >>> gpc(["0", "1"])
    {'on': True, 'opt_outs': ['sale', 'sharing', 'targeted_advertising']}
    >>> gpc(["true"])["on"]
    False
    """
    answer: dict[str, Any] = call("gpc", header_values=header_values)
    return answer


def gpc_opt_outs(events: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Who is opted out since when, after visits with and without the signal, and how programmes stand.

    An event is a ``visit`` (``at``, ``on``, ``device``, and where known ``profile`` and ``consumer``) or what a
    consumer says of a ``programme`` (``at``, ``consumer``, ``programme``, ``answer``).

    >>> visit = {"kind": "visit", "at": "2026-03-01T10:00:00Z", "on": True, "device": "d-1", "consumer": "c-1"}
    >>> later = {"kind": "visit", "at": "2026-03-02T10:00:00Z", "on": False, "device": "d-1"}
    >>> [found["scope"] for found in gpc_opt_outs([visit, later])["opted_out"]]
    ['device', 'consumer']
    """
    answer: dict[str, Any] = call("gpc_opt_outs", events=list(events))
    return answer


def gpc_support(body: str) -> dict[str, Any]:
    """What a site says of its support at ``/.well-known/gpc.json``: ``yes``, ``no`` or ``unknown``, and since when.

    >>> gpc_support('{"gpc": true, "lastUpdate": "2026-01-15"}')
    {'last_update': '2026-01-15', 'support': 'yes'}
    """
    answer: dict[str, Any] = call("gpc_support", body=body)
    return answer
