"""Pickles that hold plain data, read and written without running any: verl-omni's HTTP scorers speak pickle and nothing else.

A pickle is a program for a small stack machine, and most of its instructions may import and call whatever they like. `pickletools`
takes one apart without running it; here only the instructions that make dicts, lists, texts, bytes and numbers are carried out, and
any other refuses the request.
"""

import struct
from collections.abc import Mapping, Sequence
from pickletools import genops
from typing import Any

CONSTANTS: Mapping[str, Any] = {"NONE": None, "NEWTRUE": True, "NEWFALSE": False}
EMPTY: Mapping[str, type] = {"EMPTY_DICT": dict, "EMPTY_LIST": list}
VALUES = frozenset((
    "SHORT_BINUNICODE", "BINUNICODE", "BINUNICODE8", "SHORT_BINBYTES", "BINBYTES", "BINBYTES8",
    "BININT", "BININT1", "BININT2", "LONG1", "BINFLOAT",
))  # fmt: skip
PUTS = frozenset(("BINPUT", "LONG_BINPUT"))
GETS = frozenset(("BINGET", "LONG_BINGET"))
MAX_STEPS = 200_000
BROKEN = (ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError)
"""What `pickletools`, and a stack that does not hold what an instruction wants, raise."""
_MARK = object()


def load_plain(data: bytes) -> Any:
    """The value of a pickle of protocol 2 to 5 that holds plain data.

    Raises:
        ValueError: it holds anything else, or is broken.

    >>> load_plain(dump_plain({"scores": [1.5]}))
    {'scores': [1.5]}
    """
    stack: list[Any] = []
    memo: dict[int, Any] = {}
    try:
        for step, (opcode, argument, _) in enumerate(genops(data)):
            if step > MAX_STEPS:
                raise ValueError("too many values")
            if opcode.name == "STOP":
                return stack.pop()
            _carry_out(opcode.name, argument, stack, memo)
    except BROKEN as error:
        raise ValueError(f"expected a pickle of dicts, lists, texts, bytes and numbers: {error}") from None
    raise ValueError("expected a whole pickle")


def _carry_out(name: str, argument: Any, stack: list[Any], memo: dict[int, Any]) -> None:
    if name in ("PROTO", "FRAME"):
        return
    if name in VALUES:
        stack.append(argument)
    elif name in CONSTANTS:
        stack.append(CONSTANTS[name])
    elif name in EMPTY:
        stack.append(EMPTY[name]())
    elif name == "MARK":
        stack.append(_MARK)
    elif name == "MEMOIZE":
        memo[len(memo)] = stack[-1]
    elif name in PUTS:
        memo[argument] = stack[-1]
    elif name in GETS:
        stack.append(memo[argument])
    elif name in ("APPEND", "APPENDS", "SETITEM", "SETITEMS"):
        _collect(name, stack)
    else:
        raise ValueError(f"the instruction {name} is refused")


def _collect(name: str, stack: list[Any]) -> None:
    """Puts the values on top of the stack into the list or dict below them."""
    if name.endswith("S"):
        # From the top, so that many marks cost no more than their number.
        start = next((at for at in reversed(range(len(stack))) if stack[at] is _MARK), None)
        if start is None:
            raise ValueError("a mark is missing")
        values = stack[start + 1 :]
        del stack[start:]
    else:
        num = 1 if name == "APPEND" else 2
        values = stack[-num:]
        del stack[-num:]
    if name.startswith("APPEND"):
        stack[-1].extend(values)
    else:
        stack[-1].update(zip(values[::2], values[1::2], strict=True))


def dump_plain(values: Mapping[str, str | Sequence[float]]) -> bytes:
    """A pickle of protocol 2 of texts and lists of numbers by name."""
    parts = [b"\x80\x02}"]
    for key, value in values.items():
        parts.append(_text(key))
        if isinstance(value, str):
            parts.append(_text(value))
        else:
            parts += [b"](", *(b"G" + struct.pack(">d", number) for number in value), b"e"]
        parts.append(b"s")
    return b"".join([*parts, b"."])


def _text(text: str) -> bytes:
    data = text.encode(errors="replace")
    return b"X" + struct.pack("<I", len(data)) + data
