"""Laws that a test adds are known to it alone."""

from scisynth.science import law_files


def forget_added_laws():
    """As a new process knows none of them."""
    law_files._ADDED.clear()
    law_files._ADDED_TEXTS.clear()
    law_files.forget_laws()
