"""The visible list of pages."""

from modelario.web.pages import Page
from modelario.web.plots.price_history import PLOT_PARAMETERS
from modelario.web.views.about import (
    INCONSISTENCY_PARAMETERS,
    inconsistencies,
    methodology,
    status,
)
from modelario.web.views.calculator import CALCULATOR_PARAMETERS, calculator
from modelario.web.views.catalogue import index, member
from modelario.web.views.changelog import CHANGELOG_PARAMETERS, changelog
from modelario.web.views.comparison import AT, MODEL, ONLY, PATHS, comparison, comparison_start
from modelario.web.views.explore import EXPLORE_PARAMETERS, explore
from modelario.web.views.history import history
from modelario.web.views.home import home
from modelario.web.views.model import MODEL_PAGE_PARAMETERS, SORT, model
from modelario.web.views.models import MODEL_PARAMETERS, models
from modelario.web.views.search import WANTED, search

#: The forms of a page that holds a table.
_TABLE = ("json", "csv", "md")

#: Every page, by its address after the language.
PAGES: tuple[Page, ...] = (
    Page("home", "", home, styles=("home", "changelog", "explore"), twins=_TABLE),
    Page("search", "search", search, styles=("home",), parameters=(WANTED,), twins=_TABLE),
    Page(
        "models",
        "models",
        models,
        styles=("form", "models"),
        scripts=("models",),
        parameters=MODEL_PARAMETERS,
        twins=_TABLE,
        markdown="models.md",
    ),
    Page(
        "model",
        "models/{lab}/{slug}",
        model,
        styles=("finding", "model", "history"),
        parameters=MODEL_PAGE_PARAMETERS,
        twins=_TABLE,
        markdown="model.md",
    ),
    Page(
        "history",
        "models/{lab}/{slug}/history",
        history,
        styles=("model", "history"),
        parameters=PLOT_PARAMETERS,
        twins=_TABLE,
    ),
    *(
        Page(kind, kind, index(kind), parameters=(SORT,), twins=_TABLE, template="index.html")
        for kind in ("providers", "labs", "families", "lists")
    ),
    *(
        Page(kind, f"{folder}/{{id}}", member(kind), parameters=(SORT,), twins=_TABLE)
        for kind, folder in (
            ("provider", "providers"),
            ("lab", "labs"),
            ("family", "families"),
            ("list", "lists"),
        )
    ),
    Page(
        "inconsistencies",
        "inconsistencies",
        inconsistencies,
        styles=("finding", "form"),
        parameters=INCONSISTENCY_PARAMETERS,
        twins=_TABLE,
    ),
    Page(
        "changelog",
        "changelog",
        changelog,
        styles=("finding", "form", "changelog"),
        parameters=CHANGELOG_PARAMETERS,
        twins=("atom", "feed.json", *_TABLE),
        markdown="changelog.md",
    ),
    Page("methodology", "methodology", methodology, twins=_TABLE),
    Page("status", "status", status, twins=_TABLE, kept=False),
    Page(
        "compare",
        "compare",
        comparison_start,
        styles=("form", "comparison"),
        parameters=(MODEL, AT),
        markdown="compare.md",
    ),
    Page(
        "comparison",
        PATHS[0],
        comparison,
        styles=("comparison",),
        scripts=("comparison",),
        parameters=(AT, ONLY),
        twins=("json", "csv", "md"),
        longer=PATHS[1:],
        markdown="comparison.md",
    ),
    Page(
        "calculator",
        "calculator",
        calculator,
        styles=("form", "models", "calculator"),
        scripts=("live",),
        parameters=CALCULATOR_PARAMETERS,
        twins=("json", "csv", "md"),
        markdown="calculator.md",
    ),
    Page(
        "explore",
        "explore",
        explore,
        styles=("form", "models", "explore"),
        scripts=("live", "explore"),
        parameters=EXPLORE_PARAMETERS,
        twins=("json", "csv", "md"),
        markdown="explore.md",
    ),
)
