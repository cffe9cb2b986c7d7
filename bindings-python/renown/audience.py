"""Audiences: who they are, how alike and how much shared, and what of it may be published."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from renown._plain import call
from renown._read import TableLike, read
from renown._tables import table
from renown.figure import shaped
from renown.frame import Frame

__all__ = [
    "affinity",
    "ask_count",
    "audience_demographics",
    "count_audience",
    "demographics",
    "lookalikes",
    "noisy_count",
    "notable_followers",
    "overlap",
    "overlap_sketches",
    "rake",
    "release",
    "round_table",
    "sketch_audience",
]


def _rows(argument: str, rows: TableLike) -> list[Any]:
    """Rows as they are, or those of a table."""
    if isinstance(rows, list | tuple):
        return list(rows)
    batches = read(argument, rows)
    return batches.rows(0, len(batches))


def _shaped(name: str, **arguments: object) -> Any:
    """A call of which every figure is an estimate or the reason why there is none."""
    return shaped(call(name, **arguments))


def _given(**arguments: object) -> dict[str, object]:
    return {name: value for name, value in arguments.items() if value is not None}


def demographics(
    audience: TableLike,
    *,
    dimensions: Sequence[str | Sequence[str]],
    by: str | None = "influencer_id",
    role: Literal["follower", "liker", "commenter"] | None = None,
    weight: str | None = None,
    population: int | None = None,
    base: str = "everyone",
    minimum: int = 1,
    level: float = 0.95,
    interval: bool = True,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
) -> Frame:
    """Counts and shares of audiences by any breakdowns, one or many influencers in one pass.

    Each entry of ``dimensions`` is a breakdown: a name (a marginal) or a list of names (a cross). What is not known is
    a category of its own. Cells of fewer than ``minimum`` people are left out; their share is in a row of its own, in
    which ``hidden`` is true. ``role`` counts only the followers, likers or commenters of a table that has all of them,
    by its column ``role``. That alone is not safe publication: see :func:`release`.

    >>> people = [{"influencer_id": "i1", "gender": gender} for gender in ("female", "female", "male", None)]
    >>> demographics(people, dimensions=["gender"])["value"]
    [0.5, 0.25, 0.25]
    """
    options: dict[str, object] = {
        "by": by,
        "dimensions": list(dimensions),
        "role": role,
        "weight": weight,
        "population": population,
        "base": base,
        "minimum": minimum,
        "level": level,
        "interval": interval,
        "columns": dict(columns or {}),
    }
    return table("demographics", {"audience": audience}, options, threads)


def audience_demographics(
    rows: TableLike,
    dimensions: Sequence[Sequence[str]],
    *,
    weighted: bool = False,
    role: str = "follower",
    level: float = 0.95,
    population: int | None = None,
    base: str = "everyone",
) -> dict[str, Any]:
    """The demographics of one audience from rows of people, whose ``weight`` counts where ``weighted``.

    >>> answer = audience_demographics([{"gender": "female"}, {"gender": None}], [["gender"]])
    >>> answer["breakdowns"][0]["missing"].value
    0.5
    """
    answer: dict[str, Any] = _shaped(
        "audience_demographics",
        rows=_rows("rows", rows),
        dimensions=dimensions,
        weighted=weighted,
        role=role,
        level=level,
        population=population,
        base=base,
    )
    return answer


def count_audience(
    added: TableLike = (),
    *,
    erased: TableLike = (),
    dimensions: Sequence[Sequence[str]] | None = None,
    state: str | None = None,
    merged: Sequence[str] = (),
    weighted: bool | None = None,
    role: str | None = None,
    level: float = 0.95,
    population: int | None = None,
    base: str = "everyone",
) -> dict[str, Any]:
    """An audience that goes on: people come to what was counted before, or are erased from it as if never counted.

    The answer is that of :func:`audience_demographics` with the ``state`` to keep and, for each breakdown, the table
    of counts that :func:`release` takes. A state holds counts and no people; ``merged`` are states of other parts.

    >>> monday = count_audience([{"gender": "female"}, {"gender": "male"}], dimensions=[["gender"]])
    >>> tuesday = count_audience(erased=[{"gender": "male"}], state=monday["state"])
    >>> tuesday["people"], tuesday["tables"][0]["rows"]
    (1, [{'gender': 'female', 'n': 1, 'over': []}])
    """
    answer: dict[str, Any] = _shaped(
        "count_audience",
        added=_rows("added", added),
        erased=_rows("erased", erased),
        merged=list(merged),
        level=level,
        base=base,
        **_given(dimensions=dimensions, state=state, weighted=weighted, role=role, population=population),
    )
    return answer


def affinity(
    audience: TableLike,
    base: TableLike,
    dimensions: Sequence[str],
    *,
    weighted: bool = False,
    **options: object,
) -> list[dict[str, Any]]:
    """How much more of an audience stands in a category than of a base, with the interval of the ratio.

    >>> rows = lambda women, men: [{"gender": "female"}] * women + [{"gender": "male"}] * men
    >>> affinity(rows(6, 4), rows(3, 7), ["gender"])[0]["affinity"].value
    2.0
    """
    answer: list[dict[str, Any]] = _shaped(
        "affinity",
        audience=_rows("audience", audience),
        base=_rows("base", base),
        dimensions=dimensions,
        weighted=weighted,
        options=options,
    )
    return answer


def overlap(
    first: Iterable[str],
    second: Iterable[str],
    *,
    sketch_key: str | None = None,
    sketch_size: int | None = None,
    level: float = 0.95,
) -> dict[str, Any]:
    """What two audiences have in common, from the ids of their people; exact, or by sketches where a key is given.

    >>> overlap(["a", "b", "c"], ["b", "c", "d", "e"])["jaccard"].value
    0.4
    """
    sketch = _given(sketch_key=sketch_key, sketch_size=sketch_size)
    answer: dict[str, Any] = _shaped("overlap", first=list(first), second=list(second), level=level, **sketch)
    return answer


def sketch_audience(
    ids: Iterable[str] = (),
    *,
    sketch_key: str,
    merged: Sequence[str] = (),
    sketch_size: int | None = None,
    level: float = 0.95,
) -> dict[str, Any]:
    """A theta sketch of an audience, to keep: a few kilobytes from which sizes, unions and overlaps are known.

    ``merged`` are sketches of the same key, which are taken in whole. The answer has the ``sketch`` and ``people``, how
    many it has taken in. Whoever has the key can test whether somebody is in it, so it is personal data; nobody can be
    taken back out of it, so it is made anew after an erasure.

    >>> key = "a key of the analyst's own"
    >>> monday = sketch_audience(["a", "b"], sketch_key=key)
    >>> sketch_audience(["b", "c"], merged=[monday["sketch"]], sketch_key=key)["people"].value
    3.0
    """
    given = _given(sketch_size=sketch_size)
    answer: dict[str, Any] = _shaped(
        "sketch_audience", ids=list(ids), merged=list(merged), sketch_key=sketch_key, level=level, **given
    )
    return answer


def overlap_sketches(first: str, second: str, *, sketch_key: str, level: float = 0.95) -> dict[str, Any]:
    """What two audiences have in common, from the sketches that :func:`sketch_audience` gave.

    >>> key = "a key of the analyst's own"
    >>> sketch = lambda ids: sketch_audience(ids, sketch_key=key)["sketch"]
    >>> overlap_sketches(sketch(["a", "b", "c"]), sketch(["b", "c", "d"]), sketch_key=key)["both"].value
    2.0
    """
    answer: dict[str, Any] = _shaped(
        "overlap_sketches", first=first, second=second, sketch_key=sketch_key, level=level
    )
    return answer


def rake(rows: TableLike, margins: Sequence[Mapping[str, object]], **options: object) -> dict[str, Any]:
    """Weights under which people have the margins of their population, with a report of how the fit went.

    >>> people = [{"gender": "female"}] * 3 + [{"gender": "male"}]
    >>> targets = [{"gender": "female", "n": 0.5}, {"gender": "male", "n": 0.5}]
    >>> rake(people, [{"dimensions": ["gender"], "targets": targets}])["weights"][3]
    0.5
    """
    answer: dict[str, Any] = call("rake", rows=_rows("rows", rows), margins=list(margins), options=options)
    return answer


def lookalikes(
    target: Mapping[str, Mapping[str, float]],
    candidates: Sequence[Mapping[str, Mapping[str, float]]],
    **options: object,
) -> list[dict[str, Any]]:
    """The candidates whose audience or content is most like that of the target, by the Bhattacharyya coefficient.

    >>> women = lambda share: {"gender": {"female": share, "male": 1 - share}}
    >>> [one["candidate"] for one in lookalikes(women(0.8), [women(0.1), women(0.75)])]
    [1, 0]
    """
    answer: list[dict[str, Any]] = call(
        "lookalikes", target=target, candidates=list(candidates), options=options
    )
    return answer


def notable_followers(members: TableLike, **options: object) -> dict[str, Any]:
    """The members of an audience whom many others follow: their share, and the first of them.

    >>> members = [{"id": "a", "followers": 12}, {"id": "b", "followers": 54_000}]
    >>> notable_followers(members)["top"]
    [['b', 54000]]
    """
    answer: dict[str, Any] = _shaped("notable_followers", members=_rows("members", members), options=options)
    return answer


def release(
    rows: TableLike,
    rules: Mapping[str, object],
    *,
    dimensions: Sequence[str | Sequence[str]] | None = None,
    previous: TableLike | None = None,
) -> dict[str, Any]:
    """What of a table of counts may be published, and the report for those who keep the data.

    ``rows`` have the categories, ``n``, and for sums ``sum`` and its ``largest`` contributions; totals name what they
    add up in ``over``. An entry of ``dimensions`` that is a list is a hierarchy; where none are named, they are those
    that the rows have, with country, region and city as one hierarchy. A hidden cell has ``n`` None.

    >>> rows = [{"country": "FR", "n": 9}, {"country": "IL", "n": 60}, {"country": "PT", "n": 31}]
    >>> released = release(rows, {"k": 10})
    >>> [row["n"] for row in released["rows"]]
    [100, None, 60, None]
    """
    earlier = None if previous is None else _rows("previous", previous)
    answer: dict[str, Any] = call(
        "release", rows=_rows("rows", rows), rules=rules, **_given(dimensions=dimensions, previous=earlier)
    )
    return answer


def round_table(
    rows: TableLike,
    rules: Mapping[str, object],
    base: int,
    *,
    dimensions: Sequence[str | Sequence[str]] | None = None,
) -> dict[str, Any]:
    """A table of counts rounded to multiples of a base so that it adds up: the alternative to hiding cells.

    >>> rows = [{"country": "FR", "n": 9}, {"country": "IL", "n": 61}]
    >>> [row["n"] for row in round_table(rows, {"k": 5}, 10, dimensions=["country"])["rows"]]
    [70, 10, 60]
    """
    answer: dict[str, Any] = call(
        "round_table", rows=_rows("rows", rows), rules=rules, base=base, **_given(dimensions=dimensions)
    )
    return answer


def ask_count(
    rows: TableLike,
    rules: Mapping[str, object],
    *,
    dimensions: Sequence[str | Sequence[str]] | None = None,
    snapshot: str,
    population: Mapping[str, object] | None = None,
    log: Mapping[str, object] | None = None,
    changed: int | None = None,
) -> dict[str, Any]:
    """One count, or a refusal where it and the answers before give a small group away; and the log to keep.

    >>> rows = [{"region": "north", "n": 40}, {"region": "isle", "n": 1}]
    >>> ask_count(rows, {"k": 10}, dimensions=["region"], snapshot="monday")["answer"]["n"]
    41
    """
    answer: dict[str, Any] = call(
        "ask_count",
        rows=_rows("rows", rows),
        rules=rules,
        snapshot=snapshot,
        **_given(dimensions=dimensions, population=population, log=log, changed=changed),
    )
    return answer


def noisy_count(
    rows: TableLike,
    *,
    dimensions: Sequence[str | Sequence[str]] | None = None,
    snapshot: str,
    noise: Mapping[str, object],
    secret: str,
    budget: Mapping[str, object],
    population: Mapping[str, object] | None = None,
    account: Mapping[str, object] | None = None,
) -> dict[str, Any]:
    """One count with noise, paid for from a privacy budget; and the account to keep.

    Asking again costs nothing and gives the same answer. ``secret`` is 64 hexadecimal digits or more from a secure
    source, such as :func:`secrets.token_hex`.

    >>> answer = noisy_count(
    ...     [{"gender": "female", "n": 400}],
    ...     dimensions=["gender"],
    ...     snapshot="monday",
    ...     noise={"laplace": {"epsilon": 0.5}},
    ...     secret="07" * 32,
    ...     budget={"pure": {"epsilon": 1.0}},
    ... )
    >>> answer["margin"]
    6
    """
    answer: dict[str, Any] = call(
        "noisy_count",
        rows=_rows("rows", rows),
        snapshot=snapshot,
        noise=noise,
        secret=secret,
        budget=budget,
        **_given(dimensions=dimensions, population=population, account=account),
    )
    return answer
