"""The training machinery at toy size: cache, batches, losses, resuming, saving."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn.functional import normalize

from embedder.training import cache as cache_module
from embedder.training import loop
from embedder.training.batches import Words, batches, words_of
from embedder.training.cache import SIDE, Cache, open_cache
from embedder.training.loop import EMBEDDING, Run, Stage, train
from embedder.training.losses import caption_loss, copy_loss
from embedder.training.tiny import State, config, fitted, network, save_half, tokenizer

FILL = (123, 117, 104)
COUNT = 24


@pytest.fixture(scope="module", autouse=True)
def _one_thread() -> Iterator[None]:
    """At this size a second thread costs more in waiting than it gives."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    return open_cache(tmp_path_factory.mktemp("pictures"), COUNT, FILL, 1)


@pytest.fixture(scope="module")
def words(drawn: Cache) -> Words:
    return words_of(drawn)


class TestCache:
    def test_holds_each_picture_and_a_copy_that_is_near_it(self, drawn: Cache) -> None:
        assert drawn.originals.shape == drawn.copies.shape == (COUNT, SIDE, SIDE, 3)
        apart = np.abs(drawn.originals.astype(int) - drawn.copies).mean(axis=(1, 2, 3))
        assert ((apart > 0) & (apart < 60)).all()

    def test_is_drawn_once(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        first = open_cache(tmp_path, 2, FILL, 1).originals.copy()
        monkeypatch.setattr(cache_module, "_draw_all", lambda *_: pytest.fail("drawn again"))
        assert np.array_equal(open_cache(tmp_path, 2, FILL, 1).originals, first)

    def test_is_drawn_anew_for_another_padding(self, tmp_path: Path) -> None:
        open_cache(tmp_path, 2, FILL, 1)
        again = open_cache(tmp_path, 2, (0, 0, 0), 1)
        assert (again.originals == 0).all(axis=3).any()


class TestBatches:
    def test_fits_says_which_captions_are_true_of_which_pictures(self, drawn: Cache, words: Words) -> None:
        _, batch = next(batches(drawn, words, size=8, side=32, steps=range(1), seed=3))
        assert batch.views.shape == (16, 3, 32, 32)
        assert batch.fits.diagonal().all()
        assert torch.equal(batch.fits[:8], batch.fits[8:])  # both views of a picture show the same
        assert not batch.fits.all()

    def test_a_batch_depends_on_its_number_only(self, drawn: Cache, words: Words) -> None:
        _, second = list(batches(drawn, words, size=8, side=32, steps=range(2), seed=3))[1]
        number, alone = next(batches(drawn, words, size=8, side=32, steps=range(1, 2), seed=3))
        assert number == 1
        assert torch.equal(second.views, alone.views)
        assert torch.equal(second.tokens, alone.tokens)

    def test_every_caption_still_ends_with_the_end_token(self, drawn: Cache, words: Words) -> None:
        end = tokenizer().eot_token_id
        for _, batch in batches(drawn, words, size=8, side=32, steps=range(12), seed=5):
            assert (batch.tokens.max(dim=1).values == end).all()
            assert ((batch.tokens == end).sum(dim=1) == 1).all()

    def test_some_captions_hold_a_word_that_no_caption_has(self, drawn: Cache, words: Words) -> None:
        seen = torch.cat([b.tokens for _, b in batches(drawn, words, size=8, side=32, steps=range(12), seed=5)])
        strange = (~words.known[seen]).any(dim=1).float().mean()
        assert 0.02 < strange < 0.4


class TestLosses:
    def test_captions_that_point_at_all_their_pictures_cost_least(self) -> None:
        fits = torch.tensor([[True, False, True], [False, True, False], [True, False, True]])
        right = torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]])
        wrong = right.flip(1)
        scale = torch.tensor(20.0)
        assert caption_loss(right, right, fits, scale) < caption_loss(right, wrong, fits, scale)
        assert caption_loss(right, right, fits, scale) == pytest.approx(float(np.log(2)) * 2 / 3, abs=1e-3)

    def test_twins_side_by_side_cost_least(self) -> None:
        views = normalize(torch.eye(4) + 0.01, dim=1)
        assert copy_loss(torch.cat([views, views])) < 0.01
        assert copy_loss(torch.cat([views, views.roll(1, 0)])) > 1.0


class TestNetwork:
    def test_positions_are_resized_and_all_else_is_kept(self) -> None:
        torch.manual_seed(0)
        small, large = network(64), network(224)
        state = fitted(small.state_dict(), large)
        assert state["visual.attnpool.positional_embedding"].shape == (50, 512)
        large.load_state_dict(state)
        assert torch.equal(large.visual.conv1.weight, small.visual.conv1.weight)

    def test_is_saved_in_half_precision(self, tmp_path: Path) -> None:
        net = network(224)
        save_half(net.state_dict(), tmp_path / "weights.safetensors")
        parameters = sum(tensor.numel() for tensor in net.state_dict().values())
        assert (tmp_path / "weights.safetensors").stat().st_size == pytest.approx(2 * parameters, rel=0.02)

    def test_the_shipped_config_is_what_the_embedder_promises(self) -> None:
        assert config()["embed_dim"] == 512
        assert config()["vision_cfg"]["image_size"] == 224


RUN = Run((Stage(32, 8, 4, 1e-3, half=False), Stage(64, 8, 1, 1e-3, half=True)), 7, Path(), checkpoint_every=2)


@pytest.fixture(scope="module")
def trained(drawn: Cache, words: Words, tmp_path_factory: pytest.TempPathFactory) -> State:
    return train(replace(RUN, checkpoints=tmp_path_factory.mktemp("whole")), drawn, words)


class TestTrain:
    def test_goes_on_where_it_was_broken_off(
        self,
        drawn: Cache,
        words: Words,
        trained: State,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        run = replace(RUN, checkpoints=tmp_path)
        steps = iter(range(3))

        def power_cut(*given: Any, **named: Any) -> tuple[float, float, float]:
            if next(steps, None) is None:
                raise KeyboardInterrupt
            return loop_step(*given, **named)

        loop_step = loop._step
        with monkeypatch.context() as patch:
            patch.setattr(loop, "_step", power_cut)
            with pytest.raises(KeyboardInterrupt):
                train(run, drawn, words)
        resumed = train(run, drawn, words)
        assert "goes on after step 2" in capsys.readouterr().out
        assert all(torch.allclose(resumed[name].float(), trained[name].float(), atol=1e-4) for name in trained)

    def test_leaves_unknown_words_at_zero_and_moves_known_ones(self, words: Words, trained: State) -> None:
        torch.manual_seed(RUN.seed)
        before, after = network(32).state_dict()[EMBEDDING], trained[EMBEDDING]
        said = words.known.nonzero().flatten()
        assert not after[~words.known].any()
        assert (before[said] != after[said]).any(dim=1).float().mean() > 0.5
