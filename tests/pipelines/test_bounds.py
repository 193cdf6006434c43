"""Every number in a config has a least value, and a bad one is a single line that names its setting."""

import types
import typing

import annotated_types
import pytest

from scisynth.core.config import Config
from scisynth.core.errors import ConfigError
from scisynth.pipelines.demo.run import DemoConfig, demo_config
from scisynth.pipelines.lab.tuples import LabTuplesConfig, draw_lab_tuples, write_lab_prompts
from scisynth.pipelines.lab.weights import LabClipRun, LabSciScoreRun
from scisynth.pipelines.reward.config import RewardRunConfig, lab_reward
from scisynth.prompts.write import PromptsConfig
from scisynth.rewards.train import RewardConfig
from scisynth.tuples.build import TuplesConfig

CONFIGS = (
    PromptsConfig,
    TuplesConfig,
    LabTuplesConfig,
    RewardConfig,
    RewardRunConfig,
    DemoConfig,
    LabClipRun,
    LabSciScoreRun,
)


def numeric_fields(cls):
    for name, field in cls.model_fields.items():
        kinds = (
            typing.get_args(field.annotation) if isinstance(field.annotation, types.UnionType) else (field.annotation,)
        )
        if int in kinds or float in kinds:
            yield name, field


@pytest.mark.parametrize("cls", CONFIGS, ids=lambda cls: cls.__name__)
def test_every_number_has_a_least_value(cls):
    for name, field in numeric_fields(cls):
        assert any(isinstance(rule, annotated_types.Gt | annotated_types.Ge) for rule in field.metadata), name
        if name.endswith("_share"):
            assert any(isinstance(rule, annotated_types.Lt | annotated_types.Le) for rule in field.metadata), name


def test_the_rule_sees_a_number_without_bounds():
    class Loose(Config):
        num: int = 1
        share: float | None = None
        name: str = ""

    assert [name for name, _ in numeric_fields(Loose)] == ["num", "share"]


@pytest.mark.parametrize(
    "setting",
    [
        "reward.batch_size=0", "reward.max_steps=0", "reward.eval_every=0", "reward.log_every=0",
        "reward.learning_rate=0", "reward.learning_rate=-1e-3", "reward.learning_rate=.nan", "reward.learning_rate=.inf",
        "reward.weight_decay=-1", "reward.iee_weight=-1", "reward.warmup_steps=-1", "reward.num_workers=-1",
        "reward.gradient_accumulation_steps=0", "reward.max_grad_norm=0", "num_test=0", "num_shown=0",
        "tuples.num=3", "tuples.size_px=0", "tuples.size_px=100000", "tuples.complex_share=7",
        "tuples.val_share=-1", "tuples.test_share=0.5",
    ],
)  # fmt: skip
def test_a_bad_number_names_its_setting(setting):
    with pytest.raises(ConfigError, match=f"^setting '{setting.partition('=')[0]}'"):
        demo_config().override([setting])


def test_what_recipes_build_is_checked_too():
    with pytest.raises(ConfigError, match=r"^setting 'num': .* got 0"):
        draw_lab_tuples("test_S", num=0, seed=0)
    with pytest.raises(ConfigError, match="leave tuples to train on"):
        write_lab_prompts(LabTuplesConfig(num=4, val_share=0.9), 0)
    with pytest.raises(ConfigError, match=r"^setting 'max_steps'"):
        lab_reward().replace({"max_steps": 0})
