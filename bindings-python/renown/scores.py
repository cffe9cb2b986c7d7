"""Who is real: scores of accounts, shares of audiences, signals, and how good probabilities are.

One idea to keep in mind: a score is a hint about one account and evidence about an audience. It is an inference about
a person, of the data category ``influencer.inferred.credibility``, and nobody is to be judged by it alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, TypeAlias

from renown._plain import call
from renown._read import TableLike
from renown._tables import table
from renown.figure import shaped
from renown.frame import Frame

__all__ = [
    "audience_credibility",
    "authenticity",
    "credibility",
    "read_trees",
    "recalibrate",
    "reliability",
    "score_account",
    "score_accounts",
    "threshold_by_cost",
]

Method: TypeAlias = Literal["em", "adjusted", "naive"]


def _given(**arguments: object) -> dict[str, object]:
    return {name: value for name, value in arguments.items() if value is not None}


def score_accounts(
    accounts: TableLike,
    *,
    model: Mapping[str, Any] | None = None,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
) -> Frame:
    """The probability that a person is behind each account: ``id`` where there is one, ``p_real, kind, points``.

    Rows stay in their order. A column that is not there, or a gap in it, is unknown and never 0.

    >>> accounts = [{"has_picture": False, "posts": 0, "followers": 3, "following": 900}]
    >>> score_accounts(accounts)["kind"]
    ['suspicious']
    """
    options = {"model": model, "columns": columns or {}}
    return table("score_accounts", {"accounts": accounts}, options, threads)


def credibility(
    accounts: TableLike,
    *,
    by: str = "influencer_id",
    population: int | str | None = None,
    method: Method = "em",
    level: float = 0.95,
    interval: bool = True,
    validation: Mapping[str, int] | None = None,
    model: Mapping[str, Any] | None = None,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
) -> Frame:
    """How much of each audience is real, from a sample of its followers.

    The figure is the share of persons who may see a post; the shares of each kind follow, each with its interval.

    :param accounts: one row for each follower that was sampled, with the key of whom they follow
    :param population: how many followers there are in all: a number, or the column that says so
    :param method: ``naive`` counts what the model says, ``adjusted`` corrects the count by its error rates, ``em``
        finds the shares that make the scores most probable
    :param validation: what was seen on labelled accounts: ``real``, ``real_taken_for_real``, ``fake``,
        ``fake_taken_for_real``

    >>> person = {"influencer_id": 1, "has_picture": True, "posts": 180, "followers": 420, "following": 380}
    >>> credibility([person] * 40, method="naive")["value"]
    [1.0]
    """
    options = {
        "by": by,
        "population": population,
        "method": method,
        "level": level,
        "interval": interval,
        "validation": validation,
        "model": model,
        "columns": columns or {},
    }
    return table("credibility", {"accounts": accounts}, options, threads)


def score_account(account: Mapping[str, Any], *, model: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The probability that a person is behind one account, its kind, and the reasons, the largest first.

    >>> score_account({"posts": 0, "followers": 3, "following": 900})["kind"]
    'suspicious'
    """
    answer: dict[str, Any] = call("score_account", **_given(account=account, model=model))
    return answer


def audience_credibility(
    accounts: Iterable[Mapping[str, Any]],
    *,
    population: int | None = None,
    method: Method = "em",
    level: float = 0.95,
    validation: Mapping[str, int] | None = None,
    model: Mapping[str, Any] | None = None,
) -> Any:
    """How much of one audience is real, from a plain list of followers that were sampled.

    >>> person = {"has_picture": True, "posts": 180, "followers": 420, "following": 380}
    >>> audience_credibility([person] * 40, method="naive")["credibility"].value
    1.0
    """
    more = _given(population=population, validation=validation, model=model)
    return shaped(call("audience_credibility", accounts=list(accounts), method=method, level=level, **more))


def read_trees(
    ensemble: Mapping[str, Any],
    *,
    source: Literal["xgboost", "lightgbm"],
    name: str,
    prior: Mapping[str, float],
    errors: Mapping[str, float],
    features: Sequence[str] | None = None,
    finds: Literal["real", "fake"] = "real",
    kinds: Mapping[str, float] | None = None,
    platform: str | None = None,
    card: Any = None,
) -> dict[str, Any]:
    """An ensemble of XGBoost or LightGBM as a ``model`` for :func:`score_accounts` and :func:`credibility`.

    :param ensemble: what XGBoost's ``save_model("model.json")`` writes, or LightGBM's ``dump_model()`` gives
    :param features: what the features of the ensemble are here, in their order; its own names where nothing is said
    :param finds: what label 1 was in training
    :param prior: how common each kind was in training
    :param errors: ``real_taken_for_real``, ``fake_taken_for_real``, ``trusted_as``

    >>> leaves = {"left_child": {"leaf_value": -2.0}, "right_child": {"leaf_value": 1.0}}
    >>> question = {"split_feature": 0, "threshold": 3, "decision_type": "<=", "missing_type": "None", **leaves}
    >>> trees = {"objective": "binary", "feature_names": ["posts"], "tree_info": [{"tree_structure": question}]}
    >>> prior = {"real": 0.4, "influencer": 0.06, "mass_follower": 0.04, "suspicious": 0.5}
    >>> errors = {"real_taken_for_real": 0.9, "fake_taken_for_real": 0.1, "trusted_as": 100}
    >>> model = read_trees(trees, source="lightgbm", name="mine", prior=prior, errors=errors)
    >>> score_account({"posts": 3}, model=model)["points"]
    -2000
    """
    more = _given(features=features, kinds=kinds, platform=platform, card=card)
    answer: dict[str, Any] = call(
        "read_trees",
        source=source,
        ensemble=ensemble,
        name=name,
        prior=prior,
        errors=errors,
        finds=finds,
        **more,
    )
    return answer


def authenticity(**seen: Any) -> Any:
    """Signals that the numbers of an account are not grown, each with its threshold and its false-positive rate.

    Takes ``followers`` (``day`` and ``followers`` of each day), ``engagement_rate`` with ``peer_engagement_rates``,
    ``comments_per_like`` with ``peer_comments_per_like``, ``comments``, and ``audience``: what there is of them.

    >>> authenticity()["raised"]
    0
    """
    return shaped(call("authenticity", **seen))


def reliability(
    probabilities: Sequence[float], labels: Sequence[bool], *, bins: int = 10, level: float = 0.95
) -> Any:
    """How good probabilities are where labels are known: Brier score, calibration error, AUC, and the table.

    >>> reliability([0.1, 0.4, 0.35, 0.8], [False, False, True, True])["auc"]
    0.75
    """
    answer = call(
        "reliability", probabilities=list(probabilities), labels=list(labels), bins=bins, level=level
    )
    return shaped(answer)


def threshold_by_cost(
    probabilities: Sequence[float],
    labels: Sequence[bool],
    *,
    fake_taken_for_real: float,
    real_taken_for_fake: float,
) -> dict[str, Any]:
    """The probability from which an account is best taken for a person, by what the two errors cost.

    >>> threshold_by_cost(
    ...     [0.1, 0.6, 0.7, 0.9], [False, False, True, True], fake_taken_for_real=1, real_taken_for_fake=1
    ... )["threshold"]
    0.7
    """
    answer: dict[str, Any] = call(
        "threshold_by_cost",
        probabilities=list(probabilities),
        labels=list(labels),
        fake_taken_for_real=fake_taken_for_real,
        real_taken_for_fake=real_taken_for_fake,
    )
    return answer


def recalibrate(
    probabilities: Sequence[float],
    labels: Sequence[bool],
    *,
    method: Literal["platt", "isotonic"] = "platt",
    to: Sequence[float] | None = None,
) -> dict[str, Any]:
    """Probabilities made right by labels of one's own: a line on the log-odds, or rising steps.

    >>> recalibrate([0.1, 0.2, 0.3, 0.4], [False, True, False, True], method="isotonic", to=[0.25])["probabilities"]
    [0.5]
    """
    more = _given(to=None if to is None else list(to))
    answer: dict[str, Any] = call(
        "recalibrate", probabilities=list(probabilities), labels=list(labels), method=method, **more
    )
    return answer
