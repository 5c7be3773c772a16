"""Django's store in Redis or Valkey, whose troubles are told as those of a folder are: an OSError (response_cache.py)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError


def _as_of_a_folder(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def told(*args: Any, **kwargs: Any) -> Any:
        try:
            return method(*args, **kwargs)
        except RedisError as problem:
            raise OSError(f"the shared store does not answer: {problem}") from problem

    return told


class RedisStore(RedisCache):
    """One database of the server each, which clear() empties."""

    add = _as_of_a_folder(RedisCache.add)
    get = _as_of_a_folder(RedisCache.get)
    set = _as_of_a_folder(RedisCache.set)
    incr = _as_of_a_folder(RedisCache.incr)
    delete = _as_of_a_folder(RedisCache.delete)
    get_many = _as_of_a_folder(RedisCache.get_many)
    clear = _as_of_a_folder(RedisCache.clear)
