"""A generator that helps another: rewrites the prompt, draws several images, keeps the best, corrects what a critic finds.

    direct      --  prompt ------------------------------------------------------------> image
    assisted    --  prompt -> rewrite -> N images -> scores -> [critic -> new prompt -> image] x K -> the best

Scores are always taken on the original prompt. Candidate 0 has the seed of the direct image, so best-of-1 is the direct image,
and best-of-8 contains best-of-4. Everything is kept (`records`): a killed run goes on with the images that it has.
A failure is a state: an image that nobody could score is never taken for a bad one.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scisynth.core.cuts import Cut, cuts_of
from scisynth.core.images import open_image, png_bytes
from scisynth.core.progress import progress_bar
from scisynth.core.protocols import Generator, Judge
from scisynth.core.records import FREE, RETRIED, Cost, DrawnImage, PromptSet
from scisynth.core.seeds import derive_seed
from scisynth.core.store import save_image
from scisynth.pipelines.assist.config import AssistConfig
from scisynth.pipelines.assist.helpers import Critic, load_choosers, load_critic, load_rewriter
from scisynth.pipelines.assist.kept import Kept
from scisynth.pipelines.assist.records import FOLDER, Candidate, Choice, Finding, item_key
from scisynth.pipelines.providers.access import AccessConfig, Spending
from scisynth.pipelines.providers.judges import grade_each
from scisynth.prompts.rewrite import Rewrite, Rewriter, asked_of, left_alone


def assisted_generator(
    config: AssistConfig,
    direct: Generator,
    out: Path,
    drawing: AccessConfig,
    spending: Spending,
    *,
    name: str,
    replies: Path,
    is_lab: bool,
    batch_size: int,
) -> "AssistedGenerator":
    """The generator that `config` describes, around `direct`; its candidates are kept in the run folder `out`.

    Raises:
        ConfigError, ModelError: who should rewrite, choose or criticise cannot be had.
    """
    return AssistedGenerator(
        direct,
        name=name,
        folder=out / FOLDER,
        rewriter=load_rewriter(config, drawing, spending, replies),
        choosers=load_choosers(config, drawing, spending, replies, is_lab=is_lab),
        critic=load_critic(config, drawing, spending, replies, is_lab=is_lab),
        best_of=config.best_of,
        rounds=config.critique,
        batch_size=batch_size,
    )


@dataclass(kw_only=True)
class _Item:
    """One image asked for, while it is worked on."""

    key: str
    seed: int
    asked: PromptSet
    rewrite: Rewrite
    candidates: list[Candidate]
    findings: list[Finding]

    @property
    def prompt(self) -> str:
        return self.rewrite.original_prompt

    @property
    def sound(self) -> list[Candidate]:
        return [item for item in self.candidates if item.status == "ok"]


class AssistedGenerator:
    """Images of another generator, helped to be right (`core.protocols.Generator`)."""

    def __init__(
        self,
        direct: Generator,
        *,
        name: str,
        folder: Path,
        rewriter: Rewriter | None = None,
        choosers: Sequence[Judge] = (),
        critic: Critic | None = None,
        best_of: int = 1,
        rounds: int = 0,
        batch_size: int = 8,
    ) -> None:
        self.name = name
        self.direct = direct
        self._folder = folder
        self._rewriter, self._choosers, self._critic = rewriter, choosers, critic
        self._best_of, self._rounds, self._batch_size = best_of, rounds, batch_size
        self._kept = Kept(folder)

    def draw(self, prompts: Sequence[str], seeds: Sequence[int], *, size_px: int) -> list[DrawnImage]:
        """N prompts and N seeds to N RGB images, each the best that was found, or what became of them."""
        rewrites = self.rewrite(prompts)
        every = [self._item(prompt, seed, rewrites[prompt]) for prompt, seed in zip(prompts, seeds, strict=True)]
        items = [item for item in every if item.rewrite.state not in RETRIED]
        with progress_bar("candidates", total=len(items) * self._best_of) as advance:
            self._draw_round(
                [(item, 0, n, item.rewrite.generation_prompt) for item in items for n in range(self._best_of)],
                size_px,
                advance,
            )
        self._score(items)
        for number in range(1, self._rounds + 1):
            self._correct(items, number, size_px)
        return [self._finish(item) for item in every]

    def rewrite(self, prompts: Sequence[str]) -> Mapping[str, Rewrite]:
        """Each prompt's rewrite, made now or before."""
        if self._rewriter is None:
            return {prompt: left_alone(prompt, "", by="") for prompt in prompts}
        missing = [prompt for prompt in dict.fromkeys(prompts) if not self._kept.has_rewrite(prompt)]
        for found in self._rewriter.rewrite(missing) if missing else ():
            self._kept.add_rewrite(found)
        return {prompt: self._kept.rewrites[prompt] for prompt in prompts}

    def candidate(self, prompt: str, seed: int) -> DrawnImage:
        """The first image drawn from the rewritten prompt, before anything was chosen or corrected; why there is none where it was not drawn."""
        kept = self._kept.candidates_of(item_key(prompt, seed))
        found = next((one for one in kept if (one.round, one.number) == (0, 0)), None)
        if found is None:
            rewrite = self._kept.rewrites.get(prompt)
            if rewrite and rewrite.state in RETRIED:
                return _not_rewritten(rewrite)
            return DrawnImage(status="missing", reason="not drawn yet; ask again")
        return DrawnImage(
            image=open_image(self._folder / found.file) if found.file else None,
            status=found.status,
            reason=found.reason,
            cost=found.cost,
            generation_prompt=found.generation_prompt,
            derivation=self._kept.rewrites[prompt].derivation if prompt in self._kept.rewrites else "",
        )

    def cut_prompts(self, prompts: Sequence[str]) -> list[Cut]:
        """The prompts of which the model reads a part, as they were asked for (`core.cuts`)."""
        # A model that rewrites is not asked before it is needed.
        known = {prompt: self._kept.rewrites.get(prompt) for prompt in prompts}
        given = {found.generation_prompt if found else prompt: prompt for prompt, found in known.items()}
        return [replace(cut, prompt=given[cut.prompt]) for cut in cuts_of(self.direct, list(given))]

    def _item(self, prompt: str, seed: int, rewrite: Rewrite) -> _Item:
        key = item_key(prompt, seed)
        return _Item(
            key=key,
            seed=seed,
            asked=asked_of(prompt),
            rewrite=rewrite,
            candidates=self._kept.candidates_of(key),
            findings=self._kept.findings_of(key),
        )

    def _draw_round(
        self,
        wanted: Sequence[tuple[_Item, int, int, str]],
        size_px: int,
        advance: Callable[[int], None] = lambda step: None,
    ) -> None:
        """Draws the candidates that are not there, a batch at a time, and keeps each batch."""
        missing = []
        for item, number_of_round, number, prompt in wanted:
            had = next((one for one in item.candidates if (one.round, one.number) == (number_of_round, number)), None)
            if had and had.status not in RETRIED:
                advance(1)
            else:
                item.candidates = [one for one in item.candidates if one is not had]
                missing.append((item, number_of_round, number, prompt))
        for first in range(0, len(missing), self._batch_size):
            batch = missing[first : first + self._batch_size]
            seeds = [_seed(item.seed, number_of_round, number) for item, number_of_round, number, _ in batch]
            drawn = self.direct.draw([prompt for *_, prompt in batch], seeds, size_px=size_px)
            for (item, number_of_round, number, prompt), seed, result in zip(batch, seeds, drawn, strict=True):
                image = result if isinstance(result, DrawnImage) else DrawnImage(image=result)
                candidate = Candidate(
                    item=item.key,
                    round=number_of_round,
                    number=number,
                    original_prompt=item.prompt,
                    generation_prompt=prompt,
                    seed=seed,
                    file=save_image(self._folder, png_bytes(image.image)) if image.image else "",
                    status=image.status,
                    reason=image.reason,
                    cost=image.cost,
                )
                self._kept.add_candidate(candidate)
                item.candidates.append(candidate)
            advance(len(batch))

    def _score(self, items: Sequence[_Item]) -> None:
        """Scores by every chooser, on the original prompt, of what has none yet."""
        for chooser in self._choosers:
            missing = [
                (item, one) for item in items for one in item.sound if not self._kept.has_score(one.id, chooser.name)
            ]
            asked = [item.asked for item, _ in missing]
            files = [self._folder / one.file for _, one in missing]
            with progress_bar(chooser.name, total=len(missing)) as advance:
                for number, judgement in grade_each(chooser, asked, files):
                    self._kept.add_score(missing[number][1].id, chooser.name, judgement)
                    advance(1)

    def _correct(self, items: Sequence[_Item], number: int, size_px: int) -> None:
        """One round: the critic looks at the best image, later at its correction; what is wrong is drawn again from a new prompt."""
        assert self._critic is not None
        wanted = []
        for item in items:
            if any(found.is_right or not found.correction for found in item.findings if found.round < number):
                continue
            found = next((one for one in item.findings if one.round == number and one.status not in RETRIED), None)
            last = next((one for one in item.sound if one.round == number - 1), None)
            looked_at = self._best(item) if number == 1 else last
            if found is None and looked_at is not None:
                place = Finding(item=item.key, round=number, candidate=looked_at.id, critic=self._critic.name)
                found = self._critic.look(item.asked, self._folder / looked_at.file, place)
                # One of an earlier start that has to be made again makes room.
                item.findings = [*(one for one in item.findings if one.round != number), found]
                self._kept.add_finding(found)
            if found is not None and found.correction:
                wanted.append((item, number, 0, f"{found.correction} {item.prompt}"))
        self._draw_round(wanted, size_px)
        self._score([item for item, *_ in wanted])

    def _best(self, item: _Item) -> Candidate | None:
        """The candidate to keep so far: one in which the critic finds nothing wrong, else the first one of the best."""
        sound = item.sound
        right = {found.candidate for found in item.findings if found.is_right}
        if not sound or right:
            return next((one for one in sound if one.id in right), None)
        if not self._choosers:
            # Nobody compares: the last correction stands.
            return max(sound, key=lambda one: (one.round, -one.number))
        totals: dict[str, float] = defaultdict(float)
        num_scored = 0
        for chooser in self._choosers:
            scores = {one.id: score for one in sound if (score := self._kept.score(one.id, chooser.name)) is not None}
            num_scored += len(scores)
            for one in sound:
                own = scores.get(one.id)
                # A rank from 0 to 1; one without a score stands behind all that have one.
                below = sum(own is not None and other < own for other in scores.values())
                equal = sum(own is not None and other == own for other in scores.values())
                totals[one.id] += -1.0 if own is None else (below + (equal - 1) / 2) / max(len(scores) - 1, 1)
        return max(sound, key=lambda one: (totals[one.id], -one.round, -one.number)) if num_scored else sound[0]

    def _finish(self, item: _Item) -> DrawnImage:
        if item.rewrite.state in RETRIED:
            return _not_rewritten(item.rewrite)
        cost = self._cost(item)
        waiting = [one for one in item.candidates if one.round == 0 and one.status == "budget"]
        waiting_scores = [
            one
            for one in item.sound
            for chooser in self._choosers
            if self._kept.status(one.id, chooser.name) == "budget"
        ]
        if waiting or waiting_scores:
            had = f"{len(item.sound)} of {self._best_of} candidates are drawn and kept"
            return DrawnImage(status="budget", reason=f"the budget was spent; {had}, run again to go on", cost=cost)
        best = self._best(item)
        if best is None:
            first = item.candidates[0]
            return DrawnImage(status=first.status, reason=first.reason, cost=cost)
        choice = Choice(item=item.key, candidate=best.id, reason=self._why(item, best))
        self._kept.add_choice(choice)
        return DrawnImage(
            image=open_image(self._folder / best.file),
            note=choice.reason,
            cost=cost,
            generation_prompt=best.generation_prompt,
            derivation=item.rewrite.derivation or item.asked.derivation,
        )

    def _why(self, item: _Item, best: Candidate) -> str:
        """What was done for this image, in a few words."""
        parts = []
        if self._rewriter:
            left = item.rewrite.reason
            parts.append(f"left alone: {left}" if left else f"rewritten by {item.rewrite.by}")
        if len(item.candidates) > 1:
            parts.append(
                f"{len(item.sound)} of {len(item.candidates)} candidates drawn, number {best.round}.{best.number} kept"
            )
            parts += [words for chooser in self._choosers if (words := self._told(item, best, chooser.name))]
        for found in item.findings:
            said = "nothing wrong" if found.is_right else found.wrong or found.reason or found.status
            parts.append(f"round {found.round}: {said}")
        return "; ".join(parts)

    def _told(self, item: _Item, best: Candidate, chooser: str) -> str:
        """What one chooser said of the candidates."""
        scores = [score for one in item.sound if (score := self._kept.score(one.id, chooser)) is not None]
        own = self._kept.score(best.id, chooser)
        if own is None:
            return f"{chooser} scored none of them" if not scores else f"{chooser} did not score it"
        ties = scores.count(own) - 1
        return f"{chooser} {own:.3g}" + (f" like {ties} other{'s' * (ties > 1)}" if ties else "")

    def _cost(self, item: _Item) -> Cost:
        drawn = [one.cost for one in item.candidates]
        found = [one.cost for one in item.findings]
        return sum([*drawn, *found, *self._kept.score_costs(one.id for one in item.sound)], FREE)


def _not_rewritten(rewrite: Rewrite) -> DrawnImage:
    return DrawnImage(status=rewrite.state, reason=f"not rewritten yet: {rewrite.reason}")


def _seed(seed: int, number_of_round: int, number: int) -> int:
    """The first candidate is the direct image."""
    return seed if (number_of_round, number) == (0, 0) else derive_seed(seed, "candidate", number_of_round, number)
