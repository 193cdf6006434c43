"""One step of a sampler from sigma to sigma_next < sigma, as the Gaussian it draws from: (mean, std), in float32.

Symbols: x the sample, s = sigma, s' = sigma_next, d = s' - s < 0, v the predicted velocity (noise - clean), and from it
the predicted clean sample z = x - s v and noise e = x + (1 - s) v; the score is -e / s. eta is `noise_level`.

    kernel       mean                                     std
    ode          x + d v                                  0
    flow_sde     x + d (v + g^2/(2 s) e)                  g sqrt(-d),  g = eta sqrt(s / (1 - s)),  eta 0.7
    dance_sde    x + d (v + g^2/(2 s) e)                  g sqrt(-d),  g = eta,                    eta 0.3
    cps          (1 - s') z + sqrt(s'^2 - std^2) e        s' sin(eta pi/2) sqrt(-d),               eta 0.7
    science_t2i  x + d (v + std^2/(2 s) ((1 - s) v - x))  s sqrt((1 + c)^2 - 1),
                                                          c = min(s_churn / num_steps, sqrt(2) - 1),  s_churn 0.1

`flow_sde` (Flow-GRPO, arXiv 2505.05470) and `dance_sde` (DanceGRPO, arXiv 2505.07818) are Euler steps of the reverse
SDE, whose drift correction undoes the noise it adds. At s = 1 the g of `flow_sde` would be infinite; as published, the
1 - s under the root is then taken at the schedule's second level, which is s'.

`cps` keeps the coefficients: the clean part, the old noise and the fresh noise have exactly the sizes that belong to
s'. It is *not* the published kernel (Flow-CPS, arXiv 2509.05952), whose std is s' sin(eta pi/2) at every step, however
short. There the same fraction of the noise is exchanged K times. Each time z stands for what is only its conditional mean,
and c^2 Var(clean | x) of the variance is lost, where c = 1 - s' - (1 - s) sqrt(s'^2 - std^2) / s does not shrink with
the step: on a Gaussian the result is about 15 % too narrow however many steps are taken. With the root of the step's
length c is of the order of d, a step loses of the order of d^2 and all of them of d: this is the reverse SDE with
g = s sin(eta pi/2). Over K equal steps the published std is sqrt(K) times ours.

`science_t2i` is the step of Science-T2I's published training (arXiv 2504.13129), wrong and kept for parity: the x in
the correction has the wrong sign, and the correction is 1 / |d| times too small, so that its noise is hardly
compensated and adds to the result.

Over the last step (s' = 0) `flow_sde` and `dance_sde` leave their noise in the result and `cps` adds none, so it has no
log-probability: leave the last step out of the stochastic window.
"""

import math
from collections.abc import Callable, Mapping

import torch

from scisynth.core.errors import ConfigError, nearest
from scisynth.flow.path import Sigma, broadcast_like, clean_from_velocity, noise_from_velocity

KERNELS: Mapping[str, Mapping[str, float | None]] = {
    "ode": {},
    "flow_sde": {"noise_level": 0.7},
    "dance_sde": {"noise_level": 0.3},
    "cps": {"noise_level": 0.7},
    "science_t2i": {"s_churn": 0.1, "num_steps": None},
}
"""Every kernel with its parameters and their defaults; None has no default and must be given."""

NEARLY_ONE = 1 - 1e-6
"""Above this a sigma is taken as 1; float32 schedules may miss it by a rounding."""


def step_distribution(
    kernel: str,
    sample: torch.Tensor,
    velocity: torch.Tensor,
    sigma: Sigma,
    sigma_next: Sigma,
    **params: float,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean and standard deviation of the next sample, float32.

    Args:
        kernel: one of `KERNELS`.
        sample: [B, ...] at `sigma`.
        velocity: predicted noise - clean, like the sample.
        sigma: level of the sample in (0, 1], a scalar or [B].
        sigma_next: level after the step, in [0, sigma), a scalar or [B].
        params: of the kernel, over its defaults: `noise_level` >= 0 (cps: at most 1), or `s_churn` and `num_steps`.

    Returns:
        The mean like the sample, and the std: a scalar, or [B] when a sigma it depends on is [B].

    Raises:
        ConfigError: an unknown kernel or parameter, one out of range or left out, or a stochastic step that does not
            go down.
    """
    settings = _settings(kernel, params)
    x, v = sample.float(), velocity.float()
    s, s_next = broadcast_like(sigma, x), broadcast_like(sigma_next, x)
    if kernel != "ode" and not bool(((s > s_next) & (s_next >= 0)).all()):
        raise ConfigError(f"expected a step down, 0 <= sigma_next < sigma, got sigma {sigma}, sigma_next {sigma_next}")
    mean, std = _FUNCTIONS[kernel](x, v, s, s_next, **settings)
    return mean, std.flatten() if std.ndim else std


def velocity_gain(kernel: str, sigma: Sigma, sigma_next: Sigma, **params: float) -> torch.Tensor:
    """|d mean / d v|: how far a change of the velocity by 1 moves the next sample's mean; [] or [B], as the sigmas are.

    Every kernel is linear in v, so this is exact. Its ratio to the std says how much a step's log-probability makes of a
    velocity, which differs by orders of magnitude over a schedule.
    """
    levels = torch.as_tensor(sigma)
    still = torch.zeros(levels.numel(), 1, device=levels.device)
    rest, _ = step_distribution(kernel, still, still, sigma, sigma_next, **params)
    moved, _ = step_distribution(kernel, still, still + 1, sigma, sigma_next, **params)
    gain_B = (moved - rest).abs().flatten()
    return gain_B if levels.ndim else gain_B[0]


def logprob(value: torch.Tensor, mean: torch.Tensor, std: float | torch.Tensor) -> torch.Tensor:
    """Gaussian log-density of every element, float32, like `value`; `std` is a scalar or [B].

    Raises:
        ConfigError: std is 0, as in an ODE step.
    """
    spread = broadcast_like(std, mean)
    if not bool((spread > 0).all()):
        raise ConfigError("expected a step with noise, got std 0; keep ODE steps and the last step out of the window")
    return -((value.float() - mean.float()) ** 2) / (2 * spread**2) - spread.log() - 0.5 * math.log(2 * math.pi)


def _settings(kernel: str, params: Mapping[str, float]) -> dict[str, float]:
    if kernel not in KERNELS:
        raise ConfigError(f"unknown step kernel {kernel!r}; {nearest(kernel, KERNELS)}")
    known = KERNELS[kernel]
    for name, value in params.items():
        if name not in known:
            hint = nearest(name, known) if known else "it has none"
            raise ConfigError(f"step kernel {kernel!r} has no parameter {name!r}; {hint}")
        limit = 1.0 if kernel == "cps" else math.inf
        if value is not None and not 0 <= value <= limit:
            raise ConfigError(f"expected {name!r} of step kernel {kernel!r} in [0, {limit:g}], got {value}")
    settings = {name: value for name, value in {**known, **params}.items() if value is not None}
    missing = known.keys() - settings.keys()
    if missing:
        raise ConfigError(f"step kernel {kernel!r} needs {', '.join(sorted(missing))}; give it among its parameters")
    return settings


# Below, sigmas are float32, shaped [] or [B, 1, ...] to stand next to the sample; so is the std that comes back.


def _ode(x: torch.Tensor, v: torch.Tensor, s: torch.Tensor, s_next: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    return x + (s_next - s) * v, torch.zeros_like(s + s_next)


def _flow_sde(
    x: torch.Tensor, v: torch.Tensor, s: torch.Tensor, s_next: torch.Tensor, noise_level: float
) -> tuple[torch.Tensor, torch.Tensor]:
    signal = 1 - torch.where(s < NEARLY_ONE, s, s_next)
    return _reverse_sde(x, v, s, s_next, noise_level * (s / signal).sqrt())


def _dance_sde(
    x: torch.Tensor, v: torch.Tensor, s: torch.Tensor, s_next: torch.Tensor, noise_level: float
) -> tuple[torch.Tensor, torch.Tensor]:
    return _reverse_sde(x, v, s, s_next, torch.full_like(s, noise_level))


def _reverse_sde(
    x: torch.Tensor, v: torch.Tensor, s: torch.Tensor, s_next: torch.Tensor, g: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Euler-Maruyama step of dx = (v - g^2/2 score) ds + g dw, run from s down to s'."""
    d = s_next - s
    drift = v + g**2 / (2 * s) * (x + (1 - s) * v)
    return x + d * drift, g * (-d).sqrt()


def _cps(
    x: torch.Tensor, v: torch.Tensor, s: torch.Tensor, s_next: torch.Tensor, noise_level: float
) -> tuple[torch.Tensor, torch.Tensor]:
    fresh = math.sin(noise_level * math.pi / 2) * (s - s_next).sqrt()
    clean, noise = clean_from_velocity(x, v, s), noise_from_velocity(x, v, s)
    # The fraction of the old noise is a square root of 1 - fresh^2, at worst of a rounding below 0 (one step, eta 1).
    kept = (1 - fresh**2).clamp_min(0).sqrt()
    return (1 - s_next) * clean + s_next * kept * noise, s_next * fresh


def _science_t2i(
    x: torch.Tensor, v: torch.Tensor, s: torch.Tensor, s_next: torch.Tensor, s_churn: float, num_steps: float
) -> tuple[torch.Tensor, torch.Tensor]:
    churn = min(s_churn / num_steps, math.sqrt(2) - 1)
    std = s * math.sqrt((1 + churn) ** 2 - 1)
    return x + (s_next - s) * (v + std**2 / (2 * s) * ((1 - s) * v - x)), std


_FUNCTIONS: Mapping[str, Callable[..., tuple[torch.Tensor, torch.Tensor]]] = {
    "ode": _ode,
    "flow_sde": _flow_sde,
    "dance_sde": _dance_sde,
    "cps": _cps,
    "science_t2i": _science_t2i,
}
