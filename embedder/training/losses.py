"""What training minimises: captions find every picture they fit, and a picture's edited copy finds the picture."""

from typing import Final

import torch
from torch.nn.functional import cross_entropy

COPY_SCALE: Final = 15.0  # inverse temperature of the picture–picture term
COPY_WEIGHT: Final = 0.5


def caption_loss(images: torch.Tensor, texts: torch.Tensor, fits: torch.Tensor, scale: torch.Tensor) -> torch.Tensor:
    """CLIP's contrastive loss with several right answers (supervised contrastive loss, Khosla et al. 2020).

    `images` and `texts` are unit rows, (N, D); `fits[i, j]` says that caption j is true of picture i.
    """
    logits = scale * images @ texts.T
    shares = fits.float()
    by_image = cross_entropy(logits, shares / shares.sum(1, keepdim=True))
    by_text = cross_entropy(logits.T, shares.T / shares.T.sum(1, keepdim=True))
    return (by_image + by_text) / 2


def copy_loss(views: torch.Tensor) -> torch.Tensor:
    """Each view must find its twin (NT-Xent, Chen et al. 2020). Unit rows, (2B, D); the two halves are twins."""
    count = len(views)
    logits = COPY_SCALE * views @ views.T
    logits.fill_diagonal_(float("-inf"))
    twins = torch.arange(count).roll(count // 2)
    return cross_entropy(logits, twins)
