"""Values as people write them: numbers, quantities with units, formulas, chemical formulas and words."""
