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
from renown.errors import of_code
from renown.frame import Frame
from renown.ledger import Ledger
from renown.queries import (
    SearchCounted,
    SearchExplained,
    SearchFacet,
    SearchMetered,
    SearchQuery,
)

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
    def facets(self) -> list[SearchCounted]:
        """The counts that were asked for, in their order."""
        facets: list[SearchCounted] = self.answer["facets"]
        return facets

    @property
    def explained(self) -> list[SearchExplained] | None:
        """What each filter leaves, where it was to be told."""
        explained: list[SearchExplained] | None = self.answer["explained"]
        return explained

    @property
    def metered(self) -> SearchMetered:
        """What is to be kept of the search: to whom how many influencers were told, with the obligations."""
        metered: SearchMetered = self.answer["metered"]
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
        """Reads a file that :meth:`save` wrote, into memory of its own."""
        return cls(_native.Catalog.from_bytes(Path(path).read_bytes()))

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, verify: bool = True) -> "Catalog":
        """Opens a file that :meth:`save` wrote, without reading it into memory.

        What a search needs is brought in by the system, and shared by all processes that have the file open. A change
        copies what it touches, and is not written to the file. Nothing may write to the file or shorten it meanwhile;
        :meth:`save` puts a new one in its place. ``verify=False`` passes over the checksum, for which all of it is
        read once: opening takes milliseconds then, but what is damaged within a part gives wrong answers.
        """
        place = Path(path)
        place.stat()
        return cls(_native.Catalog.open(place, verify))

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes one file with a version and a checksum; a reader sees the old one or the new one, whole.

        Whoever was removed or erased is not in it.
        """
        self._catalog.save(Path(path))

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

    def follow(self, ledger: Ledger, *, store: str | None = None, key: bytes | None = None) -> None:
        """Keeps in step with a ledger, from the next search on.

        Whoever may not be shown by what the ledger says is not found, whichever process wrote it; whoever was erased is
        removed; every search needs an ``id`` and is metered under it, once. With ``store``, a name, and ``key``, 32
        bytes of its own, the catalog is a registered store of the ledger and gives its receipt for every erasure.
        Closing the ledger ends the searches too.

        >>> import os, tempfile
        >>> folder = tempfile.TemporaryDirectory()
        >>> ledger = Ledger.open(os.path.join(folder.name, "renown.db"), key=Ledger.new_key())
        >>> catalog = Catalog.from_rows([{"id": "i1"}, {"id": "i2"}])
        >>> catalog.follow(ledger, store="catalog", key=Ledger.new_key())
        >>> now = "2026-03-01T12:00:00Z"
        >>> permit = SearchPermit({"kind": "user", "id": "brand-4"}, now=now)
        >>> objection = {"kind": "objection_made", "purpose": "influencer_search"}
        >>> recorded = ledger.record([{"id": "mail-4", "subject": "i1", "at": now, "what": objection}])
        >>> catalog.search({}, permit=permit, now=now, id="search-81")["id"]
        ['i2']
        >>> [(total["kind"], total["units"]) for total in ledger.usage("brand-4", first="2026-03-01", end="2026-03-02")]
        [('search', 1), ('search_result', 1)]
        >>> ledger.close()
        """
        if (store is None) != (key is None):
            raise of_code("MALFORMED_ARGUMENTS", "a store that signs has both a name and a key")
        self._catalog.follow(ledger._native, None if store is None or key is None else (store, key))

    def refresh(self, *, now: datetime.datetime | str) -> None:
        """Takes over what the ledger says by now, as every search does: removes who was erased, and says so there."""
        self._catalog.refresh(encode(now, "now"))

    def search(
        self,
        query: SearchQuery,
        *,
        permit: SearchPermit,
        now: datetime.datetime | str,
        id: str | None = None,  # noqa: A002 - the name in every language
    ) -> Found:
        """The influencers that fit, of those whom the recipient of the permit may be shown.

        With a ledger that is followed, ``id`` is the one under which the search is metered: the same search under the
        same id is counted once.
        """
        answer = self._catalog.search(encode(query, "query"), permit._permit, encode(now, "now"), id)
        return Found(json.loads(answer))

    def facets(
        self,
        query: SearchQuery,
        facets: Sequence[SearchFacet],
        *,
        permit: SearchPermit,
        now: datetime.datetime | str,
        id: str | None = None,  # noqa: A002 - the name in every language
    ) -> list[SearchCounted]:
        """Counts over all that match, without influencers."""
        asked: SearchQuery = {**query, "facets": list(facets), "limit": 0}
        return self.search(asked, permit=permit, now=now, id=id).facets

    def explain(
        self,
        query: SearchQuery,
        *,
        permit: SearchPermit,
        now: datetime.datetime | str,
        id: str | None = None,  # noqa: A002 - the name in every language
    ) -> list[SearchExplained]:
        """What each filter of a query leaves, without influencers."""
        asked: SearchQuery = {**query, "explain": True, "limit": 0}
        return self.search(asked, permit=permit, now=now, id=id).explained or []

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
    query: SearchQuery | None = None,
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
