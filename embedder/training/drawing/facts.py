"""What is true of a picture, as short phrases; a picture fits a caption when all that it claims is among them."""

from functools import singledispatch

from embedder.training.drawing.recipes import Gradient, Pair, Plain, Recipe, Scene, Shapes, Textured
from embedder.training.drawing.vocabulary import COUNTS, STRIPES, TONED_TEXTURES

Attributes = dict[str, str | int | list[str]]


def facts(recipe: Recipe) -> frozenset[str]:
    """Every phrase a caption may claim about this picture, e.g. {"circle", "red circle", "three circle", "on blue"}."""
    return frozenset(_facts(recipe))


@singledispatch
def _facts(recipe: object) -> set[str]:
    raise TypeError(recipe)


@_facts.register
def _(recipe: Shapes) -> set[str]:
    said = {recipe.shape, recipe.colour, f"{recipe.colour} {recipe.shape}", f"{COUNTS[recipe.count]} {recipe.shape}"}
    said |= {f"in {recipe.layout}"} if recipe.layout else {f"{recipe.size} {recipe.shape}"}
    return said | _ground_facts(recipe.ground)


@_facts.register
def _(recipe: Pair) -> set[str]:
    said = {"pair", *recipe.shapes, *recipe.colours}
    said |= {f"{colour} {shape}" for colour, shape in zip(recipe.colours, recipe.shapes, strict=True)}
    return said | _ground_facts(recipe.ground)


@_facts.register
def _(recipe: Textured) -> set[str]:
    kinds = {recipe.texture} | ({"stripes"} if recipe.texture in STRIPES else set())
    if recipe.texture in TONED_TEXTURES:
        return kinds
    colours = {recipe.first, recipe.second}
    return kinds | colours | {f"{colour} {kind}" for colour in colours for kind in kinds}


@_facts.register
def _(recipe: Gradient) -> set[str]:
    colours = {recipe.first, recipe.second}
    said = {"gradient", f"{recipe.way} gradient", f"{recipe.first} to {recipe.second}"}
    return said | colours | {f"{colour} gradient" for colour in colours}


@_facts.register
def _(recipe: Scene) -> set[str]:
    shown = {"clouds"} & set(recipe.things)  # also a texture's name, and true of both
    return {"landscape", recipe.place, recipe.time, *(f"with {thing}" for thing in recipe.things)} | shown


def _ground_facts(ground: Plain | Textured) -> set[str]:
    if isinstance(ground, Plain):
        return {ground.colour, f"on {ground.colour}"}
    inside = _facts(ground)
    return inside | {f"on {fact}" for fact in inside}


@singledispatch
def attributes(recipe: object) -> Attributes:
    """The recipe as plain JSON values, for truth files and tables."""
    raise TypeError(recipe)


@attributes.register
def _(recipe: Shapes) -> Attributes:
    said: Attributes = {"kind": "shapes", "shape": recipe.shape, "colour": recipe.colour, "count": recipe.count}
    said |= {"layout": recipe.layout} if recipe.layout else {"size": recipe.size}
    return said | {f"ground_{key}": value for key, value in _ground(recipe.ground).items()}


@attributes.register
def _(recipe: Pair) -> Attributes:
    return {
        "kind": "pair",
        "shapes": list(recipe.shapes),
        "colours": list(recipe.colours),
        "ground_colour": recipe.ground.colour,
    }


@attributes.register
def _(recipe: Textured) -> Attributes:
    return {"kind": "texture", **_ground(recipe)}


@attributes.register
def _(recipe: Gradient) -> Attributes:
    return {"kind": "gradient", "way": recipe.way, "colours": [recipe.first, recipe.second]}


@attributes.register
def _(recipe: Scene) -> Attributes:
    return {"kind": "scene", "place": recipe.place, "time": recipe.time, "things": list(recipe.things)}


def _ground(ground: Plain | Textured) -> Attributes:
    if isinstance(ground, Plain):
        return {"colour": ground.colour}
    return {"texture": ground.texture, "colours": [ground.first, ground.second]}
