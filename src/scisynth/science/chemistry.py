"""Rules of the three laws of chemistry."""

from scisynth.science.laws import Condition, Law, Subject
from scisynth.science.verdict import Verdict
