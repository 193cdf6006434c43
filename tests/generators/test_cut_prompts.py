"""A prompt that a text encoder reads in part is noted: in the row, in the result, and once on stderr."""

import pytest

from scisynth.backbones.tiny import tiny_flux
from scisynth.core.config import Config
from scisynth.core.cuts import cuts_of, describe_cuts
from scisynth.core.store import RunFolder
from scisynth.generators.pipeline import PipelineGenerator
from scisynth.generators.run import ImageRequest, generate_images
from scisynth.rewards.sciscore import SciScore

SHORT, LONG = "a red square", "a red square beside a green square " * 12


class Nothing(Config):
    """No settings."""


@pytest.fixture(scope="module")
def generator():
    return PipelineGenerator(tiny_flux(), name="tiny", num_steps=1)


def test_rows_and_one_line_say_which_prompt_is_cut_and_where(generator, tmp_path, capsys):
    requests = [ImageRequest(prompt_id=name, prompt=prompt) for name, prompt in (("s", SHORT), ("l", LONG))]
    run = RunFolder(tmp_path, Nothing(), command="generate", seed=0)
    records = generate_images(generator, requests, run, images_per_prompt=2, size_px=16, seed=0)
    assert [bool(record.note) for record in records] == [False, False, True, True]
    # The tokenizer of the tiny CLIP knows letters alone: one token a letter or byte, and two marks.
    assert "CLIP text encoder reads 48 of the prompt's" in records[2].note
    lines = [line for line in capsys.readouterr().err.splitlines() if "longer than it reads" in line]
    assert len(lines) == 1 and "1 prompt is" in lines[0]


def test_the_beginning_alone_decides_what_is_cut(generator):
    """The control: what stands behind the limit of every encoder has no effect, what stands before it has."""
    start = LONG * 3
    tail = start + " and a blue circle"
    assert cuts_of(generator, [SHORT]) == []
    readers = {cut.reader: cut for cut in cuts_of(generator, [tail])}
    assert readers["CLIP text encoder"].limit == 48 and readers["text encoder"].limit == 512
    one, two, three = (generator.draw([prompt], [1], size_px=16)[0].tobytes() for prompt in (start, tail, "x" + start))
    assert one == two != three


def test_rewards_say_it_too(tiny_clip):
    reward = SciScore.from_pretrained(tiny_clip)
    cuts = cuts_of(reward, [SHORT, LONG, LONG])
    assert [cut.prompt for cut in cuts] == [LONG] and cuts[0].limit == 77 < cuts[0].num_tokens
    assert "tiny: 1 prompt is longer than it reads" in describe_cuts(cuts, "tiny")
    assert cuts_of(object(), [LONG]) == [] and describe_cuts([], "tiny") == ""
