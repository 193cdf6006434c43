"""Runs of few laws: what they could tell is planned as it is tested, and the report says what was resampled."""

import re

from scisynth.pipelines.science_t2i.plan import detectable_sentence
from scisynth.pipelines.science_t2i.report import law_notes
from scisynth.prompts.write import PromptsConfig, write_prompts
from scisynth.science.laws import LAW_NAMES
from scisynth.stats.intervals import FEW_CLUSTERS


def situations(num, num_laws):
    return write_prompts(PromptsConfig(num=num, split="test_S", laws=LAW_NAMES[:num_laws]), 0)


def points_of(sentence):
    return float(re.search(r"difference: ([\d.]+) points", sentence)[1])


def test_few_laws_are_planned_prompt_by_prompt():
    one, few = (detectable_sentence(situations(80, num)) for num in (1, FEW_CLUSTERS - 1))
    assert points_of(one) == points_of(few), "what counts is the number of prompts"
    assert "(80 prompts, power" in one and one.endswith("Fewer than 8 laws: the result says nothing about other laws.")
    assert points_of(detectable_sentence(situations(320, 1))) < 0.6 * points_of(one)
    enough = detectable_sentence(situations(80, FEW_CLUSTERS))
    assert "80 prompts, 8 laws" in enough and "within laws 0.05" in enough and points_of(enough) > points_of(few)
    assert detectable_sentence(situations(2, 1)).startswith("Fewer than three prompts")


def test_the_report_says_that_laws_were_too_few():
    assert law_notes(FEW_CLUSTERS) == ()
    (note,) = law_notes(3)
    assert note.startswith("Laws: 3, too few to resample") and "not of other laws" in note
