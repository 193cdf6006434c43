"""Texts of figures in one normal form: TeX, Unicode and plain spellings of the same label are equal."""
