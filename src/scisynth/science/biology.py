"""Rules of the four laws of biology."""

from scisynth.science.laws import Condition, Law, Subject
from scisynth.science.verdict import Verdict
