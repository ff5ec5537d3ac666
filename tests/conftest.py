"""What holds for every test."""


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a test's case by the argument where its value's text would differ between processes.

    Two processes that share the tests have to agree on their names: a set has no order of its own,
    and packed bytes may carry the time.
    """
    return argname if isinstance(val, bytes | set | frozenset) else None
