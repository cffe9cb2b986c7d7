"""Figures over Spark DataFrames: the same functions, the same bytes, on the executors of a cluster.

One idea to keep in mind: the rows of an account are brought to one partition and computed there by the very functions
that compute them on one machine, so that nothing depends on how Spark cut the table. More partitions take less memory
each; one partition must hold the rows of its largest account.

pyspark and pyarrow are needed, and so is renown in the interpreter of every executor. Results have no order, as those
of Spark in general.

    from renown import spark as rs
    rs.engagement(posts, profiles, statistic="median").orderBy("influencer_id")
"""

# PySpark has an environment of its own, tests/spark/requirements.txt.
# pyright: reportMissingImports=false
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from pyarrow import RecordBatch, Schema
    from pyspark.sql import DataFrame

    from renown.frame import Frame

__all__ = [
    "cadence",
    "credibility",
    "demographics",
    "engagement",
    "likes_over_time",
    "retention_sweep",
    "score_accounts",
    "summary",
]

Figure: TypeAlias = "Callable[..., Frame]"
_KEY = "__renown_key"


def engagement(posts: "DataFrame", profiles: "DataFrame | None" = None, **options: Any) -> "DataFrame":
    """:func:`renown.engagement` of every account."""
    return _by_account("engagement", {"posts": posts, "profiles": profiles}, options)


def summary(posts: "DataFrame", profiles: "DataFrame | None" = None, **options: Any) -> "DataFrame":
    """:func:`renown.summary` of every account."""
    return _by_account("summary", {"posts": posts, "profiles": profiles}, options)


def likes_over_time(posts: "DataFrame", profiles: "DataFrame | None" = None, **options: Any) -> "DataFrame":
    """:func:`renown.likes_over_time` of every account."""
    return _by_account("likes_over_time", {"posts": posts, "profiles": profiles}, options)


def cadence(posts: "DataFrame", profiles: "DataFrame | None" = None, **options: Any) -> "DataFrame":
    """:func:`renown.cadence` of every account."""
    return _by_account("cadence", {"posts": posts, "profiles": profiles}, options)


def credibility(accounts: "DataFrame", **options: Any) -> "DataFrame":
    """:func:`renown.credibility` of every audience."""
    return _by_account("credibility", {"accounts": accounts}, options)


def demographics(audience: "DataFrame", **options: Any) -> "DataFrame":
    """:func:`renown.demographics` of every audience."""
    return _by_account("demographics", {"audience": audience}, options)


def score_accounts(accounts: "DataFrame", **options: Any) -> "DataFrame":
    """:func:`renown.score_accounts` of every row, where the rows are."""
    return _row_by_row("score_accounts", "accounts", accounts, options)


def retention_sweep(records: "DataFrame", **options: Any) -> "DataFrame":
    """:func:`renown.retention_sweep` of every row, where the rows are."""
    return _row_by_row("retention_sweep", "records", records, options)


def _figure(name: str, options: Mapping[str, Any]) -> Figure:
    import renown

    # Each task of Spark has one core; a pool in each would take those of the others.
    return partial(getattr(renown, name), **{"threads": 1, **options})


def _by_account(
    name: str, tables: "Mapping[str, DataFrame | None]", options: Mapping[str, Any]
) -> "DataFrame":
    """Rows of one account from all tables, side by side in one partition: each table is a struct, null where a row is
    of another one."""
    from pyspark.sql import functions as f

    given = {argument: table for argument, table in tables.items() if table is not None}
    by = options.get("by", "influencer_id")
    if by is None:
        raise ValueError(
            "by: None is one audience, which one machine computes; name the column of the account"
        )
    whole: DataFrame | None = None
    for argument, table in given.items():
        columns = [
            (
                f.struct(*[f.col(f"`{column}`") for column in other.columns])
                if own == argument
                else f.lit(None).cast(other.schema)
            ).alias(own)
            for own, other in given.items()
        ]
        part = table.select(f.col(f"`{by}`").cast("string").alias(_KEY), *columns)
        whole = part if whole is None else whole.unionByName(part)
    assert whole is not None
    schemas = {argument: _arrow(table) for argument, table in given.items()}
    schema = _answer(name, schemas, options)
    work = partial(_partition, name, dict(options), schemas, schema)
    return whole.repartition(_KEY).drop(_KEY).mapInArrow(work, _sql(schema))


def _row_by_row(name: str, argument: str, table: "DataFrame", options: Mapping[str, Any]) -> "DataFrame":
    schemas = {argument: _arrow(table)}
    schema = _answer(name, schemas, options)
    return table.mapInArrow(partial(_batches, name, dict(options), schema), _sql(schema))


def _arrow(table: "DataFrame") -> "Schema":
    from pyspark.sql.pandas.types import to_arrow_schema

    return to_arrow_schema(table.schema, timezone="UTC")


def _answer(name: str, schemas: "Mapping[str, Schema]", options: Mapping[str, Any]) -> "Schema":
    """The columns of the answer, from tables without rows, in types that Spark has: it knows neither dictionaries nor
    numbers without a sign."""
    import pyarrow as pa

    # A batch without rows, and not no batch: what is not there has no types.
    empty = [pa.RecordBatch.from_pylist([], schema=schema) for schema in schemas.values()]
    made = _figure(name, options)(*empty)
    keys = next(iter(schemas.values()))
    by = options.get("by", "influencer_id")
    fields = []
    for field in pa.table(made).schema:
        kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        if field.name == by:
            kind = keys.field(by).type
        elif pa.types.is_null(kind) and field.name in keys.names:
            kind = keys.field(field.name).type
        elif pa.types.is_unsigned_integer(kind):
            kind = pa.int64()
        elif pa.types.is_timestamp(kind):
            kind = pa.timestamp("us", tz=kind.tz)
        fields.append(pa.field(field.name, kind))
    return pa.schema(fields)


def _sql(schema: "Schema") -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(schema)


def _partition(
    name: str,
    options: Mapping[str, Any],
    schemas: "Mapping[str, Schema]",
    schema: "Schema",
    batches: "Iterable[RecordBatch]",
) -> "Iterator[RecordBatch]":
    """The figures of the accounts of a partition."""
    import pyarrow as pa

    pieces: dict[str, list[RecordBatch]] = {argument: [] for argument in schemas}
    for batch in batches:
        for argument, own in pieces.items():
            column = batch.column(argument)
            rows = column.filter(column.is_valid())
            if len(rows) > 0:
                own.append(pa.RecordBatch.from_struct_array(rows))
    first = next(iter(schemas))
    if pieces[first]:
        tables = [
            pa.Table.from_batches(own).cast(schemas[argument]) if own else schemas[argument].empty_table()
            for argument, own in pieces.items()
        ]
        yield from _told(_figure(name, options)(*tables), schema)


def _batches(
    name: str, options: Mapping[str, Any], schema: "Schema", batches: "Iterable[RecordBatch]"
) -> "Iterator[RecordBatch]":
    import pyarrow as pa

    for batch in batches:
        if batch.num_rows > 0:
            yield from _told(_figure(name, options)(pa.Table.from_batches([batch])), schema)


def _told(frame: "Frame", schema: "Schema") -> "Iterator[RecordBatch]":
    import pyarrow as pa

    table = pa.table(frame)
    columns = [table.column(name).cast(schema.field(name).type) for name in schema.names]
    yield from pa.Table.from_arrays(columns, schema=schema).to_batches()
