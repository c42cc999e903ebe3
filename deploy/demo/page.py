"""One HTML page with the pictures in it: question, hits, percent. It opens without a server."""

from base64 import b64encode
from collections.abc import Callable, Iterable
from html import escape
from typing import Final

from deploy.demo.client import DuplicateGroup
from deploy.demo.questions import Answer

Picture = Callable[[str], bytes | None]

TIER_WORDS: Final = {
    "T0": "the same bytes",
    "T1": "the same pixels in other bytes",
    "T2": "re-encoded, resized, cropped or brightened",
    "T3": "turned or mirrored",
    "T4": "a variant",
}

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --good: #15803d; --quiet: #6b7280; }
@media (prefers-color-scheme: dark) { :root { --good: #4ade80; --quiet: #9ca3af; } }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 1200px; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.05rem; margin: 0; }
section { border-top: 1px solid var(--line); padding: 1rem 0; }
header p, .kind { color: var(--quiet); margin: .25rem 0; }
.row { display: flex; flex-wrap: wrap; gap: .6rem; margin-top: .6rem; align-items: flex-end; }
figure { margin: 0; width: 104px; } figcaption { font-size: .8rem; text-align: center; color: var(--quiet); }
img, .missing { width: 104px; height: 104px; object-fit: contain; background: #8881; border-radius: 6px;
  box-sizing: border-box; border: 2px solid transparent; display: block; }
.right img { border-color: var(--good); } .right figcaption { color: var(--good); font-weight: 600; }
.query { padding-right: .8rem; border-right: 1px solid var(--line); }
"""


def page(answers: Iterable[Answer], groups: Iterable[DuplicateGroup], summary: str, picture: Picture) -> str:
    """The page as text. `picture` gives the WebP bytes of an image id, None when there is no thumbnail yet."""
    sections = "\n".join(_section(answer, picture) for answer in answers)
    duplicates = "\n".join(_group(group, picture) for group in groups)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Semblance: what was found</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<header><h1>What was found</h1><p>{escape(summary)}</p>"
        "<p>The percentage is the cosine similarity to the question, which is high between pictures and low between "
        "words and pictures. A green frame: right by the truth file.</p></header>\n"
        f"<main>\n<h2>Near-duplicates</h2>\n{duplicates}\n<h2>Answers</h2>\n{sections}\n</main>\n</body>\n</html>\n"
    )


def _section(answer: Answer, picture: Picture) -> str:
    shown = "".join(_figure(hit.image_id, f"{hit.score:.0%}", answer, picture) for hit in answer.hits)
    asked = "" if answer.picture_id is None else _query_figure(answer.picture_id, picture)
    score = f"{answer.found} of {answer.possible} right" if answer.possible else "nothing to find"
    return (
        f'<section><h2>{escape(answer.title)}</h2><p class="kind">by {escape(answer.kind)}: {score}</p>'
        f'<div class="row">{asked}{shown}</div></section>'
    )


def _group(group: DuplicateGroup, picture: Picture) -> str:
    members = "".join(f"<figure>{_img(image_id, picture)}</figure>" for image_id in group.preview_urls)
    said = f"{TIER_WORDS[group.tier]}; worst pair {group.worst_similarity:.0%}"
    return f'<section><p class="kind">{group.tier}: {said}</p><div class="row">{members}</div></section>'


def _figure(image_id: str, caption: str, answer: Answer, picture: Picture) -> str:
    right = ' class="right"' if image_id in answer.right else ""
    return f"<figure{right}>{_img(image_id, picture)}<figcaption>{caption}</figcaption></figure>"


def _query_figure(image_id: str, picture: Picture) -> str:
    return f'<figure class="query">{_img(image_id, picture)}<figcaption>the question</figcaption></figure>'


def _img(image_id: str, picture: Picture) -> str:
    data = picture(image_id)
    if data is None:
        return '<span class="missing"></span>'
    return f'<img alt="image {escape(image_id)}" src="data:image/webp;base64,{b64encode(data).decode()}">'
