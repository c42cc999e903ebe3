"""Texts at their own length: what follows the end token of a causal tower changes nothing, and costs as much."""

from typing import Any, Final

import torch
from torch.func import functional_call
from torch.nn.functional import normalize

from embedder.backends.tokens import Tokenizer, padded
from embedder.torchvision_ops import declare_missing_operators

declare_missing_operators()

import open_clip  # noqa: E402  its import asks for torchvision's operators

_PROBES: Final = ("a", "a photo of a red circle", "two small dogs, one sleeping, on a striped sofa " * 4)
_SAME: Final = 0.99999


def encode_short(net: Any, tokens: torch.Tensor) -> torch.Tensor:
    """The text features (N, D) of an open_clip CLIP for tokens (N, length), computed for `length` positions only."""
    length = tokens.shape[1]
    shortened = {
        "positional_embedding": net.positional_embedding[:length],
        "attn_mask": net.attn_mask[:length, :length],
    }
    _, features, *_ = functional_call(net, shortened, kwargs={"text": tokens}, tie_weights=False)
    return torch.as_tensor(features)


@torch.inference_mode()
def may_shorten(net: Any, tokenizer: Tokenizer, device: torch.device) -> bool:
    """Whether cutting the padding off leaves this model's vectors as they are; tried, not assumed."""
    if not isinstance(net, open_clip.CLIP) or getattr(net, "attn_mask", None) is None:
        return False
    whole = torch.from_numpy(padded(tokenizer.tokens(_PROBES))).to(device)
    try:
        lengths = [int(row.nonzero().max()) + 1 for row in whole]
        short = [encode_short(net, row[None, :length]) for row, length in zip(whole, lengths, strict=True)]
    except (RuntimeError, IndexError, TypeError):
        return False
    cosines = (normalize(net.encode_text(whole), dim=-1) * normalize(torch.cat(short), dim=-1)).sum(dim=-1)
    return bool(cosines.min() > _SAME)
