"""Strings of the IAB's Global Privacy Platform.

One idea to keep in mind: a section that is not known is carried along as it is and named; one that should be
understood and cannot be is an error.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from renown._plain import call

__all__ = ["decode", "effects", "encode"]


def decode(string: str) -> dict[str, Any]:
    """What a string says: ``sections``, each with ``id``, ``name``, ``version`` and ``segments`` of fields.

    A section that is not known here has its text in ``opaque``.

    >>> section = decode("DBABBg~BVVVVVVY.YA")["sections"][0]
    >>> section["name"], section["segments"]["core"]["sale_opt_out"], section["segments"]["gpc"]
    ('usca', 1, {'gpc': True})
    """
    answer: dict[str, Any] = call("gpp_decode", string=string)
    return answer


def encode(sections: Iterable[Mapping[str, Any]]) -> str:
    """Writes sections, in any order, each named by ``id`` or by ``name``.

    A field that is left out is 0, false or nobody; whether the transaction is covered must be said.

    >>> core = {"sale_opt_out": 1, "mspa_covered_transaction": 2}
    >>> encode([{"name": "usca", "segments": {"core": core, "gpc": {"gpc": True}}}])
    'DBABBg~BAQAAACA.YA'
    """
    answer: str = call("gpp_encode", sections=list(sections))
    return answer


def effects(string: str) -> dict[str, Any]:
    """What follows from a string: ``opt_outs`` of all sections together, of each of ``sections``, ``not_understood``.

    >>> effects("DBABTA~1YYN")["opt_outs"]
    ['sale']
    """
    answer: dict[str, Any] = call("gpp_effects", string=string)
    return answer
