"""The cache of downloaded files, asked without asking the hub."""

from pathlib import Path

from huggingface_hub import try_to_load_from_cache

from embedder.settings import EmbedderSettings


def cache_folder(settings: EmbedderSettings) -> str | None:
    """Where downloads are kept; None for the hub's own default."""
    return str(settings.model_cache.expanduser()) if settings.model_cache else None


def cached_file(repository: str, *names: str, cache: str | None) -> Path | None:
    """The first of the names that was downloaded from the repository before, so that a restart needs no network."""
    for name in names:
        found = try_to_load_from_cache(repository, name, cache_dir=cache)
        if isinstance(found, str):
            return Path(found)
    return None
