"""TC strings of the IAB Europe Transparency and Consent Framework, version 1 and 2 (2.0 to 2.3).

One idea to keep in mind: a TC string is a list of grants. What it does not name is not granted.
"""

from collections.abc import Mapping
from typing import Any

from renown._plain import call

__all__ = ["decode", "encode"]


def decode(string: str) -> dict[str, Any]:
    """What a string says: ``version`` and ``segments`` of fields.

    >>> consent = decode("COtybn4PA_zT4KjACBENAPCIAEBAAECAAIAAAAAAAAAA")
    >>> consent["segments"]["core"]["purposes_consent"]
    [2, 10]
    """
    answer: dict[str, Any] = call("tcf_decode", string=string)
    return answer


def encode(segments: Mapping[str, Any], version: int | None = None) -> str:
    """Writes segments of fields; version 2 where none is stated.

    >>> core = {
    ...     "created": "2026-01-01T00:00:00Z",
    ...     "last_updated": "2026-01-01T00:00:00Z",
    ...     "consent_language": "EN",
    ...     "publisher_cc": "DE",
    ...     "vendor_consents": [2, 6, 8],
    ... }
    >>> decode(encode({"core": core}))["segments"]["core"]["vendor_consents"]
    [2, 6, 8]
    """
    answer: str = call("tcf_encode", segments=segments, version=version)
    return answer
