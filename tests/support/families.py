"""Families for tests: one of the package under another name, and a small one in a file of one's own."""

from pathlib import Path

from scisynth.figures.families.family import Family
from scisynth.figures.families.registry import get_family

ROPE = '''
from dataclasses import dataclass

from scisynth.figures.families.family import Family, Solution
from scisynth.figures.families.parameters import Parameters, number
from scisynth.figures.families.questions import ask_count
from scisynth.figures.families.registry import family
from scisynth.figures.scene.sketch import number_answer


@dataclass(frozen=True, kw_only=True)
class Half(Parameters):
    length: float = number("L", "m", range(2, 10), meaning="length of half the rope")


@family("TYPE", "NAME")
class Rope(Family[Half]):
    """A rope of two parts."""

    def solve(self, p):
        return Solution(answer=number_answer(2 * p.length, "m"))

    def draw(self, p, sketch):
        sketch.line("rope:left", (0, 0), (4, 0))
        sketch.line("rope:right", (4, 0), (8, 0))
        sketch.claim("connected", "rope:left", "rope:right")

    def questions(self, p):
        yield ask_count("parts", 2, low=1)


def plain(draw):
    return None
'''
ROPE_TEXTS = """
NAME:
  en:
    problem: ["Half a rope is {length} long. How long is the rope?"]
    question: ["How long is the rope?"]
    unknown: "the length"
    solution: ["2 L = {answer}"]
    alt_text: ["A rope of two parts."]
    quizzes: {parts: ["How many parts has the rope?"]}
"""


def write_rope(path: Path, name: str, image_type: str) -> None:
    """A family in a Python file, its texts next to it."""
    path.write_text(ROPE.replace("NAME", name).replace("TYPE", image_type))
    path.with_suffix(".yaml").write_text(ROPE_TEXTS.replace("NAME", name))


def family_called(name: str, like: str) -> Family:
    """A family of the package under another name, in a module of the package that comes after all others."""
    known = get_family(like)

    class Renamed(type(known)):
        """With the texts of the one that it is."""

        def texts(self, language: str = "en"):
            return known.texts(language)

    Renamed.__module__ = "scisynth.figures.families.brand_new"
    found = Renamed()
    found.name, found.image_type = name, known.image_type
    return found
