"""Figures: a value with its uncertainty and its origin, or the reason why there is none."""

from dataclasses import dataclass
from typing import Any, TypeAlias

__all__ = ["Estimate", "Figure", "Interval", "Undefined"]


@dataclass(frozen=True, slots=True)
class Interval:
    """The range that covers the true value in ``level`` of repeated samples."""

    low: float
    """Lower end, in the unit of the value."""
    high: float
    """Upper end, in the unit of the value."""
    level: float
    """Confidence level, a fraction: 0.95 is 95 %."""

    def to_dict(self) -> dict[str, Any]:
        """As the core writes it."""
        return {"low": self.low, "high": self.high, "level": self.level}


@dataclass(frozen=True, slots=True)
class Undefined:
    """No value, and why; false where a truth value is asked for.

    >>> bool(Undefined("no_followers"))
    False
    """

    reason: str
    """Why, in a word: ``empty``, ``too_few``, ``hidden_likes``, ``no_followers``, …"""

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return f"undefined: {self.reason}"

    def to_dict(self) -> dict[str, Any]:
        """As the core writes it."""
        return {"undefined": self.reason}


@dataclass(frozen=True, slots=True)
class Estimate:
    """A finished figure.

    >>> print(Estimate(0.3, Interval(0.219, 0.396, 0.95), 100, "wilson"))
    0.3 (0.219 to 0.396 at 95 %), n = 100, wilson
    """

    value: float
    """The value. A rate or share is a fraction: 0.031 is 3.1 %."""
    interval: Interval | Undefined
    """The interval around the value, or why it has none."""
    n: int
    """How many observations the value rests on."""
    method: str
    """How value and interval were computed: ``statistic_interval``."""

    def __str__(self) -> str:
        match self.interval:
            case Interval(low, high, level):
                around = f"({low:.4g} to {high:.4g} at {level * 100:.4g} %)"
            case Undefined(reason):
                around = f"(no interval: {reason})"
        return f"{self.value:.4g} {around}, n = {self.n}, {self.method}"

    def to_dict(self) -> dict[str, Any]:
        """As the core writes it."""
        interval = self.interval.to_dict()
        return {"value": self.value, "interval": interval, "n": self.n, "method": self.method}


Figure: TypeAlias = Estimate | Undefined
"""An estimate, or the reason why there is none."""


def figure(answer: dict[str, Any]) -> Figure:
    """The figure that the core wrote."""
    if "undefined" in answer:
        return Undefined(answer["undefined"])
    bounds = answer["interval"]
    interval = Undefined(bounds["undefined"]) if "undefined" in bounds else Interval(**bounds)
    return Estimate(answer["value"], interval, answer["n"], answer["method"])


def shaped(answer: Any) -> Any:
    """An answer of the core in which every figure is an :class:`Estimate` or :class:`Undefined`."""
    if isinstance(answer, list):
        return [shaped(entry) for entry in answer]
    if not isinstance(answer, dict):
        return answer
    if answer.keys() == {"undefined"} or answer.keys() == {"value", "interval", "n", "method"}:
        return figure(answer)
    return {name: shaped(entry) for name, entry in answer.items()}
