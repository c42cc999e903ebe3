"""A query as feedback names it: the one place that says when two queries are the same."""

import hashlib
import unicodedata
from dataclasses import dataclass
from typing import Final

from catalog.errors import QueryInvalid

MAX_WORDS: Final = 500
NO_QUERY: Final = ""


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked: words, or the content of a picture (its SHA-256, 64 hex digits); one of the two."""

    words: str | None = None
    sha256: str | None = None

    @property
    def key(self) -> str:
        """64 hex digits, the same for the same query.

        Words are the same whatever their case, their spaces and the Unicode form of their letters (NFKC, case folded).
        A picture is its bytes: asked for by an image's id or sent as a file, before and after it was uploaded anew.
        """
        if self.words is None:
            return _digest(f"picture\n{self.sha256}")
        # Folding can undo the normal form, so that form comes last (Unicode 16, 3.13.5).
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", self.words).casefold())
        return _digest(f"words\n{' '.join(folded.split())}")


def query_of_words(text: str) -> Query:
    """The query of these words, as they are embedded. Raises QueryInvalid unless they have 1 to MAX_WORDS letters."""
    words = " ".join(text.split())
    if not 1 <= len(words) <= MAX_WORDS:
        raise QueryInvalid(f"text_query has 1 to {MAX_WORDS} characters")
    return Query(words=words)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
