"""Which sandbox this machine offers. The kernel is asked by system calls: /sys/kernel/security need not be mounted."""

import platform
from dataclasses import dataclass

from scisynth.core.errors import ConfigError
from scisynth.sandbox.confinement import landlock, seccomp
from scisynth.sandbox.records import Tier

MEND = "run on Linux 5.13 or newer (x86_64 or aarch64), or accept code that runs with your rights: --allow-unsafe-exec"


@dataclass(frozen=True, kw_only=True)
class Probe:
    """What the machine offers."""

    landlock_abi: int
    """0 for none."""
    seccomp: bool
    machine: str

    @property
    def confines(self) -> bool:
        """Whether the tier `landlock` is to be had."""
        return self.landlock_abi >= 1 and self.seccomp

    @property
    def found(self) -> str:
        """For people: what is there and what is missing."""
        if self.confines:
            return f"landlock (ABI {self.landlock_abi}), seccomp, {self.machine}"
        parts = [f"Landlock ABI {self.landlock_abi}" if self.landlock_abi else "no Landlock"]
        parts.append("seccomp" if self.seccomp else f"no seccomp for {self.machine}")
        return ", ".join(parts)


def probe() -> Probe:
    """Asks the running kernel; nothing is changed."""
    version = landlock.abi()
    return Probe(landlock_abi=version, seccomp=version > 0 and seccomp.supported(), machine=platform.machine())


def choose_tier(found: Probe, *, allow_unsafe: bool) -> Tier:
    """`landlock` wherever possible; the weaker tier only where it was asked for. `ConfigError` otherwise."""
    if found.confines:
        return "landlock"
    if allow_unsafe:
        return "subprocess"
    raise ConfigError(f"expected a kernel that can confine model-written code, found {found.found}; {MEND}")
