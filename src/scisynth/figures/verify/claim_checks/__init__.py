"""The checks behind the claims, by what they speak of; `kinds` is the registry from which prompt and docs come."""
