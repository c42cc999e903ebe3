"""Texts at their own length: what follows the end token of a causal tower changes nothing, and costs as much."""

from typing import Any, Final

import torch
from torch.nn.functional import normalize

from embedder.backends.tokens import Tokenizer, padded
from embedder.torchvision_ops import declare_missing_operators

declare_missing_operators()

import open_clip  # noqa: E402  its import asks for torchvision's operators
from open_clip.transformer import text_global_pool  # noqa: E402

_PROBES: Final = ("a", "a photo of a red circle", "two small dogs, one sleeping, on a striped sofa " * 4)
_SAME: Final = 0.99999


def encode_short(net: Any, tokens: torch.Tensor) -> torch.Tensor:
    """The text features (N, D) of an open_clip CLIP for tokens (N, length), computed for `length` positions only.

    The steps of open_clip.CLIP.encode_text, with the positions and the mask cut to the length. Changes nothing in the
    network, so that threads may call it side by side.
    """
    length = tokens.shape[1]
    steps = net.token_embedding(tokens) + net.positional_embedding[:length]
    steps = net.ln_final(net.transformer(steps, attn_mask=net.attn_mask[:length, :length]))
    pooled = text_global_pool(steps, tokens, net.text_pool_type, eos_token_id=getattr(net, "text_eos_id", None))
    if net.text_projection is None:
        return torch.as_tensor(pooled)
    if isinstance(net.text_projection, torch.nn.Module):
        return torch.as_tensor(net.text_projection(pooled))
    return torch.as_tensor(pooled @ net.text_projection)


@torch.inference_mode()
def may_shorten(net: Any, tokenizer: Tokenizer, device: torch.device) -> bool:
    """Whether cutting the padding off leaves this model's vectors as they are; tried, not assumed."""
    if not isinstance(net, open_clip.CLIP) or getattr(net, "attn_mask", None) is None:
        return False
    whole = torch.from_numpy(padded(tokenizer.tokens(_PROBES))).to(device)
    try:
        lengths = [int(row.nonzero().max()) + 1 for row in whole]
        short = [encode_short(net, row[None, :length]) for row, length in zip(whole, lengths, strict=True)]
    except (RuntimeError, IndexError, TypeError, AttributeError):
        return False
    cosines = (normalize(net.encode_text(whole), dim=-1) * normalize(torch.cat(short), dim=-1)).sum(dim=-1)
    return bool(cosines.min() > _SAME)
