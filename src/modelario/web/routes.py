"""The visible list of pages."""

from modelario.api.reference import ApiReference
from modelario.queries.changes import Changelog
from modelario.queries.choosing import CompareStart
from modelario.queries.compare import Comparison
from modelario.queries.cost import CostTable
from modelario.queries.explore import Explore
from modelario.queries.home import Home
from modelario.queries.inconsistencies import Inconsistencies
from modelario.queries.labs_and_families import FamilyPage, GroupIndex, LabPage
from modelario.queries.lifecycle import LifecycleTable
from modelario.queries.lists import ListIndex, ListPage
from modelario.queries.methodology import Methodology
from modelario.queries.model import ModelPage
from modelario.queries.models import ModelTable
from modelario.queries.pick import Picks
from modelario.queries.price_history import PriceHistory
from modelario.queries.providers import ProviderPage, Providers
from modelario.queries.search import Hits
from modelario.queries.start import Start
from modelario.queries.status import Status
from modelario.queries.two_days import AGAINST
from modelario.queries.typical_work import WorkChoice
from modelario.queries.upkeep import Upkeep
from modelario.web.pages import Page
from modelario.web.parameters import CALLED, WAY
from modelario.web.plots.price_history import PLOT_PARAMETERS
from modelario.web.views.about import (
    INCONSISTENCY_PARAMETERS,
    inconsistencies,
    methodology,
    status,
)
from modelario.web.views.api import api
from modelario.web.views.calculator import CALCULATOR_PARAMETERS, WORK_PARAMETERS, calculator
from modelario.web.views.catalogue import index, member
from modelario.web.views.changelog import CHANGELOG_PARAMETERS, changelog
from modelario.web.views.comparison import MODEL, ONLY, PATHS, comparison, comparison_start
from modelario.web.views.explore import EXPLORE_PARAMETERS, explore
from modelario.web.views.history import history
from modelario.web.views.home import home
from modelario.web.views.lifecycle import LIFECYCLE_PARAMETERS, lifecycle
from modelario.web.views.mine import MINE_PARAMETERS, mine
from modelario.web.views.mine import PATH as MINE_PATH
from modelario.web.views.model import MODEL_PAGE_PARAMETERS, SORT, model
from modelario.web.views.models import MODEL_PARAMETERS, models
from modelario.web.views.pick import PICK_PARAMETERS, pick_page
from modelario.web.views.search import SEARCH_PARAMETERS, search
from modelario.web.views.start import START_PARAMETERS, start_page
from modelario.web.views.upkeep import UPKEEP_PARAMETERS, upkeep_page
from modelario.web.views.workload import PATH as WORKLOAD_PATH
from modelario.web.views.workload import workload

#: The forms of a page that holds a table.
_TABLE = ("json", "csv", "md")

#: The forms of a page that is shared as a picture.
_PICTURE = ("png",)

#: Every page, by its address after the language.
PAGES: tuple[Page, ...] = (
    Page("home", "", home, Home, styles=("tick", "home", "changelog", "explore"), twins=_TABLE),
    Page(
        "search",
        "search",
        search,
        Hits,
        styles=("home",),
        parameters=SEARCH_PARAMETERS,
        twins=_TABLE,
    ),
    Page(
        "models",
        "models",
        models,
        ModelTable,
        styles=("tick", "form", "models"),
        scripts=("models",),
        parameters=MODEL_PARAMETERS,
        twins=_TABLE,
        markdown="models.md",
    ),
    Page(
        "model",
        "models/{lab}/{slug}",
        model,
        ModelPage,
        styles=("model",),
        parameters=MODEL_PAGE_PARAMETERS,
        twins=_TABLE,
        drawn=_PICTURE,
        markdown="model.md",
    ),
    Page(
        "history",
        "models/{lab}/{slug}/history",
        history,
        PriceHistory,
        styles=("model", "history"),
        parameters=PLOT_PARAMETERS,
        twins=_TABLE,
    ),
    Page(
        "start",
        "models/{lab}/{slug}/start",
        start_page,
        Start,
        styles=("api", "changelog"),
        parameters=START_PARAMETERS,
        twins=("json", "md"),
        markdown="start.md",
    ),
    Page(
        "mine",
        MINE_PATH,
        mine,
        Providers,
        styles=("listing", "mine"),
        scripts=("listing",),
        parameters=MINE_PARAMETERS,
        twins=_TABLE,
    ),
    Page(
        "workload",
        WORKLOAD_PATH,
        workload,
        WorkChoice,
        styles=("form", "calculator", "workload"),
        parameters=WORK_PARAMETERS,
        twins=_TABLE,
    ),
    *(
        Page(
            kind,
            kind,
            index(kind),
            record,
            styles=("listing",),
            scripts=("listing",),
            parameters=(SORT, CALLED),
            twins=_TABLE,
            template="index.html",
        )
        for kind, record in (
            ("providers", Providers),
            ("labs", GroupIndex),
            ("families", GroupIndex),
            ("lists", ListIndex),
        )
    ),
    *(
        Page(
            kind,
            f"{folder}/{{id}}",
            member(kind),
            record,
            styles=("tick", "listing"),
            scripts=("listing",),
            parameters=(SORT, CALLED),
            twins=_TABLE,
        )
        for kind, folder, record in (
            ("provider", "providers", ProviderPage),
            ("lab", "labs", LabPage),
            ("family", "families", FamilyPage),
            ("list", "lists", ListPage),
        )
    ),
    Page(
        "upkeep",
        "providers/{id}/upkeep",
        upkeep_page,
        Upkeep,
        styles=("finding", "form", "api"),
        parameters=UPKEEP_PARAMETERS,
        twins=_TABLE,
    ),
    Page(
        "inconsistencies",
        "inconsistencies",
        inconsistencies,
        Inconsistencies,
        styles=("finding", "form"),
        parameters=INCONSISTENCY_PARAMETERS,
        twins=_TABLE,
    ),
    Page(
        "changelog",
        "changelog",
        changelog,
        Changelog,
        styles=("finding", "form", "changelog"),
        parameters=CHANGELOG_PARAMETERS,
        twins=("atom", "feed.json", *_TABLE),
        markdown="changelog.md",
    ),
    Page(
        "lifecycle",
        "lifecycle",
        lifecycle,
        LifecycleTable,
        styles=("finding", "form", "changelog"),
        parameters=LIFECYCLE_PARAMETERS,
        twins=("ics", *_TABLE),
    ),
    Page("api", "api", api, ApiReference, styles=("api", "fold"), twins=_TABLE),
    Page("methodology", "methodology", methodology, Methodology, twins=_TABLE),
    Page("status", "status", status, Status, twins=_TABLE, kept=False),
    Page(
        "compare",
        "compare",
        comparison_start,
        CompareStart,
        styles=("form", "comparison"),
        parameters=(MODEL, AGAINST, *WAY),
        markdown="compare.md",
    ),
    Page(
        "comparison",
        PATHS[0],
        comparison,
        Comparison,
        styles=("comparison", "days"),
        scripts=("comparison",),
        parameters=(*WAY, ONLY, AGAINST),
        twins=("json", "csv", "md"),
        drawn=("png", "pdf"),
        longer=PATHS[1:],
        markdown="comparison.md",
    ),
    Page(
        "calculator",
        "calculator",
        calculator,
        CostTable,
        styles=("tick", "form", "models", "calculator", "days"),
        scripts=("live",),
        parameters=CALCULATOR_PARAMETERS,
        twins=("json", "csv", "md"),
        markdown="calculator.md",
    ),
    Page(
        "pick",
        "pick",
        pick_page,
        Picks,
        styles=("tick", "form", "models", "calculator", "pick"),
        scripts=("live",),
        parameters=PICK_PARAMETERS,
        twins=("json", "csv", "md"),
        markdown="pick.md",
    ),
    Page(
        "explore",
        "explore",
        explore,
        Explore,
        styles=("tick", "form", "models", "explore"),
        scripts=("live", "explore"),
        parameters=EXPLORE_PARAMETERS,
        twins=("json", "csv", "md"),
        drawn=_PICTURE,
        markdown="explore.md",
    ),
)
