"""open_clip's ViT-B-32 as transformers reads it: `infinity_model.py WEIGHTS VOCABULARY FOLDER`, in infinity's own home.

WEIGHTS is a safetensors file with open_clip's names; VOCABULARY is open_clip's `bpe_simple_vocab_16e6.txt.gz`.
"""

import gzip
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from safetensors.torch import load_file
from transformers import CLIPConfig, CLIPImageProcessor, CLIPModel, CLIPProcessor, CLIPTokenizer

_MERGES = 49152 - 256 - 2
_SAME = {
    "logit_scale": "logit_scale",
    "token_embedding.weight": "text_model.embeddings.token_embedding.weight",
    "positional_embedding": "text_model.embeddings.position_embedding.weight",
    "ln_final.weight": "text_model.final_layer_norm.weight",
    "ln_final.bias": "text_model.final_layer_norm.bias",
    "visual.conv1.weight": "vision_model.embeddings.patch_embedding.weight",
    "visual.class_embedding": "vision_model.embeddings.class_embedding",
    "visual.positional_embedding": "vision_model.embeddings.position_embedding.weight",
    "visual.ln_pre.weight": "vision_model.pre_layrnorm.weight",
    "visual.ln_pre.bias": "vision_model.pre_layrnorm.bias",
    "visual.ln_post.weight": "vision_model.post_layernorm.weight",
    "visual.ln_post.bias": "vision_model.post_layernorm.bias",
}
_TURNED = {"text_projection": "text_projection.weight", "visual.proj": "visual_projection.weight"}
_PARTS = {
    "ln_1": "layer_norm1",
    "ln_2": "layer_norm2",
    "attn.out_proj": "self_attn.out_proj",
    "mlp.c_fc": "mlp.fc1",
    "mlp.c_proj": "mlp.fc2",
}


def _block(tower: str, layer: str, part: str, value: Any) -> Iterator[tuple[str, Any]]:
    """One tensor of a transformer's layer; what attention asks, knows and tells lies in one tensor there."""
    at = f"{tower}_model.encoder.layers.{layer}"
    name, _, kind = part.replace("in_proj_", "in_proj.").rpartition(".")
    if name == "attn.in_proj":
        for letter, third in zip("qkv", value.chunk(3), strict=True):
            yield f"{at}.self_attn.{letter}_proj.{kind}", third.contiguous()
    else:
        yield f"{at}.{_PARTS[name]}.{kind}", value


def _renamed(weights: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in weights.items():
        if name in _SAME:
            yield _SAME[name], value
        elif name in _TURNED:
            yield _TURNED[name], value.T.contiguous()
        else:
            found = re.fullmatch(r"(visual\.)?transformer\.resblocks\.(\d+)\.(.+)", name)
            if found is None:
                raise SystemExit(f"no place for {name}")
            yield from _block("vision" if found[1] else "text", found[2], found[3], value)


def _model(weights: Path) -> CLIPModel:
    towers = {"hidden_act": "gelu"}
    model = CLIPModel(CLIPConfig(text_config=towers, vision_config=towers, projection_dim=512))
    model.load_state_dict(dict(_renamed(load_file(weights))))
    return model


def _tokenizer(vocabulary: Path, folder: Path) -> CLIPTokenizer:
    """The same words and merges, in the two files that transformers reads."""
    with gzip.open(vocabulary, "rt", encoding="utf-8") as lines:
        merges = lines.read().split("\n")[1 : _MERGES + 1]
    letters = list(_letters())
    words = [*letters, *(f"{one}</w>" for one in letters), *("".join(pair.split()) for pair in merges)]
    words += ["<|startoftext|>", "<|endoftext|>"]
    (folder / "vocab.json").write_text(json.dumps({word: at for at, word in enumerate(words)}))
    (folder / "merges.txt").write_text("\n".join(["#version: 0.2", *merges]))
    return CLIPTokenizer(str(folder / "vocab.json"), str(folder / "merges.txt"), model_max_length=77)


def _letters() -> Iterator[str]:
    """A printable letter for each byte, those that are letters of their own first."""
    own = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    yield from map(chr, own)
    yield from (chr(256 + at) for at in range(256 - len(own)))


def main() -> None:
    """Write config, weights, tokenizer and preprocessing into FOLDER."""
    weights, vocabulary, folder = (Path(given) for given in sys.argv[1:])
    folder.mkdir(parents=True, exist_ok=True)
    CLIPProcessor(CLIPImageProcessor(), _tokenizer(vocabulary, folder)).save_pretrained(folder)
    _model(weights).save_pretrained(folder)


if __name__ == "__main__":
    main()
