"""Keeps the processes of sandboxes and checkers from one test to the next: starting them is most of what a drawn figure costs here.

A server forks a fresh child for every figure and a checker keeps nothing of one, so what comes out is what processes of a test's
own would give.
"""

import atexit
from collections import OrderedDict
from collections.abc import Hashable
from typing import Any

from pytest import MonkeyPatch

from scisynth.imgcoder.checker import Checker
from scisynth.sandbox.pool import Sandbox
from scisynth.sandbox.worker import Worker, cache_folder, import_roots

KEPT = 4
"""Processes at a time, some 200 MB each; of more, those that waited longest end."""
_waiting: OrderedDict[Worker | Checker, Hashable] = OrderedDict()
"""Owners whose user is done with them and whose process runs on, with what it was started with."""
_start_worker, _start_checker = Worker.start, Checker._start


def keep_processes(patch: MonkeyPatch) -> None:
    """From now on a sandbox or checker leaves its processes to the next one that would start the same."""
    patch.setattr(Sandbox, "close", _close_sandbox)
    patch.setattr(Worker, "start", _start_or_take_worker)
    patch.setattr(Checker, "__exit__", lambda checker, *_: _leave(checker))
    patch.setattr(Checker, "_start", _start_or_take_checker)


def _close_sandbox(sandbox: Sandbox) -> None:
    for worker in sandbox._workers:
        # Unconfined code can reach its server.
        if worker.tier == "landlock":
            _leave(worker)
        else:
            worker.close()


def _leave(owner: Worker | Checker) -> None:
    """A fresh object takes the process along; the owner is left as one that never started any."""
    if owner.pid is None:
        return
    heir = object.__new__(type(owner))
    heir.__dict__.update(owner.__dict__)
    owner.__dict__.update(_idle(owner))
    _waiting[heir] = _made_with(heir)
    while len(_waiting) > KEPT:
        _waiting.popitem(last=False)[0].close()


def _take(owner: Worker | Checker) -> None:
    wanted = _made_with(owner)
    heir = next((heir for heir in reversed(_waiting) if _waiting[heir] == wanted), None)
    if heir is not None:
        del _waiting[heir]
        owner.__dict__.update({name: heir.__dict__[name] for name in _idle(owner)})


def _idle(owner: Worker | Checker) -> dict[str, Any]:
    names = ("_server", "_errors", "_cache") if isinstance(owner, Worker) else ("_worker", "_errors")
    return dict.fromkeys(names)


def _made_with(owner: Worker | Checker) -> Hashable:
    if isinstance(owner, Worker):
        asked: tuple[Hashable, ...] = (owner.tier, owner.limits, owner.preload, owner.marks, owner.svg)
    else:
        asked = (owner.limits, owner.reads_svg)
    return type(owner), *asked, cache_folder(), *import_roots()


def _start_or_take_worker(worker: Worker) -> None:
    if worker.pid is None:
        _take(worker)
    _start_worker(worker)


def _start_or_take_checker(checker: Checker) -> None:
    if checker.pid is None:
        _take(checker)
    _start_checker(checker)


@atexit.register
def _end_all() -> None:
    for heir in _waiting:
        heir.close()
    _waiting.clear()
