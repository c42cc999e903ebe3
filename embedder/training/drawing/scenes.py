"""Landscapes with the grain of a photograph: sky, light, relief and water from fractal noise, small things on top."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from embedder.training.drawing.noise import fractal, ridge
from embedder.training.drawing.palette import RGB, blend
from embedder.training.drawing.recipes import Scene
from embedder.training.drawing.things import draw_things

# Zenith, horizon, light on the ground, and how much of its own colour the ground keeps.
LIGHT: Final[dict[str, tuple[RGB, RGB, RGB, float]]] = {
    "day": ((70, 130, 215), (190, 220, 245), (255, 255, 245), 1.0),
    "sunset": ((90, 60, 120), (250, 150, 70), (230, 120, 70), 0.55),
    "night": ((8, 10, 34), (30, 38, 82), (120, 135, 195), 0.42),
}
GROUND: Final[dict[str, tuple[RGB, RGB]]] = {
    "sea": ((20, 80, 130), (70, 150, 180)),
    "mountains": ((88, 84, 90), (150, 140, 130)),
    "hills": ((58, 120, 40), (150, 185, 80)),
    "forest": ((14, 50, 22), (50, 100, 44)),
    "desert": ((190, 140, 80), (240, 205, 140)),
    "city": ((70, 72, 80), (130, 128, 130)),
}


@dataclass(slots=True)
class View:
    """A picture under way: its pixels and what the parts of the scene need to know of each other."""

    scene: Scene
    rng: np.random.Generator
    pixels: np.ndarray  # (height, width, 3) float32
    horizon: int

    @property
    def size(self) -> tuple[int, int]:
        return int(self.pixels.shape[1]), int(self.pixels.shape[0])

    def lit(self, colours: tuple[RGB, RGB], share: np.ndarray) -> np.ndarray:
        """Ground colours as they look in the light of this time of day."""
        _, _, light, kept = LIGHT[self.scene.time]
        tint = (kept * 0.9 + 0.1) * (0.45 + 0.55 * np.asarray(light, np.float32) / 255.0)
        return blend(np.multiply(colours[0], tint), np.multiply(colours[1], tint), share)


def draw_scene(scene: Scene, rng: np.random.Generator, width: int, height: int) -> np.ndarray:
    """The landscape, (height, width, 3) float32 in 0..255."""
    horizon = round(height * rng.uniform(0.42, 0.6))
    view = View(scene, rng, np.zeros((height, width, 3), np.float32), horizon)
    _sky(view)
    _land(view)
    _small_things(view)
    grain = rng.standard_normal((height, width, 1), np.float32) * np.float32(rng.uniform(2.0, 5.0))
    finished: np.ndarray = view.pixels + grain
    return finished


def _sky(view: View) -> None:
    width, height = view.size
    zenith, low, _, _ = LIGHT[view.scene.time]
    down = np.clip(np.arange(height, dtype=np.float32) / max(view.horizon, 1), 0, 1)
    view.pixels[:] = blend(zenith, low, np.repeat((down**1.3)[:, None], width, 1))
    if "clouds" in view.scene.things:
        _cloud_cover(view)
    if view.scene.time == "night":
        _stars(view)
    if "sun" in view.scene.things:
        _disc(view, (255, 244, 200) if view.scene.time == "day" else (255, 190, 90), glow=3.2)
    if "moon" in view.scene.things:
        _disc(view, (235, 235, 220), glow=1.8)


def _cloud_cover(view: View) -> None:
    width, height = view.size
    cover = np.clip((fractal(view.rng, width, height, cells=3, octaves=5) - 0.42) * 3.2, 0, 1)[..., None]
    white = np.asarray((250, 250, 252) if view.scene.time == "day" else (255, 170, 130), np.float32)
    view.pixels[:] = view.pixels * (1 - 0.85 * cover) + white * 0.85 * cover


def _stars(view: View) -> None:
    width, height = view.size
    twinkling = view.rng.random((height, width)) < 0.0022
    view.pixels[twinkling] = 225.0


def _disc(view: View, colour: RGB, *, glow: float) -> None:
    width, height = view.size
    unit = min(width, height)
    radius = unit * view.rng.uniform(0.06, 0.1)
    centre_x = width * view.rng.uniform(0.2, 0.8)
    open_horizon = view.scene.place == "sea" and view.scene.time == "sunset"
    lowest = view.horizon - radius * view.rng.uniform(0.2, 1.0)
    centre_y = lowest if open_horizon else view.horizon * 0.16 + radius * view.rng.uniform(0.0, 0.8)
    y, x = np.ogrid[:height, :width]
    away = np.hypot(x - centre_x, y - centre_y).astype(np.float32)
    halo = np.exp(-np.maximum(away - radius, 0) / (radius * glow / 2))[..., None] * 0.6
    halo[away <= radius] = 1.0
    view.pixels[:] = view.pixels * (1 - halo) + np.asarray(colour, np.float32) * halo


def _land(view: View) -> None:
    {"sea": _sea, "mountains": _mountains, "hills": _rolling, "desert": _rolling, "forest": _forest, "city": _city}[
        view.scene.place
    ](view)


def _fill_below(view: View, line: np.ndarray, paint: np.ndarray) -> np.ndarray:
    """Paint everything under a skyline (a row per column); answers the mask."""
    below: np.ndarray = np.arange(view.size[1])[:, None] >= line[None, :]
    np.copyto(view.pixels, paint, where=below[..., None])
    return below


def _sea(view: View) -> None:
    width, height = view.size
    swell = fractal(view.rng, width, height, cells=6, octaves=3, flatness=6)
    near = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    share = np.clip(0.25 + 0.75 * swell * (0.4 + 0.6 * near), 0, 1)
    line = np.full(width, view.horizon)
    _fill_below(view, line, view.lit(GROUND["sea"], share))
    if "sun" in view.scene.things or "moon" in view.scene.things:
        below = slice(view.horizon, height)
        view.pixels[below] += (np.maximum(swell[below] - 0.62, 0) * 260)[..., None]


def _mountains(view: View) -> None:
    width, height = view.size
    rock = fractal(view.rng, width, height, cells=6, octaves=5)
    for layer, (top, depth) in enumerate(((0.26, 0.34), (0.46, 0.3))):
        peaks = view.horizon * top + (1 - ridge(view.rng, width, bumps=3.5, roughness=0.48)) * height * depth
        share = np.clip(rock * 0.9 + 0.25 * (1 - layer), 0, 1)
        below = _fill_below(view, peaks, view.lit(GROUND["mountains"], share))
        if "snow" in view.scene.things:
            depth_below = np.arange(height, dtype=np.float32)[:, None] - peaks[None, :].astype(np.float32)
            capped = below & (depth_below < height * (0.06 + 0.16 * rock)) & (peaks[None, :] < height * 0.48)
            view.pixels[capped] = view.lit(((225, 232, 245), (255, 255, 255)), rock)[capped]
    foot = np.full(width, height * 0.8) + ridge(view.rng, width, bumps=2) * height * 0.06
    _fill_below(view, foot, view.lit(((66, 84, 50), (120, 130, 80)), rock))


def _rolling(view: View) -> None:
    width, height = view.size
    desert = view.scene.place == "desert"
    grass = fractal(view.rng, width, height, cells=5 if desert else 10, octaves=5)
    for layer in range(3):
        crest = view.horizon + height * 0.14 * layer - ridge(view.rng, width, bumps=1.6, roughness=0.28) * height * 0.16
        fall = np.clip((np.arange(height)[:, None] - crest[None, :]) / (height * 0.3), 0, 1).astype(np.float32)
        share = np.clip(0.75 - 0.22 * layer - 0.4 * fall + 0.35 * grass, 0, 1)
        if desert:
            ripples = np.sin((fall * 60 + grass * 14).astype(np.float32))
            share = np.clip(share + 0.08 * ripples, 0, 1)
        _fill_below(view, crest, view.lit(GROUND[view.scene.place], share))


def _forest(view: View) -> None:
    width, height = view.size
    leaves = fractal(view.rng, width, height, cells=14, octaves=4)
    for layer in range(4):
        base = view.horizon * 0.7 + height * 0.13 * layer
        teeth = np.abs(((np.arange(width) / width * (16 - 3 * layer) + view.rng.random()) % 1.0) - 0.5) * 2
        crowns = base + (teeth * 0.11 + 0.07 * ridge(view.rng, width, bumps=7)) * height
        share = np.clip(leaves * (0.9 - 0.17 * layer) + 0.15, 0, 1)
        _fill_below(view, crowns, view.lit(GROUND["forest"], share))


def _city(view: View) -> None:
    width, height = view.size
    street = height * 0.86
    sheet = Image.fromarray(np.clip(view.pixels, 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(sheet)
    left = -width * 0.02
    while left < width:
        wide = width * view.rng.uniform(0.07, 0.16)
        top = street - height * view.rng.uniform(0.18, 0.52)
        _tower(view, pen, (left, top, left + wide, street))
        left += wide * view.rng.uniform(0.9, 1.15)
    pen.rectangle((0, street, width, height), fill=_ink(view, (58, 58, 62)))
    view.pixels[:] = np.asarray(sheet, np.float32)


def _tower(view: View, pen: ImageDraw.ImageDraw, box: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = box
    wall = tuple(int(tone + view.rng.integers(-35, 45)) for tone in (112, 108, 106))
    pen.rectangle(box, fill=_ink(view, (wall[0], wall[1], wall[2])))
    pitch = max(5.0, (right - left) / 4)
    lit = {"day": 0.0, "sunset": 0.35, "night": 0.55}[view.scene.time]
    dark = _ink(view, (62, 78, 96))
    for y in np.arange(top + pitch * 0.5, bottom - pitch * 0.6, pitch):
        for x in np.arange(left + pitch * 0.3, right - pitch * 0.5, pitch):
            pane = (250, 222, 140) if view.rng.random() < lit else dark
            pen.rectangle((x, y, x + pitch * 0.45, y + pitch * 0.5), fill=pane)


def _ink(view: View, colour: RGB) -> RGB:
    red, green, blue = view.lit((colour, colour), np.zeros((1, 1)))[0, 0]
    return int(red), int(green), int(blue)


def _small_things(view: View) -> None:
    sheet = Image.fromarray(np.clip(view.pixels, 0, 255).astype(np.uint8))
    draw_things(sheet, view.scene.things, view.horizon, view.rng, lambda colour: _ink(view, colour))
    view.pixels[:] = np.asarray(sheet, np.float32)
