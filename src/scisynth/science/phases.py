"""Rules of changing phase: solidification, melting, evaporation, liquidation. Temperatures in degrees C."""

from scisynth.science.laws import Condition, Law, Subject
from scisynth.science.verdict import Verdict
