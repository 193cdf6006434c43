"""Muon: momentum whose matrices are made orthogonal before the step (Jordan et al. 2024; Liu et al. 2025, arXiv 2502.16982).

    M  <- momentum * M + G                     G the gradient of one weight matrix; of a convolution, a row for each output channel
    U   = orthogonal(G + momentum * M)         five Newton-Schulz steps, all singular values near 1
    W  <- (1 - rate * decay) W - rate * 0.2 sqrt(max(rows, columns)) U

The factor gives the update the size of AdamW's, so one learning rate serves both. Vectors and embeddings take AdamW's step.
`torch.optim.Muon` multiplies in bfloat16, which a CPU without it emulates at a thirtieth of the speed, and takes matrices only;
here all is float32, and matrices of one shape are multiplied together.
"""

import math
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import torch

NEWTON_SCHULZ = (3.4445, -4.7750, 2.0315)
"""(a, b, c) of x -> a x + b x^3 + c x^5, applied to singular values (Jordan et al. 2024): small ones grow fastest under it."""
NUM_STEPS = 5
UPDATE_SIZE = 0.2
"""Root mean square of AdamW's usual update, over the learning rate (Liu et al. 2025)."""


class Muon(torch.optim.Optimizer):
    """Muon for weight matrices, AdamW for everything else, with one learning rate."""

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1e-3,
        weight_decay: float = 0.01,
        momentum: float = 0.95,
        betas: tuple[float, float] = (0.9, 0.99),
        eps: float = 1e-8,
    ) -> None:
        super().__init__(
            params, {"lr": lr, "weight_decay": weight_decay, "momentum": momentum, "betas": betas, "eps": eps}
        )

    @torch.no_grad()
    def step(self, closure: Any = None) -> None:  # type: ignore[override]
        """One update of every parameter that has a gradient."""
        for group in self.param_groups:
            matrices: dict[torch.Size, list[torch.Tensor]] = defaultdict(list)
            for parameter in group["params"]:
                if parameter.grad is None:
                    continue
                parameter.mul_(1 - group["lr"] * group["weight_decay"])
                if is_matrix(parameter):
                    matrices[parameter.shape].append(parameter)
                else:
                    self._step_adam(parameter, group)
            for shape, parameters in matrices.items():
                self._step_muon(parameters, shape, group)

    def _step_muon(self, parameters: list[torch.Tensor], shape: torch.Size, group: dict[str, Any]) -> None:
        gradients = [_gradient(parameter) for parameter in parameters]
        moments = [self._state(parameter, "moment") for parameter in parameters]
        torch._foreach_mul_(moments, group["momentum"])
        torch._foreach_add_(moments, gradients)
        directions = torch.stack(torch._foreach_add(gradients, moments, alpha=group["momentum"]))
        updates = orthogonal(directions.flatten(2)).view_as(directions)
        rate = group["lr"] * UPDATE_SIZE * math.sqrt(max(shape[0], math.prod(shape[1:])))
        torch._foreach_add_(parameters, list(updates), alpha=-rate)

    def _step_adam(self, parameter: torch.Tensor, group: dict[str, Any]) -> None:
        first, second = self._state(parameter, "first"), self._state(parameter, "second")
        count = self.state[parameter]["step"] = self.state[parameter].get("step", 0) + 1
        gradient, (fast, slow) = _gradient(parameter), group["betas"]
        first.lerp_(gradient, 1 - fast)
        second.lerp_(gradient.square(), 1 - slow)
        spread = (second / (1 - slow**count)).sqrt_().add_(group["eps"])
        parameter.addcdiv_(first, spread, value=-group["lr"] / (1 - fast**count))

    def _state(self, parameter: torch.Tensor, name: str) -> torch.Tensor:
        state = self.state[parameter]
        if name not in state:
            state[name] = torch.zeros_like(parameter)
        found: torch.Tensor = state[name]
        return found


def is_matrix(parameter: torch.Tensor) -> bool:
    """Whether Muon takes a parameter: embeddings and modulations have many more rows than columns, and are AdamW's."""
    return parameter.ndim >= 2 and parameter.shape[0] <= 4 * parameter[0].numel()


def orthogonal(matrices: torch.Tensor) -> torch.Tensor:
    """The nearest matrices [N, rows, columns] with singular values near 1 (between about 0.7 and 1.2)."""
    is_tall = matrices.shape[1] > matrices.shape[2]
    found = matrices.mT if is_tall else matrices
    found = found / found.norm(dim=(1, 2), keepdim=True).clamp(min=1e-7)
    a, b, c = NEWTON_SCHULZ
    for _ in range(NUM_STEPS):
        gram = found @ found.mT
        found = a * found + (b * gram + c * gram @ gram) @ found
    return found.mT if is_tall else found


def _gradient(parameter: torch.Tensor) -> torch.Tensor:
    assert parameter.grad is not None
    return parameter.grad
