"""What one may say about a picture: several captions, from one word to a whole sentence, each with what it claims."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, singledispatch

import numpy as np

from embedder.training.drawing.recipes import Gradient, Pair, Plain, Recipe, Scene, Shapes, Textured
from embedder.training.drawing.vocabulary import COUNTS, GRADIENTS, LAYOUTS, SHAPES, STRIPES, SYNONYMS, TONED_TEXTURES


@dataclass(frozen=True, slots=True)
class Caption:
    """A text, and the facts a picture must have to fit it. Richer captions claim more."""

    text: str
    claims: frozenset[str]


Say = Callable[[str], str]  # a word or one of its synonyms


def captions(recipe: Recipe, rng: np.random.Generator) -> list[Caption]:
    """Every template filled in once with random synonyms; the last caption is the fullest."""
    return _captions(recipe, partial(_say, rng), rng)


def _say(rng: np.random.Generator, word: str) -> str:
    choices = SYNONYMS.get(word)
    if choices is None or rng.random() < 0.5:
        return word
    return choices[int(rng.integers(len(choices)))]


def _caption(text: str, *claims: str) -> Caption:
    return Caption(text, frozenset(claims))


def _a(words: str) -> str:
    return f"an {words}" if words[0] in "aeiou" else f"a {words}"


def _framed(rng: np.random.Generator, text: str) -> str:
    """Most people type the bare words; some put a frame round them."""
    frames = ("", "", "", "", "a picture of ", "a drawing of ", "an image with ")
    return frames[int(rng.integers(len(frames)))] + text


@singledispatch
def _captions(recipe: object, say: Say, rng: np.random.Generator) -> list[Caption]:
    raise TypeError(recipe)


@_captions.register
def _(recipe: Shapes, say: Say, rng: np.random.Generator) -> list[Caption]:
    shape, colour, count = recipe.shape, recipe.colour, COUNTS[recipe.count]
    coloured, counted = f"{colour} {shape}", f"{count} {shape}"
    one = recipe.count == 1
    noun = say(shape) if one else say(SHAPES[shape])
    tint = say(colour)
    on, on_claims = _ground_words(recipe.ground, say, rng)
    number = () if one else (counted,)
    many = _a(f"{tint} {noun}") if one else f"{count} {tint} {noun}"
    pose = f"{recipe.size} {shape}" if one else f"in {recipe.layout}"
    posed = _a(f"{say(recipe.size)} {tint} {noun}") if one else f"{many} {say(LAYOUTS[recipe.layout])}"
    return [
        _caption(tint, colour),
        _caption(noun, shape),
        _caption(f"{tint} {say(shape)}", coloured),
        _caption(f"{tint} {noun}", coloured),
        _caption(f"{count} {noun}", counted),
        _caption(_framed(rng, many), coloured, *number),
        _caption(_framed(rng, f"{count} {tint} {noun}"), coloured, counted),
        _caption(f"{noun} {on}", shape, *on_claims),
        _caption(_framed(rng, posed), coloured, pose, *number),
        _caption(_framed(rng, f"{many} {on}"), coloured, *on_claims, *number),
        _caption(f"{posed} {on}", coloured, counted, pose, *on_claims),
    ]


def _ground_words(ground: Plain | Textured, say: Say, rng: np.random.Generator) -> tuple[str, tuple[str, ...]]:
    if isinstance(ground, Plain):
        tint = say(ground.colour)
        words = (f"on {_a(tint)} background", f"on {tint}", f"with {_a(tint)} background")
        return words[int(rng.integers(len(words)))], (f"on {ground.colour}",)
    text, claims = _full_texture(ground, say)
    return f"on {text}", tuple(f"on {claim}" for claim in claims)


def _full_texture(recipe: Textured, say: Say) -> tuple[str, tuple[str, ...]]:
    name = say(recipe.texture)
    if recipe.texture in TONED_TEXTURES:
        return name, (recipe.texture,)
    claims = (f"{recipe.first} {recipe.texture}", f"{recipe.second} {recipe.texture}")
    return f"{say(recipe.first)} and {say(recipe.second)} {name}", claims


@_captions.register
def _(recipe: Pair, say: Say, rng: np.random.Generator) -> list[Caption]:
    order = (0, 1) if rng.random() < 0.5 else (1, 0)
    (first, second), (tint, other) = ([items[at] for at in order] for items in (recipe.shapes, recipe.colours))
    both = (f"{tint} {first}", f"{other} {second}")
    one, two = f"{say(tint)} {say(first)}", f"{say(other)} {say(second)}"
    on, on_claims = _ground_words(recipe.ground, say, rng)
    return [
        _caption(one, both[0]),
        _caption(_a(one), both[0]),
        _caption(f"{say(first)} and {say(second)}", first, second, "pair"),
        _caption(f"{_a(say(first))} and {_a(say(second))} {on}", first, second, "pair", *on_claims),
        _caption(f"{one} and {two}", *both),
        _caption(_framed(rng, f"{_a(one)} and {_a(two)}"), *both),
        _caption(f"{_a(one)} next to {_a(two)}", *both),
        _caption(f"{_a(one)} and {_a(two)} {on}", *both, *on_claims),
    ]


@_captions.register
def _(recipe: Textured, say: Say, rng: np.random.Generator) -> list[Caption]:
    name = say(recipe.texture)
    full, claims = _full_texture(recipe, say)
    said = [
        _caption(name, recipe.texture),
        _caption(f"{name} texture", recipe.texture),
        _caption(f"{name} pattern", recipe.texture),
        _caption(full, *claims),
        _caption(_framed(rng, full), *claims),
        _caption(f"{full} pattern", *claims),
        _caption(f"a texture of {full}", *claims),
    ]
    if recipe.texture in TONED_TEXTURES:
        return said
    tint = recipe.first if rng.random() < 0.5 else recipe.second
    said[:0] = _caption(say(tint), tint), _caption(f"{say(tint)} {name}", f"{tint} {recipe.texture}")
    if recipe.texture in STRIPES:
        both = f"{say(recipe.first)} and {say(recipe.second)} stripes"
        said[:0] = (
            _caption("stripes", "stripes"),
            _caption(f"{say(tint)} stripes", f"{tint} stripes"),
            _caption(both, f"{recipe.first} stripes", f"{recipe.second} stripes"),
        )
    return said


@_captions.register
def _(recipe: Gradient, say: Say, rng: np.random.Generator) -> list[Caption]:
    first, second = say(recipe.first), say(recipe.second)
    way = GRADIENTS[recipe.way]
    both = (f"{recipe.first} gradient", f"{recipe.second} gradient")
    ordered = f"{recipe.first} to {recipe.second}"
    radial = (_caption("radial gradient", "radial gradient"),) if recipe.way == "radial" else ()
    return [
        _caption("gradient", "gradient"),
        *radial,
        _caption(f"{first} gradient", both[0]),
        _caption(f"{second} gradient", both[1]),
        _caption(f"{first} and {second} gradient", *both),
        _caption(_framed(rng, f"a gradient of {second} and {first}"), *both),
        _caption(f"{first} to {second}", ordered),
        _caption(f"{first} fading into {second}", ordered),
        _caption(f"a gradient from {first} to {second} {way}", ordered, f"{recipe.way} gradient"),
    ]


@_captions.register
def _(recipe: Scene, say: Say, rng: np.random.Generator) -> list[Caption]:
    place, time = say(recipe.place), say(recipe.time)
    at = "at" if recipe.time != "day" else "by"
    said = [
        _caption(place, recipe.place),
        _caption(time, recipe.time),
        _caption("landscape", "landscape"),
        _caption(f"a photo of the {place}", recipe.place),
        _caption(f"{place} {at} {time}", recipe.place, recipe.time),
        _caption(_framed(rng, f"the {place} {at} {time}"), recipe.place, recipe.time),
    ]
    for thing in recipe.things:
        said.append(_caption(f"{place} with {_thing(thing, say)}", recipe.place, f"with {thing}"))
    if recipe.things:
        listed = " and ".join(_thing(thing, say) for thing in recipe.things)
        claims = (f"with {thing}" for thing in recipe.things)
        said.append(_caption(f"{place} {at} {time} with {listed}", recipe.place, recipe.time, *claims))
    return said


def _thing(thing: str, say: Say) -> str:
    if thing in ("clouds", "trees", "birds", "snow"):
        return thing
    return f"the {thing}" if thing in ("sun", "moon") else _a(say(thing))
