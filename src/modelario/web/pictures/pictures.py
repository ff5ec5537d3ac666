"""Which pages have a picture, and who draws it."""

from collections.abc import Callable, Mapping

from modelario.web.pages import Asked, View
from modelario.web.pictures.canvas import Canvas
from modelario.web.pictures.comparison_picture import comparison_picture
from modelario.web.pictures.model_picture import model_picture
from modelario.web.pictures.plot_picture import plot_picture

#: By the page's name: what it shows, and the address that the picture names.
PICTURES: Mapping[str, Callable[[Asked, View, str], Canvas]] = {
    "model": model_picture,
    "comparison": comparison_picture,
    "explore": plot_picture,
}
