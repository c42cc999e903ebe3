"""The words of the drawn world: what a picture can show and how a caption may say it. VOCABULARY.md is for people."""

from typing import Final, NamedTuple


class Range(NamedTuple):
    low: float
    high: float


class Colour(NamedTuple):
    """A named region of HSV space, each axis in 0..1; hue wraps round."""

    hue: Range
    saturation: Range
    value: Range


COLOURS: Final[dict[str, Colour]] = {
    "red": Colour(Range(0.97, 1.015), Range(0.8, 1.0), Range(0.72, 0.95)),
    "orange": Colour(Range(0.065, 0.09), Range(0.85, 1.0), Range(0.92, 1.0)),
    "yellow": Colour(Range(0.145, 0.165), Range(0.7, 1.0), Range(0.92, 1.0)),
    "green": Colour(Range(0.30, 0.39), Range(0.6, 0.95), Range(0.45, 0.75)),
    "turquoise": Colour(Range(0.475, 0.51), Range(0.55, 0.9), Range(0.72, 0.92)),
    "blue": Colour(Range(0.585, 0.645), Range(0.72, 0.98), Range(0.6, 0.95)),
    "purple": Colour(Range(0.75, 0.80), Range(0.5, 0.85), Range(0.45, 0.75)),
    "pink": Colour(Range(0.91, 0.95), Range(0.3, 0.5), Range(0.95, 1.0)),
    "brown": Colour(Range(0.05, 0.085), Range(0.6, 0.8), Range(0.32, 0.48)),
    "black": Colour(Range(0.0, 1.0), Range(0.0, 0.3), Range(0.02, 0.10)),
    "white": Colour(Range(0.0, 1.0), Range(0.0, 0.04), Range(0.95, 1.0)),
    "grey": Colour(Range(0.0, 1.0), Range(0.0, 0.05), Range(0.45, 0.62)),
}

# Singular and plural.
SHAPES: Final[dict[str, str]] = {
    "circle": "circles",
    "ring": "rings",
    "square": "squares",
    "rectangle": "rectangles",
    "triangle": "triangles",
    "diamond": "diamonds",
    "hexagon": "hexagons",
    "star": "stars",
    "cross": "crosses",
    "heart": "hearts",
    "crescent": "crescents",
    "arrow": "arrows",
}

COUNTS: Final[dict[int, str]] = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 9: "nine"}

# How several shapes stand, and how a caption says it.
LAYOUTS: Final[dict[str, str]] = {
    "row": "in a row",
    "column": "in a column",
    "grid": "in a grid",
    "scattered": "scattered",
}
SIZES: Final = ("big", "small")

STRIPES: Final = ("horizontal stripes", "vertical stripes", "diagonal stripes")
TEXTURES: Final = (
    *STRIPES,
    "checks",
    "dots",
    "waves",
    "zigzag",
    "bricks",
    "lattice",
    "speckle",
    "wood",
    "marble",
    "clouds",
)
# These are drawn in their own tones; captions name no colours for them.
TONED_TEXTURES: Final = frozenset({"wood"})

GRADIENTS: Final[dict[str, str]] = {
    "left to right": "from left to right",
    "top to bottom": "from top to bottom",
    "diagonal": "across the diagonal",
    "radial": "from the middle outwards",
}

PLACES: Final = ("sea", "mountains", "hills", "forest", "desert", "city")
TIMES: Final = ("day", "sunset", "night")
THINGS: Final = ("sun", "moon", "clouds", "house", "trees", "boat", "snow", "birds")

# Other words a caption may use for the same thing. The first word of each entry is the one facts are written in.
SYNONYMS: Final[dict[str, tuple[str, ...]]] = {
    "grey": ("grey", "gray"),
    "turquoise": ("turquoise", "cyan", "teal"),
    "purple": ("purple", "violet"),
    "circle": ("circle", "disc"),
    "circles": ("circles", "discs"),
    "cross": ("cross", "plus sign"),
    "crosses": ("crosses", "plus signs"),
    "ring": ("ring", "hoop"),
    "rings": ("rings", "hoops"),
    "crescent": ("crescent", "moon shape"),
    "crescents": ("crescents", "moon shapes"),
    "big": ("big", "large"),
    "small": ("small", "tiny", "little"),
    "scattered": ("scattered", "scattered about"),
    "checks": ("checks", "checkerboard", "chessboard"),
    "dots": ("dots", "polka dots", "spots"),
    "bricks": ("bricks", "brick wall"),
    "lattice": ("lattice", "grid lines"),
    "speckle": ("speckle", "noise", "grain"),
    "wood": ("wood", "wooden planks", "wood grain"),
    "marble": ("marble", "veined stone"),
    "clouds": ("clouds", "smoke", "mist"),
    "zigzag": ("zigzag", "zigzags"),
    "sea": ("sea", "ocean"),
    "mountains": ("mountains", "mountain range"),
    "hills": ("hills", "meadow", "green fields"),
    "forest": ("forest", "woods"),
    "desert": ("desert", "sand dunes"),
    "city": ("city", "skyline", "town"),
    "sunset": ("sunset", "dusk", "evening"),
    "day": ("day", "daylight", "daytime"),
    "night": ("night", "dark night"),
    "boat": ("boat", "sailing boat", "sailboat"),
}
