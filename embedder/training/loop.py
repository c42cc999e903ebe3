"""The training loop: stages of growing picture size under one learning-rate schedule, resumable at any checkpoint."""

import math
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import torch
from torch.nn.functional import normalize

from embedder.training.batches import Batch, Words, batches
from embedder.training.cache import Cache
from embedder.training.losses import COPY_WEIGHT, caption_loss, copy_loss
from embedder.training.tiny import State, fitted, network

WARM_UP: Final = 60
EMBEDDING: Final = "token_embedding.weight"


@dataclass(frozen=True, slots=True)
class Stage:
    """Some steps at one picture size. Small pictures teach most of it at a fraction of the price."""

    side: int
    batch: int
    steps: int
    peak: float  # learning rate
    half: bool  # compute in bfloat16, which pays off for large pictures only


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that decides the outcome."""

    stages: tuple[Stage, ...]
    seed: int
    checkpoints: Path
    checkpoint_every: int = 100  # steps


def train(run: Run, cache: Cache, words: Words) -> State:
    """Train from the last checkpoint, or from nothing; the weights in full precision."""
    torch.manual_seed(run.seed)
    run.checkpoints.mkdir(parents=True, exist_ok=True)
    state: State = network(run.stages[0].side).state_dict()
    state[EMBEDDING][~words.known] = 0.0
    for number, stage in enumerate(run.stages):
        state = _train_stage(run, number, stage, state, cache, words)
    return state


def _train_stage(run: Run, number: int, stage: Stage, state: State, cache: Cache, words: Words) -> State:
    net = network(stage.side)
    net.load_state_dict(fitted(state, net))
    net.to(memory_format=torch.channels_last).train()
    known = words.known[:, None]
    net.token_embedding.weight.register_hook(lambda grad: grad * known)
    optimizer = _optimizer(net)
    kept = run.checkpoints / f"stage-{number + 1}.pt"
    first = _resumed(kept, net, optimizer)
    started = time.monotonic()
    todo = range(first, stage.steps)
    supply = batches(cache, words, size=stage.batch, side=stage.side, steps=todo, seed=run.seed * 1000 + number)
    for step, batch in supply:
        for group in optimizer.param_groups:
            group["lr"] = stage.peak * _schedule(step + 1, stage.steps)
        parts = _step(net, optimizer, batch, half=stage.half)
        last = step + 1 == stage.steps
        if (step + 1) % 20 == 0 or last:
            _report(number, stage, step + 1, parts, (time.monotonic() - started) / (step + 1 - first))
        if (step + 1) % run.checkpoint_every == 0 or last:
            torch.save({"step": step + 1, "net": net.state_dict(), "optimizer": optimizer.state_dict()}, kept)
    done: State = net.state_dict()
    return done


def _resumed(kept: Path, net: torch.nn.Module, optimizer: torch.optim.Optimizer) -> int:
    """Take up the stage where its checkpoint left it; the number of the next step."""
    if not kept.is_file():
        return 0
    checkpoint = torch.load(kept, weights_only=True)
    net.load_state_dict(checkpoint["net"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    print(f"{kept}: goes on after step {checkpoint['step']}", flush=True)
    return int(checkpoint["step"])


def _optimizer(net: torch.nn.Module) -> torch.optim.Optimizer:
    """Weight decay for matrices and filters only; the word table is left alone so that unknown words stay at zero."""
    plain = [p for name, p in net.named_parameters() if p.ndim >= 2 and name != EMBEDDING]
    bare = [p for name, p in net.named_parameters() if p.ndim < 2 or name == EMBEDDING]
    groups: list[dict[str, Any]] = [{"params": plain, "weight_decay": 0.05}, {"params": bare, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=0.0, betas=(0.9, 0.98))


def _schedule(step: int, steps: int) -> float:
    """Linear warm-up, then a cosine to nothing."""
    warm_up = min(WARM_UP, steps // 5 + 1)
    if step < warm_up:
        return step / warm_up
    return 0.5 * (1 + math.cos(math.pi * (step - warm_up) / max(1, steps - warm_up)))


def _step(net: Any, optimizer: torch.optim.Optimizer, batch: Batch, *, half: bool) -> tuple[float, float, float]:
    """One update. Answers the two losses and the share of captions whose nearest picture fits."""
    with torch.autocast("cpu", torch.bfloat16, enabled=half):
        images = net.encode_image(batch.views.contiguous(memory_format=torch.channels_last))
        texts = net.encode_text(batch.tokens)
    images, texts = normalize(images.float(), dim=-1), normalize(texts.float(), dim=-1)
    said = caption_loss(images, texts, batch.fits, net.logit_scale.exp())
    copied = copy_loss(images)
    optimizer.zero_grad(set_to_none=True)
    torch.autograd.backward(said + COPY_WEIGHT * copied)
    torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
    optimizer.step()
    with torch.no_grad():
        net.logit_scale.clamp_(0, math.log(50))
        nearest = (images @ texts.T).argmax(0)
    right = batch.fits[nearest, torch.arange(len(nearest))].float().mean()
    return said.item(), copied.item(), right.item()


def _report(number: int, stage: Stage, step: int, parts: tuple[float, float, float], pace: float) -> None:
    said, copied, right = parts
    print(
        f"stage {number + 1} ({stage.side} px) step {step}/{stage.steps}  "
        f"caption loss {said:.3f}  copy loss {copied:.3f}  "
        f"nearest picture fits {right:.2f}  {pace:.2f} s a step, {pace * (stage.steps - step) / 60:.1f} minutes to go",
        flush=True,
    )
