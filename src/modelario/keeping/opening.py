"""Opening the store that the settings name."""

from modelario.causes import public_address
from modelario.history.journal import StoreError
from modelario.settings import Settings
from modelario.store.store import Store


def open_store(settings: Settings) -> Store:
    """Open the store, making it where there is none."""
    return Store.open(settings.database_url, settings.store_key)


def existing_store(settings: Settings) -> Store:
    """Open the store; raises ``StoreError`` where there is none."""
    if not Store.exists(settings.database_url):
        place = public_address(settings.database_url)
        raise StoreError(f"there is no store at {place}: 'modelario sync' makes one")
    return Store.open(settings.database_url, settings.store_key)


def try_store(settings: Settings) -> StoreError | None:
    """Open the store once, where there is one, and give what it refuses.

    Raises :class:`StoreError` for an address that can be none.
    """
    if not Store.exists(settings.database_url):
        return None
    try:
        with Store.open(settings.database_url) as store:
            store.head()
    except StoreError as error:
        return error
    return None
