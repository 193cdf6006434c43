"""Names of splits: `validation`, `dev` and `valid` are `val`, `test_simple` is `test_S`; any other word stays as it is."""

import re

_FIRST = {
    "train": "train", "training": "train", "trn": "train",
    "val": "val", "validation": "val", "valid": "val", "dev": "val", "devel": "val", "development": "val",
    "test": "test", "testing": "test", "tst": "test",
}  # fmt: skip
_LAST = {"s": "S", "simple": "S", "c": "C", "complex": "C"}
_SHARD = re.compile(r"(?P<name>.+?)-\d{5}-of-\d{5}(-[0-9a-f]+)?")


def plain_split(name: str) -> str:
    """The name under which a split is looked up.

    >>> [plain_split(name) for name in ("validation", "Test-S", "testing", "test_complex", "fold_3")]
    ['val', 'test_S', 'test', 'test_C', 'fold_3']
    """
    first, *rest = re.split(r"[\s_\-.]+", name.strip())
    known = _FIRST.get(first.casefold())
    if known is None:
        return name.strip()
    return "_".join([known, *(_LAST.get(part.casefold(), part) for part in rest)])


def is_usual_split(name: str) -> bool:
    """Whether a name that `plain_split` returned is one that data sets use, such as `val` or `test_C`, and not `tset`.

    >>> [is_usual_split(name) for name in ("val", "test_C", "train_2024", "tset")]
    [True, True, True, False]
    """
    return name.partition("_")[0] in _FIRST.values()


def split_of_file(stem: str) -> str:
    """The split that a file's name states: `val` for `validation-00000-of-00003`."""
    shard = _SHARD.fullmatch(stem)
    return plain_split(shard["name"] if shard else stem)
