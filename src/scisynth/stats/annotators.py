"""How reliable annotators are and what is true, from their answers alone or with some items whose truth is known.

The model is that of Dawid and Skene (1979), with few parameters so that a hundred answers suffice. Label 0 says that nothing is
wrong with an item, every other label names a fault. With item i of truth c, annotator j and answer y,

    P(y = c | c) = a_j,g(c)                  g = 0 for label 0 (sound items), 1 for all others (faulty ones)
    P(y | c)     = (1 - a_j,g(c)) e_c,y      for y other than c; e is where errors go, shared by all annotators, sum_y e_c,y = 1
    P(c)         = p_c                       how frequent each truth is, among items of unknown truth

fitted by expectation maximization, with a Beta(4, 1) prior on every a and one pseudo-count on every p_c and e_c,y. Items of known
truth count as they are. Two accuracies an annotator, because one who says "nothing is wrong" to everything is right on sound
items and worthless on others. Answers may be missing in any way that depends only on answers given before (missing at random), so
asking again where annotators differ distorts nothing.

An annotator's interval is of the posterior of (a_j,0, a_j,1) on a grid with a flat prior, the truth of each item as the *others*
and the known items tell it: an annotator's own answer is no evidence that the annotator is right.
Not covered: annotators who err together, as when a prompt misleads everybody; known items are the only defence.
"""

from dataclasses import dataclass, replace

import numpy as np

from scisynth.core.records import Metric

PRIOR_RIGHT, PRIOR_WRONG = 4.0, 1.0
MAX_STEPS = 100
TOLERANCE = 1e-5
GRID = np.linspace(0.005, 0.995, 100)


@dataclass(frozen=True, kw_only=True)
class Answers:
    """I answers to N items by A annotators, with L labels."""

    item_I: np.ndarray
    annotator_I: np.ndarray
    label_I: np.ndarray
    truth_N: np.ndarray
    """Label of each item whose truth is known, -1 for the others."""
    num_annotators: int
    num_labels: int

    def without(self, annotator: int) -> "Answers":
        """The answers of all others."""
        is_kept = self.annotator_I != annotator
        item, annotators, label = (part[is_kept] for part in (self.item_I, self.annotator_I, self.label_I))
        return replace(self, item_I=item, annotator_I=annotators, label_I=label)


@dataclass(frozen=True, kw_only=True)
class Reliability:
    """How often an annotator is right; `n` counts the answers that others or a known truth can be held against."""

    overall: Metric
    """On items as frequent as they are among those asked about."""
    on_sound: Metric
    """Sound items called sound; 1 - this is the rate of false alarms."""
    on_faulty: Metric
    """Faults called by their name."""


@dataclass(frozen=True, kw_only=True)
class AnnotatorFit:
    """What the answers say."""

    answers: Answers
    posterior_NL: np.ndarray
    """Probability of each truth of each item."""
    accuracy_A2: np.ndarray
    """On sound and on faulty items."""
    frequency_L: np.ndarray
    errors_LL: np.ndarray
    """Where errors go, by truth and answer."""

    def reliability(self, annotator: int) -> Reliability:
        """An annotator's accuracy with 95 % intervals."""
        answers = self.answers
        # What the others know is learnt without this annotator, too.
        rest = answers.without(annotator)
        others = fit_annotators(rest)
        is_checked_N = answers.truth_N >= 0
        is_checked_N[rest.item_I] = True
        mine = np.flatnonzero((answers.annotator_I == annotator) & is_checked_N[answers.item_I])
        others_ML = others.posterior_NL[answers.item_I[mine]]
        labels_M = answers.label_I[mine]
        at = np.arange(len(mine))
        right_M = others_ML[at, labels_M]
        # What an error explains, for truths of both groups.
        wrong_ML = others_ML * others.errors_LL[:, labels_M].T
        wrong_ML[at, labels_M] = 0
        is_sound_M = labels_M == 0
        sound, faulty = GRID[:, None, None], GRID[None, :, None]
        likelihood = right_M * np.where(is_sound_M, sound, faulty)
        likelihood = likelihood + (1 - sound) * wrong_ML[:, 0] + (1 - faulty) * wrong_ML[:, 1:].sum(axis=1)
        log_GG = np.log(likelihood).sum(axis=2)
        weight_GG = np.exp(log_GG - log_GG.max())
        share = float(self.frequency_L[0])
        num_sound = float(others_ML[:, 0].sum())
        mixed = share * GRID[:, None] + (1 - share) * GRID[None, :]
        return Reliability(
            overall=_quantiles(mixed.ravel(), weight_GG.ravel(), len(mine)),
            on_sound=_quantiles(GRID, weight_GG.sum(axis=1), round(num_sound)),
            on_faulty=_quantiles(GRID, weight_GG.sum(axis=0), round(len(mine) - num_sound)),
        )


def fit_annotators(answers: Answers, start: AnnotatorFit | None = None) -> AnnotatorFit:
    """The accuracies, the frequencies and the truths that explain the answers best.

    Args:
        answers: at least one label; annotators without an answer keep the prior's accuracy.
        start: a fit to nearly the same answers, where the search begins.
    """
    num = answers.num_labels
    off_LL = ~np.eye(num, dtype=bool)
    fit = start or AnnotatorFit(
        answers=answers,
        posterior_NL=np.full((len(answers.truth_N), num), 1 / num),
        accuracy_A2=np.full((answers.num_annotators, 2), PRIOR_RIGHT / (PRIOR_RIGHT + PRIOR_WRONG)),
        frequency_L=np.full(num, 1 / num),
        errors_LL=off_LL / max(num - 1, 1),
    )
    for _ in range(MAX_STEPS):
        posterior_NL = _normalized(_log_joint(answers, fit))
        before = fit.posterior_NL
        fit = _maximize(answers, posterior_NL, off_LL)
        change = float(np.abs(posterior_NL - before).max(initial=0.0))
        if change < TOLERANCE:
            break
    return fit


def _maximize(answers: Answers, posterior_NL: np.ndarray, off_LL: np.ndarray) -> AnnotatorFit:
    num = answers.num_labels
    truth_IL = posterior_NL[answers.item_I]
    right_I = truth_IL[np.arange(len(answers.item_I)), answers.label_I]
    group_I = (answers.label_I > 0).astype(int)
    right_A2 = np.full((answers.num_annotators, 2), PRIOR_RIGHT)
    asked_A2 = np.full((answers.num_annotators, 2), PRIOR_RIGHT + PRIOR_WRONG)
    np.add.at(right_A2, (answers.annotator_I, group_I), right_I)
    np.add.at(asked_A2[:, 0], answers.annotator_I, truth_IL[:, 0])
    np.add.at(asked_A2[:, 1], answers.annotator_I, truth_IL[:, 1:].sum(axis=1))
    errors_LL = np.zeros((num, num))
    np.add.at(errors_LL.T, answers.label_I, truth_IL)
    errors_LL = (errors_LL + 1) * off_LL
    is_asked_N = np.zeros(len(answers.truth_N), dtype=bool)
    is_asked_N[answers.item_I] = True
    counts_L = posterior_NL[is_asked_N & (answers.truth_N < 0)].sum(axis=0) + 1
    return AnnotatorFit(
        answers=answers,
        posterior_NL=posterior_NL,
        accuracy_A2=right_A2 / asked_A2,
        frequency_L=counts_L / counts_L.sum(),
        errors_LL=errors_LL / np.maximum(errors_LL.sum(axis=1, keepdims=True), 1e-12),
    )


def _log_joint(answers: Answers, fit: AnnotatorFit) -> np.ndarray:
    """log P(truth, answers) of each item and truth, [N, L]; known truths are certain."""
    item, annotator, label = answers.item_I, answers.annotator_I, answers.label_I
    group_L = (np.arange(answers.num_labels) > 0).astype(int)
    accuracy_IL = fit.accuracy_A2[annotator][:, group_L]
    likelihood_IL = (1 - accuracy_IL) * fit.errors_LL[:, label].T
    at = np.arange(len(item))
    likelihood_IL[at, label] = accuracy_IL[at, label]
    joint_NL = np.tile(np.log(fit.frequency_L), (len(answers.truth_N), 1))
    np.add.at(joint_NL, item, np.log(np.maximum(likelihood_IL, 1e-12)))
    known = np.flatnonzero(answers.truth_N >= 0)
    joint_NL[known] = -np.inf
    joint_NL[known, answers.truth_N[known]] = 0
    return joint_NL


def _normalized(log_NL: np.ndarray) -> np.ndarray:
    weights_NL = np.exp(log_NL - log_NL.max(axis=1, keepdims=True))
    return np.asarray(weights_NL / weights_NL.sum(axis=1, keepdims=True))


def _quantiles(values: np.ndarray, weights: np.ndarray, n: int) -> Metric:
    """Mean and central 95 % of weighted values; nothing where no answer stands behind them."""
    if n == 0:
        return Metric(value=None, low=None, high=None, n=0)
    order = np.argsort(values)
    cumulated = np.cumsum(weights[order]) / weights.sum()
    low, high = (float(values[order][np.searchsorted(cumulated, at)]) for at in (0.025, 0.975))
    return Metric(value=float(values @ weights / weights.sum()), low=low, high=high, n=n)
