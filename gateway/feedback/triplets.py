"""Triplets as lines of JSON, a page at a time."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import orjson

from catalog.feedback.model import Content, Triplet

JSONL: Final = "application/jsonl"


def triplets_jsonl(pages: Iterable[Sequence[Triplet]]) -> Iterator[bytes]:
    """A line for each: `anchor` is the query, `positive` and `negative` are images.

    `rank` and `score` are how the negative was shown.
    """
    for page in pages:
        yield b"".join(orjson.dumps(_line(one), option=orjson.OPT_APPEND_NEWLINE) for one in page)


def _line(one: Triplet) -> dict[str, Any]:
    anchor = {"text": one.query.words} if one.asked is None else _content(one.asked)
    negative = {**_content(one.negative), "rank": one.rank, "score": one.score}
    return {"query": one.query.key, "anchor": anchor, "positive": _content(one.positive), "negative": negative}


def _content(content: Content) -> dict[str, Any]:
    return {"image_id": content.image_id, "sha256": content.sha256, "key": content.key}
