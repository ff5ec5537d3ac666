"""The typed variant of what an id states."""

from collections.abc import Mapping

from modelario.records import Variant


def variant_of(fields: Mapping[str, str]) -> Variant | None:
    """The typed variant of some stated fields, or ``None`` where nothing is stated."""
    values = {name: value for name, value in fields.items() if value}
    if not values:
        return None
    return Variant(
        region=values.get("region"),
        quantisation=values.get("quantisation"),
        effort=values.get("effort"),
        speed=values.get("speed"),
        host=values.get("host"),
        tee="tee" in values,
        free="free" in values,
        web="web" in values,
    )
