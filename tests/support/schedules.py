"""Sigma schedules for the tests of the sampler and its kernels, float32 [K + 1], falling, the last one exactly 0."""

import math

import torch


def linear_sigmas(num_steps):
    """Equal steps from 1 to 0."""
    return torch.linspace(1, 0, num_steps + 1, dtype=torch.float64).float()


def shift_by_mu(sigmas, mu):
    """FLUX's exponential shift e^mu / (e^mu + 1/s - 1); 0 and 1 stay where they are."""
    a, s = math.exp(mu), sigmas.double()
    return (a * s / (1 + (a - 1) * s)).float()
