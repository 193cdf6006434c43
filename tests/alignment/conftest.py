import pytest
import torch
from accelerate import Accelerator


@pytest.fixture(autouse=True)
def one_thread():
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def accelerator():
    return Accelerator(cpu=True)
