"""Who fits: a catalog of influencers in memory, and searches over it.

One idea to keep in mind: nobody searches without a permit, and only the policy gives one. Whoever may not be shown is
no candidate: no result, count or facet depends on them.
"""

import datetime
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, TypeAlias

from renown import _native
from renown._plain import call, encode
from renown._read import TableLike, read
from renown.frame import Frame

__all__ = ["Catalog", "Found", "SearchPermit", "search_rows"]

Exclusion: TypeAlias = Literal["objected", "restricted", "erased", "minor", "not_public", "suppressed"]
"""Why somebody is not shown."""


class SearchPermit:
    """The right to search, for one recipient and a short time, by the shipped policy.

    ``recipient`` has ``kind`` and ``id``; ``categories`` are what may be searched by and told.

    >>> brand = {"kind": "user", "id": "brand-4"}
    >>> permit = SearchPermit(brand, now="2026-03-01T12:00:00Z")
    >>> permit.covers("influencer.audience"), permit.covers("user.registration")
    (True, False)
    """

    __slots__ = ("_permit",)
    _permit: _native.Permit

    def __init__(
        self,
        recipient: Mapping[str, str],
        categories: Sequence[str] = ("influencer",),
        *,
        now: datetime.datetime | str,
    ) -> None:
        self._permit = _native.Permit(encode(recipient, "recipient"), list(categories), encode(now, "now"))

    def covers(self, category: str) -> bool:
        """Whether what is told may reveal this category."""
        return self._permit.covers(category)


class Found(Frame):
    """What a search gives: the influencers as a table, in order, and what goes with them."""

    __slots__ = ("answer",)
    answer: Mapping[str, Any]

    def __init__(self, answer: Mapping[str, Any]) -> None:
        super().__init__(_native.read_rows("matches", json.dumps(answer["matches"])))
        self.answer = answer

    @property
    def total(self) -> int | None:
        """How many match altogether, if it was to be told."""
        total: int | None = self.answer["total"]
        return total

    @property
    def cursor(self) -> str | None:
        """Where the next page begins; ``None`` after the last one."""
        cursor: str | None = self.answer["cursor"]
        return cursor

    @property
    def masked(self) -> list[str]:
        """The fields that were asked for and that the permit does not cover."""
        masked: list[str] = self.answer["masked"]
        return masked

    @property
    def facets(self) -> list[dict[str, Any]]:
        """The counts that were asked for, in their order."""
        facets: list[dict[str, Any]] = self.answer["facets"]
        return facets

    @property
    def explained(self) -> list[dict[str, Any]] | None:
        """What each filter leaves, where it was to be told."""
        explained: list[dict[str, Any]] | None = self.answer["explained"]
        return explained

    @property
    def metered(self) -> dict[str, Any]:
        """What is to be kept of the search: to whom how many influencers were told, with the obligations."""
        metered: dict[str, Any] = self.answer["metered"]
        return metered


class Catalog:
    """Influencers in memory that can be searched. ``docs/search.md`` lists the fields and the clauses of a query.

    >>> rows = [
    ...     {"id": "i1", "country": "DE", "figures": {"followers": 2000}, "bio": "Vegane Küche"},
    ...     {"id": "i2", "country": "AT", "figures": {"followers": 9000}, "bio": "Wandern"},
    ... ]
    >>> catalog = Catalog.from_rows(rows)
    >>> permit = SearchPermit({"kind": "user", "id": "brand-4"}, now="2026-03-01T12:00:00Z")
    >>> query = {
    ...     "filters": [{"country": ["DE", "AT"]}],
    ...     "sort": [{"by": "followers"}],
    ...     "fields": ["followers"],
    ... }
    >>> catalog.search(query, permit=permit, now="2026-03-01T12:00:05Z")
    followers  id
         9000  i2
         2000  i1
    2 rows
    >>> catalog.restrict("i2", "objected")
    >>> catalog.search(query, permit=permit, now="2026-03-01T12:00:06Z").total
    1
    """

    __slots__ = ("_catalog",)
    _catalog: _native.Catalog

    def __init__(self, catalog: _native.Catalog) -> None:
        self._catalog = catalog

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, Any]]) -> "Catalog":
        """A catalog of records, one for each influencer."""
        return cls(_native.Catalog.from_rows(encode(list(rows), "rows")))

    @classmethod
    def from_arrow(
        cls, table: TableLike, *, columns: Mapping[str, str] | None = None, threads: int | None = None
    ) -> "Catalog":
        """A catalog of a table with one row for each influencer.

        Columns are called as the fields; ``columns`` says what the table calls them otherwise.

        >>> table = {"id": [7, 8], "country": ["DE", None], "er": [0.02, 0.03], "audience.country.DE": [0.4, 0.1]}
        >>> len(Catalog.from_arrow(table, columns={"engagement_rate": "er"}))
        2
        """
        return cls(_native.Catalog.from_table(read("table", table), dict(columns or {}), threads))

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> "Catalog":
        """Reads a file that :meth:`save` wrote."""
        return cls(_native.Catalog.from_bytes(Path(path).read_bytes()))

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes one file with a version and a checksum; a reader sees the old one or the new one, whole."""
        place = Path(path)
        beside = place.with_name(place.name + ".new")
        beside.write_bytes(self._catalog.to_bytes())
        beside.replace(place)

    def add(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Takes in influencers; one that is there already is refused."""
        self._catalog.add(encode(list(rows), "rows"))

    def update(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Takes in influencers in place of what was known of them."""
        self._catalog.update(encode(list(rows), "rows"))

    def remove(self, influencer_id: str) -> bool:
        """Removes an influencer and says whether there was one."""
        return self._catalog.remove(influencer_id)

    def restrict(self, influencer_id: str, why: Exclusion = "restricted") -> None:
        """Keeps somebody from being found or counted, from the next search on."""
        self._catalog.restrict(influencer_id, why)

    def lift(self, influencer_id: str, why: Exclusion = "restricted") -> None:
        """Lifts one reason not to show somebody; another one still holds."""
        self._catalog.lift(influencer_id, why)

    def keep_from(self, influencer_id: str, recipient: str) -> None:
        """Keeps somebody from one recipient, to whom the rules of transfer do not let the data pass."""
        self._catalog.keep_from(influencer_id, recipient)

    def erase(self, influencer_id: str) -> None:
        """Removes everything that is known of an influencer, and refuses the id from now on."""
        self._catalog.erase(influencer_id)

    def search(
        self, query: Mapping[str, Any], *, permit: SearchPermit, now: datetime.datetime | str
    ) -> Found:
        """The influencers that fit, of those whom the recipient of the permit may be shown."""
        answer = self._catalog.search(encode(query, "query"), permit._permit, encode(now, "now"))
        return Found(json.loads(answer))

    def facets(
        self,
        query: Mapping[str, Any],
        facets: Sequence[Mapping[str, Any]],
        *,
        permit: SearchPermit,
        now: datetime.datetime | str,
    ) -> list[dict[str, Any]]:
        """Counts over all that match a query, without influencers."""
        asked = {**query, "facets": list(facets), "limit": 0}
        return self.search(asked, permit=permit, now=now).facets

    def explain(
        self, query: Mapping[str, Any], *, permit: SearchPermit, now: datetime.datetime | str
    ) -> list[dict[str, Any]]:
        """What each filter of a query leaves, without influencers."""
        asked = {**query, "explain": True, "limit": 0}
        return self.search(asked, permit=permit, now=now).explained or []

    @property
    def memory(self) -> int:
        """The memory that columns and indexes take, in bytes, roughly."""
        return self._catalog.memory

    def __len__(self) -> int:
        return len(self._catalog)

    def __repr__(self) -> str:
        return f"Catalog({len(self)} influencers)"


def search_rows(
    rows: Sequence[Mapping[str, Any]],
    query: Mapping[str, Any] | None = None,
    *,
    recipient: Mapping[str, str],
    now: datetime.datetime | str,
    categories: Sequence[str] = ("influencer",),
    restricted: Sequence[Mapping[str, str]] = (),
) -> dict[str, Any]:
    """One search over a few influencers; a :class:`Catalog` is for many, and for many searches.

    >>> brand = {"kind": "user", "id": "brand-4"}
    >>> search_rows([{"id": "i1"}, {"id": "i2"}], recipient=brand, now="2026-03-01T12:00:00Z")["total"]
    2
    """
    answer: dict[str, Any] = call(
        "search_rows",
        rows=rows,
        query=query,
        recipient=recipient,
        categories=categories,
        restricted=restricted,
        now=now,
    )
    return answer
