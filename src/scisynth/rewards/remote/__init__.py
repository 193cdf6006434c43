"""Rewards that another process scores: `reward`, on the requests of `servers`, in the form of `binary_form`; `scisynth serve` answers."""
