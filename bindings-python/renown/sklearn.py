"""The credibility scorer as an estimator of scikit-learn, to recalibrate and to cross-validate it.

One idea to keep in mind: fitting learns no new scorecard. It makes the probabilities of the one that is there right for
accounts like those that were labelled, so that a few hundred labels are enough.
"""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import type_of_target, unique_labels
from sklearn.utils.validation import check_is_fitted, column_or_1d

from renown.scores import recalibrate, score_accounts

__all__ = ["CredibilityClassifier"]


class CredibilityClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Whether a person is behind an account.

    Accounts come as a table of the columns that :func:`renown.score_accounts` reads, or as an array of numbers, whose
    columns ``features`` then names; NaN is what is not known. Labels are two classes, of which the last in their order
    is that of persons: ``False`` and ``True``, 0 and 1.

    :param recalibration: ``platt`` fits a line on the log-odds, ``isotonic`` rising steps; ``None`` keeps what the
        scorecard says
    :param model: a scorecard of one's own; the shipped one where it is ``None``
    :param threshold: the probability from which :meth:`predict` takes an account for a person's

    >>> import pandas as pd
    >>> accounts = pd.DataFrame({"posts": [0, 180] * 10, "followers": [3, 420] * 10, "following": [900, 380] * 10})
    >>> classifier = CredibilityClassifier().fit(accounts, [False, True] * 10)
    >>> classifier.predict(accounts[:2]).tolist()
    [False, True]
    """

    def __init__(
        self,
        *,
        recalibration: Literal["platt", "isotonic"] | None = "platt",
        model: dict[str, Any] | None = None,
        features: Sequence[str] | None = None,
        threshold: float = 0.5,
        threads: int | None = None,
    ) -> None:
        self.recalibration: Literal["platt", "isotonic"] | None = recalibration
        self.model = model
        self.features = features
        self.threshold = threshold
        self.threads = threads

    def fit(self, X: Any, y: Any) -> "CredibilityClassifier":  # noqa: N803 - as scikit-learn has it
        """Learns from labelled accounts how right the probabilities are."""
        labels = column_or_1d(y, warn=True)
        if type_of_target(labels) != "binary":
            raise ValueError(f"y: two classes are wanted, fakes and persons; it is {type_of_target(labels)}")
        probabilities = self._scored(X)
        if len(probabilities) != len(labels):
            raise ValueError(f"X has {len(probabilities)} accounts and y has {len(labels)} labels")
        classes = unique_labels(labels)
        if len(classes) != 2:
            raise ValueError("y: two classes are wanted, fakes and persons; there is one class")
        self.classes_ = classes
        # What the calibration is made from: the core computes it, here as everywhere.
        self.probabilities_ = np.asarray(probabilities)
        self.labels_ = labels == classes[1]
        self._recalibrated(probabilities[:1])
        return self

    def predict_proba(self, X: Any) -> Any:  # noqa: N803
        """For each account the probabilities of a fake and of a person."""
        check_is_fitted(self, "classes_")
        probabilities = self._scored(X)
        real = np.asarray(self._recalibrated(probabilities), dtype=float)
        return np.column_stack([1.0 - real, real])

    def predict(self, X: Any) -> Any:  # noqa: N803
        """The class of each account."""
        check_is_fitted(self, "classes_")
        return self.classes_[(self.predict_proba(X)[:, 1] >= self.threshold).astype(int)]

    def _scored(self, accounts: Any) -> list[float]:
        if isinstance(accounts, np.ndarray):
            accounts = self._named(accounts)
        return score_accounts(accounts, model=self.model, threads=self.threads)["p_real"]

    def _named(self, numbers: Any) -> dict[str, list[Any]]:
        if self.features is None:
            raise ValueError("X is an array: features must name its columns")
        if numbers.ndim != 2 or numbers.shape[1] != len(self.features):
            raise ValueError(f"X has the shape {numbers.shape}; features names {len(self.features)} columns")
        return {name: _known(column) for name, column in zip(self.features, numbers.T, strict=True)}

    def _recalibrated(self, probabilities: list[float]) -> list[float]:
        if self.recalibration is None:
            return probabilities
        answer = recalibrate(
            self.probabilities_.tolist(), self.labels_.tolist(), method=self.recalibration, to=probabilities
        )
        recalibrated: list[float] = answer["probabilities"]
        return recalibrated


def _known(column: Any) -> list[Any]:
    """Whole numbers as such, as counts are; what is not a number is not known."""
    values = [None if value != value else value for value in column.tolist()]
    return [int(value) if isinstance(value, float) and value.is_integer() else value for value in values]
