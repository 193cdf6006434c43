"""How often the quizzes of all families are guessed by somebody who knows the usual keys and never sees a figure."""

from scisynth.figures.families.registry import families_of, image_types
from scisynth.figures.families.stock import TemplateGuesser

LEARNED, ASKED = 18, 8
MAX_OF_ALL, MAX_OF_A_TYPE = 0.35, 0.45


def test_a_guesser_is_seldom_right():
    rates = {}
    for image_type in image_types():
        guesser, fresh = TemplateGuesser(), []
        for item in families_of(image_type):
            guesser.learn(item.make(seed) for seed in range(LEARNED))
            fresh += [item.make(seed) for seed in range(100, 100 + ASKED)]
        rates[image_type] = guesser.rate(fresh)
    shares = {image_type: right / asked for image_type, (right, asked) in rates.items()}
    assert max(shares.values()) <= MAX_OF_A_TYPE, shares
    right, asked = map(sum, zip(*rates.values(), strict=True))
    assert right <= MAX_OF_ALL * asked, shares
