"""Statistics: intervals, paired tests, statistical power, agreement of raters, corrected means, and gates for continuous integration."""
