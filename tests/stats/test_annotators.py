"""Annotators: what they are is found from their answers, and nobody is evidence for oneself."""

import numpy as np
import pytest

from scisynth.stats.annotators import Answers, fit_annotators

FREQUENCIES = (0.6, 0.25, 0.15)


def simulated(accuracies, num=300, known=0, seed=0, missing=0.0):
    """Answers of annotators who are right with (sound, faulty) probabilities, and the truths."""
    rng = np.random.default_rng(seed)
    truth_N = rng.choice(3, num, p=FREQUENCIES)
    rows = []
    for annotator, pair in enumerate(accuracies):
        for item, truth in enumerate(truth_N):
            if rng.random() >= missing:
                others = [label for label in range(3) if label != truth]
                is_right = rng.random() < pair[int(truth > 0)]
                rows.append((item, annotator, truth if is_right else rng.choice(others)))
    item_I, annotator_I, label_I = np.array(rows).T
    known_N = np.where(np.arange(num) < known, truth_N, -1)
    given = {"item_I": item_I, "annotator_I": annotator_I, "label_I": label_I, "truth_N": known_N}
    return Answers(**given, num_annotators=len(accuracies), num_labels=3), truth_N


def test_accuracies_frequencies_and_truths_are_recovered_without_known_items():
    accuracies = np.array([(0.95, 0.9), (0.8, 0.9), (0.9, 0.6)])
    answers, truth_N = simulated(accuracies, num=1500)
    fit = fit_annotators(answers)
    assert np.abs(fit.accuracy_A2 - accuracies).max() < 0.06
    assert np.abs(fit.frequency_L - FREQUENCIES).max() < 0.05
    is_right = fit.posterior_NL.argmax(axis=1) == truth_N
    votes = np.stack([answers.label_I[answers.annotator_I == one] for one in range(3)])
    assert is_right.mean() > max((votes == truth_N).mean(axis=1)) + 0.01
    # What it says to be 95 % sure of is right that often.
    sure = fit.posterior_NL.max(axis=1) > 0.95
    assert is_right[sure].mean() > 0.95 and sure.mean() > 0.7


def test_one_who_says_sound_to_everything_is_right_on_sound_items_only():
    answers, _ = simulated([(0.95, 0.95), (1.0, 0.0), (0.9, 0.9)], num=600, known=30)
    found = fit_annotators(answers).reliability(1)
    assert found.on_sound.low > 0.9 and found.on_faulty.high < 0.1
    assert found.overall.low < 0.6 < found.overall.high + 0.05


@pytest.mark.parametrize(("known", "missing"), [(15, 0.0), (0, 0.3)])
def test_intervals_hold_what_annotators_are(known, missing):
    accuracies = [(0.95, 0.95), (0.9, 0.9), (0.8, 0.8)]
    inside = []
    for seed in range(20):
        answers, _ = simulated(accuracies, num=120, known=known, seed=seed, missing=missing)
        fit = fit_annotators(answers)
        for row, (accuracy, _) in enumerate(accuracies):
            metric = fit.reliability(row).overall
            inside.append(metric.low <= accuracy <= metric.high)
    assert np.mean(inside) > 0.85


def test_an_annotator_is_no_evidence_for_oneself():
    item_I = np.arange(50)
    alone = Answers(
        item_I=item_I, annotator_I=np.zeros(50, dtype=int), label_I=np.zeros(50, dtype=int),
        truth_N=np.full(50, -1), num_annotators=2, num_labels=3,
    )  # fmt: skip
    fit = fit_annotators(alone)
    for annotator in (0, 1):
        metric = fit.reliability(annotator).overall
        assert (metric.value, metric.n) == (None, 0), "fifty answers that nobody checked say nothing"


def test_known_items_are_what_they_are_and_a_start_changes_nothing():
    answers, truth_N = simulated([(0.6, 0.6), (0.9, 0.9)], known=40)
    fit = fit_annotators(answers)
    assert (fit.posterior_NL[:40].argmax(axis=1) == truth_N[:40]).all() and (
        fit.posterior_NL[:40].max(axis=1) == 1
    ).all()
    again = fit_annotators(answers, fit)
    assert np.allclose(again.posterior_NL, fit.posterior_NL, atol=1e-3)
    assert np.allclose(fit.errors_LL.sum(axis=1), 1) and (np.diag(fit.errors_LL) == 0).all()


def test_no_answers_are_no_error():
    nothing = np.zeros(0, dtype=int)
    given = {"item_I": nothing, "annotator_I": nothing, "label_I": nothing}
    fit = fit_annotators(Answers(**given, truth_N=np.full(3, -1), num_annotators=0, num_labels=4))
    assert fit.posterior_NL.shape == (3, 4) and np.allclose(fit.posterior_NL, 0.25)
