"""Rules of living things: light, water, ripeness, seasons."""

from scisynth.science.laws import Condition, Law, Subject
from scisynth.science.verdict import Verdict
