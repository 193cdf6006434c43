"""Rules of chemistry: rust and the flame reaction."""

from scisynth.science.laws import Condition, Law, Subject
from scisynth.science.verdict import Verdict
