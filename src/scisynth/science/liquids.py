"""Rules of liquids that meet: absorption, diffusion, immiscibility."""

from scisynth.science.laws import Condition, Law, Subject
from scisynth.science.verdict import Verdict
