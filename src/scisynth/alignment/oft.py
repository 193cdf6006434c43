"""Stage 2, online fine-tuning: sample, score, locate, prefer, update; arXiv 2504.13129, section 5.2.

A round draws prompts, rolls K images of each out with the policy as it stands (`rollout`), scores them with the
reward, finds the region that carries the science, and takes `updates_per_round` optimiser steps on the objective
(`objectives`), whose gradient is only where the region is. The reference is the model the run started from.

Before the first update of every start, the rollout's log-probabilities are computed again as training computes them;
a ratio other than 1 means that rollout and training disagree, and the run refuses to train.
"""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from accelerate import Accelerator
from accelerate.utils import gather_object

from scisynth.alignment.cache import TextCache, place_for_training
from scisynth.alignment.checkpoint import load_checkpoint, save_checkpoint
from scisynth.alignment.config import OftConfig
from scisynth.alignment.curriculum import PromptDraw, PromptHistory
from scisynth.alignment.ema import ExponentialMovingAverage
from scisynth.alignment.guidance import words_to_encode
from scisynth.alignment.loop import TrainingLog, check_shares, from_main, make_optimizer, own_share, step_optimizer
from scisynth.alignment.lora import Policy, save_lora
from scisynth.alignment.objectives import (
    OBJECTIVES,
    Unit,
    Work,
    images_per_unit,
    list_units,
    replay_error,
    velocity_norms,
)
from scisynth.alignment.preference import settle
from scisynth.alignment.rollout import Locate, RewardSum, RolloutBatch, Score, TrainingPrompt, collect
from scisynth.alignment.sft import Evaluate
from scisynth.alignment.watch import RewardHackingMonitor
from scisynth.core.errors import ConfigError, DataError, ModelError
from scisynth.core.progress import progress_bar, say
from scisynth.core.seeds import derive_seed
from scisynth.training.curve import read_log
from scisynth.training.precision import wants_bfloat16
from scisynth.training.processes import is_sharded, new_accelerator

MAX_REPLAY_ERROR = {torch.float32: 1e-4, torch.bfloat16: 2e-2, torch.float16: 5e-3}
"""Largest |ratio - 1| of the start-up test; half precision is sensitive to the shape of a batch."""
MAX_ROUNDS_WITHOUT_PREFERENCE = 3
BEST = "best"


def train_oft(
    config: OftConfig,
    policy: Policy,
    prompts: Sequence[TrainingPrompt],
    score: Score,
    locate: Locate | None,
    folder: Path,
    *,
    seed: int,
    accelerator: Accelerator | None = None,
    evaluate: Evaluate | None = None,
) -> ExponentialMovingAverage:
    """Trains the policy in place, resuming what is in `folder`; returns the averaged adapter.

    With `evaluate`, the best policy by the judge is kept in `folder/best`, and the run ends early when reward and
    judge part.

    Raises:
        DataError: no prompt, or one without an entity while a region is asked for.
        ConfigError: the VAE cannot take a size, or the localizer misses more than `max_fallback_rate`.
        ModelError: the reward failed, the start-up test failed, or the training diverged.
    """
    _check_prompts(prompts, needs_entity=locate is not None)
    return _Run(config, policy, prompts, score, locate, folder, seed, accelerator or new_accelerator()).train(evaluate)


def _check_prompts(prompts: Sequence[TrainingPrompt], *, needs_entity: bool) -> None:
    if not prompts:
        raise DataError("expected prompts to train on, got none; check --data and its train split")
    for prompt in prompts:
        if needs_entity and not prompt.entity.strip():
            raise DataError(
                f"prompt {prompt.id!r} ({prompt.prompt!r}) names no entity to look for; "
                "add one, or train without a mask (oft.mask_mode=none)"
            )


class _Run:
    def __init__(
        self,
        config: OftConfig,
        policy: Policy,
        prompts: Sequence[TrainingPrompt],
        score: Score,
        locate: Locate | None,
        folder: Path,
        seed: int,
        accelerator: Accelerator,
    ) -> None:
        self._config, self._policy, self._prompts = config, policy, prompts
        self._rewards = score if isinstance(score, RewardSum) else RewardSum((("reward", score, 1.0),))
        self._locate, self._folder, self._seed = locate, folder, seed
        self._accelerator = accelerator
        check_shares(config)
        for size_px in config.sizes:
            policy.backbone.latent_shape(*size_px)
        with accelerator.main_process_first():
            words = words_to_encode(policy.backbone, [prompt.prompt for prompt in prompts])
            self._cache = TextCache(policy.backbone, words, folder / "cache")
        place_for_training(policy.backbone, accelerator.device)
        self._draw = PromptDraw(prompts, per_round=config.prompts_per_round, share=config.curriculum, seed=seed)
        self._optimizer = make_optimizer(policy.parameters, config.optimizer)
        self._average = ExponentialMovingAverage(policy.parameters, config.optimizer.ema_decay)
        self._watch = RewardHackingMonitor(config.stop_patience)

    def train(self, evaluate: Evaluate | None) -> ExponentialMovingAverage:
        config = self._config
        start = load_checkpoint(self._folder, self._policy.parameters, self._average, self._optimizer)
        log = TrainingLog(
            self._folder, label="oft", total=config.num_rounds, resumed_step=start, accelerator=self._accelerator
        )
        self._history = self._replay_draws(start)
        if self._replay_watch(start):
            return self._average
        evaluate = evaluate if config.eval_every else None
        if start == 0 and evaluate:
            row = {"step": 0}
            self._evaluate(0, row, evaluate)
            log.append(row)
        without_preference = 0
        with progress_bar("oft", total=config.num_rounds, done=start) as advance:
            for number in range(start, config.num_rounds):
                row = {"step": number + 1, **self._round(number, tested=number > start)}
                without_preference = without_preference + 1 if row["oft/pairs"] == 0 else 0
                if without_preference == MAX_ROUNDS_WITHOUT_PREFERENCE:
                    raise DataError(
                        f"round {number + 1}: all images of each prompt had equal reward, or nearer than least_gap, for "
                        f"{without_preference} rounds; raise images_per_prompt or the kernel's noise, or check the reward"
                    )
                stop = self._evaluate(number + 1, row, evaluate)
                log.append(row)
                self._save(number + 1, finished=bool(stop) or number + 1 == config.num_rounds)
                advance(1)
                if stop:
                    self._say(f"oft: stopped after round {number + 1}: {stop}")
                    break
        if verdict := self._watch.verdict:
            self._say(f"oft: {verdict}")
        self._accelerator.wait_for_everyone()
        return self._average

    def _say(self, words: str) -> None:
        if self._accelerator.is_main_process:
            say(words)

    def _replay_watch(self, start: int) -> bool:
        """Shows the watch the evaluations of an earlier start; True where they already ended the run."""
        rows = read_log(self._folder) if start and self._accelerator.is_main_process else []
        return from_main(any(self._show(row)[1] for row in rows if "eval/reward" in row))

    def _show(self, row: dict[str, Any]) -> tuple[bool, str]:
        """Before the first round there is a policy only where SFT left one."""
        return self._watch.update(row, can_keep=row["step"] > 0 or bool(self._policy.base))

    def _replay_draws(self, start: int) -> PromptHistory | None:
        """What the draw of prompts learnt in an earlier start."""
        if not self._config.curriculum:
            return None
        history = PromptHistory(self._folder, resumed_step=start, writes=self._accelerator.is_main_process)
        for row in history.rows:
            self._draw.learn(row["spreads"])
        return history

    def _round(self, number: int, *, tested: bool) -> dict[str, Any]:
        config = self._config
        prompts = own_share(self._draw.draw(number), self._accelerator)
        drawn = collect(
            config,
            self._policy.backbone,
            self._cache,
            prompts,
            self._rewards,
            self._locate,
            seed=self._seed,
            round_number=number,
            device=self._accelerator.device,
        )
        rollouts, noise = settle(drawn, self._rewards.weights, least_gap=config.least_gap, total=self._total)
        row = self._describe(rollouts) | ({} if noise is None else {"oft/reward_noise": noise})
        if row["mask/fallback_rate"] > config.max_fallback_rate:
            raise ConfigError(
                f"round {number + 1}: the localizer found nothing in {row['mask/fallback_rate']:.0%} of the images, more "
                f"than max_fallback_rate={config.max_fallback_rate:.0%}; check the entities, lower its threshold, or train without a mask"
            )
        self._learn_draws(number, prompts, rollouts)
        if not tested:
            self._self_test(rollouts)
        self._policy.remember()
        totals = [self._update(rollouts, number, update) for update in range(config.updates_per_round)]
        row |= {key: sum(total[key] for total in totals) / len(totals) for key in totals[0]}
        norms_M = velocity_norms(config, self._policy, rollouts, derive_seed(self._seed, number)).double()
        norm, count = self._total(torch.stack([norms_M.sum(), torch.ones_like(norms_M).sum()])).tolist()
        return row | {"oft/velocity_norm": norm / count}

    def _learn_draws(self, number: int, prompts: Sequence[TrainingPrompt], rollouts: RolloutBatch) -> None:
        if self._history is None:
            return
        apart_P = (rollouts.rewards_PK.amax(1) - rollouts.rewards_PK.amin(1)).tolist()
        found = gather_object([(prompt.prompt, apart) for prompt, apart in zip(prompts, apart_P, strict=True)])
        spreads = dict(sorted(found))
        self._draw.learn(spreads)
        self._history.append(number + 1, spreads)

    def _total(self, values: torch.Tensor) -> torch.Tensor:
        """Summed over processes."""
        return self._accelerator.reduce(values.to(self._accelerator.device), reduction="sum")

    def _describe(self, rollouts: RolloutBatch) -> dict[str, Any]:
        """Numbers of a round over all processes; rewards in their own units, as evaluations have them."""
        rewards_PK = torch.einsum("t,tpk->pk", self._rewards.weights, rollouts.terms_TPK).double()
        count = rewards_PK.shape[0]
        local = torch.tensor(
            [
                count,
                rewards_PK.mean(1).sum(),
                rewards_PK.std(1).sum(),
                (rewards_PK.max(1).values - rewards_PK.min(1).values).sum(),
                rollouts.is_taught_P.sum(),
                rollouts.num_missed / self._config.images_per_prompt,
                rollouts.mask_NHW.double().mean((1, 2)).view(rewards_PK.shape).mean(1).sum(),
                *(rollouts.terms_TPK.double().mean(2).sum(1) if len(rollouts.terms_TPK) > 1 else ()),
            ],
            dtype=torch.float64,
        )
        total, mean, spread, gap, pairs, missed, area, *terms = self._total(local).tolist()
        names = [name for name, _, _ in self._rewards.terms]
        return {f"oft/reward/{name}": term / total for name, term in zip(names, terms, strict=False)} | {
            "oft/reward": mean / total,
            "oft/reward_std": spread / total,
            "oft/reward_gap": gap / total,
            "oft/pairs": int(pairs),
            "oft/untrained": 1 - pairs / total,
            "mask/fallback_rate": missed / total,
            "mask/area": area / total,
        }

    def _self_test(self, rollouts: RolloutBatch) -> None:
        error = replay_error(self._config, self._policy, rollouts)
        dtypes = {parameter.dtype for parameter in self._policy.backbone.transformer.parameters()}
        if wants_bfloat16(self._config.bf16, self._accelerator.device.type):
            dtypes.add(torch.bfloat16)
        # Packed 4-bit weights are bytes, which multiply in the type of the others.
        allowed = max(MAX_REPLAY_ERROR[dtype] for dtype in dtypes if dtype in MAX_REPLAY_ERROR)
        if not error <= allowed:
            raise ModelError(
                f"start-up test: rollout and training disagree (|ratio - 1| = {error:.2g}, allowed {allowed:.0e}); "
                "use the same attention backend and precision for both"
            )

    def _update(self, rollouts: RolloutBatch, number: int, update: int) -> dict[str, float]:
        """One optimiser step on the units dealt to this update."""
        config, objective = self._config, OBJECTIVES[self._config.objective.kind]
        units = [unit for unit in list_units(config, rollouts) if self._deal(rollouts, unit, number) == update]
        sums = torch.zeros(5, dtype=torch.float64, device=self._accelerator.device)
        sums[0] = len(units)
        num_units = max(1, int(self._total(sums)[0]))
        size = max(1, config.micro_batch_size // images_per_unit(config))
        batches = [units[first : first + size] for first in range(0, len(units), size)]
        for place in range(_num_passes(len(batches))):
            is_empty = place >= len(batches)
            losses = objective(
                Work(
                    config=config,
                    policy=self._policy,
                    rollouts=rollouts,
                    units=[(0, 0)] if is_empty else batches[place],
                    seed=derive_seed(self._seed, number),
                    is_first=update == 0,
                )
            )
            if is_empty:
                (0 * losses.loss_B.sum()).backward()
                continue
            (losses.loss_B.sum() / num_units).backward()
            sums[1] += losses.loss_B.detach().double().sum()
            sums[2] += losses.margin_B.double().sum()
            sums[3] += losses.kl_B.double().sum()
            sums[4] += (losses.margin_B == 0).sum()
        _, loss, margin, kl, zeros = (self._total(sums) / num_units).tolist()
        step = number * config.updates_per_round + update
        norm = step_optimizer(self._accelerator, self._optimizer, self._policy.parameters, config.optimizer, step)
        self._average.update()
        row = {"oft/loss": loss, "oft/margin": margin, "oft/kl": kl, "oft/zero_margin_rate": zeros}
        if not math.isfinite(loss):
            raise ModelError(
                f"round {number + 1}: the loss is not finite; lower optimizer.learning_rate or objective.beta"
            )
        return row | {"oft/grad_norm": norm}

    def _deal(self, rollouts: RolloutBatch, unit: Unit, number: int) -> int:
        """Which of the round's updates a unit belongs to: by name, so that the number of processes changes nothing."""
        if self._config.updates_per_round == 1:
            return 0
        K = 1 if self._config.takes_pairs else self._config.images_per_prompt
        prompt, place = divmod(unit[0], K)
        name = rollouts.prompt_ids[prompt]
        return derive_seed(self._seed, "deal", number, name, place, unit[1]) % self._config.updates_per_round

    def _evaluate(self, step: int, row: dict[str, Any], evaluate: Evaluate | None) -> str:
        last = step == self._config.num_rounds
        if not evaluate or (step % self._config.eval_every and not last):
            return ""
        with self._average.applied():
            row |= evaluate(step)
            reason = ""
            if self._accelerator.is_main_process:
                best, reason = self._show(row)
                if best:
                    save_lora(self._policy.backbone, self._policy.state(), self._folder / BEST)
        return from_main(reason)

    def _save(self, step: int, *, finished: bool) -> None:
        every = self._config.save_every
        if self._accelerator.is_main_process and (finished or (every and step % every == 0)):
            save_checkpoint(self._folder, step, self._policy.parameters, self._average, self._optimizer)


def _num_passes(own: int) -> int:
    """As many as this process has batches; of a base in pieces, as many as any process has."""
    return max(gather_object([own])) if is_sharded() else own
