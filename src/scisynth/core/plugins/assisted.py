"""The end of a generator's name that says how its images are helped to be right.

    lab-flux+rewrite              the prompt is told what must be seen, by science's facts
    lab-flux+rewrite=api:gpt-5    ... by a model
    lab-flux+best8                the best of eight images, by the default reward
    lab-flux+best8@lab-judge      ... by a judge, or by several with commas
    lab-flux+rewrite+best4+critique2@api:gpt-5

Tables show such results apart from those of the generator alone, which are called direct.

>>> split_assisted("lab-flux+out/oft+rewrite+best8")
('lab-flux+out/oft', '+rewrite+best8')
>>> split_assisted("lab-flux")
('lab-flux', '')
"""

import re

PART = r"\+(?:rewrite(?:=(?:facts|api:[^+]+))?|best\d+(?:@[^+]+)?|critique\d+(?:@[^+]+)?)"
_NAME = re.compile(rf"(?P<base>.+?)(?P<ways>(?:{PART})+)")
DIRECT = "direct"


def split_assisted(name: str) -> tuple[str, str]:
    """(the generator, how it is assisted); the second is empty where it is not."""
    found = _NAME.fullmatch(name)
    return (found["base"], found["ways"]) if found else (name, "")


def words_for(ways: str) -> str:
    """`rewrite, best8` as a table calls it, or `direct`."""
    return ways.removeprefix("+").replace("+", ", ") or DIRECT
