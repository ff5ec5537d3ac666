"""What ranks a list, and what its first models have in that."""

from decimal import Decimal

from modelario.catalogue.scores import WEIGHTS
from modelario.queries.columns import MONTH, Kind
from modelario.queries.lists import LeadingModel, ListPage, ListRow
from modelario.queries.models import MODEL_COLUMNS
from modelario.web.words.i18n import N_, Language
from modelario.wording import label

_KINDS = {column.key: column.kind for column in (*MODEL_COLUMNS, MONTH)}


#: What a ground is called where its column's name is too short for a sentence.
GROUNDS = {
    "providers": N_("the number of providers"),
    "release_date": N_("the day of release"),
    "context_window": N_("context window"),
    "monthly_cost": N_("the cost of your workload"),
    "blended_mtok": N_("blended price"),
    "cache_read_mtok": N_("the price of cached input"),
    "name": N_("name"),
    "ends": N_("the day of their end"),
}


def _called(column: str, language: Language) -> str:
    if column in GROUNDS:
        return language.gettext(GROUNDS[column])
    if column in WEIGHTS:
        name = label(f"score.{column}", language.words)
        return language.gettext("the score “%(name)s”") % {"name": name}
    return label(f"field.{column}", language.words)


def ground(record: ListRow | ListPage, language: Language) -> str:
    """Say what ranks a list, and how many share the best of it."""
    if not record.ranking:
        return ""
    names = [_called(column, language) for column in record.ranking]
    told = language.gettext("Ranked by %(column)s.") % {"column": names[0]}
    if names[1:]:
        told = language.gettext("Ranked by %(column)s, then %(next)s.") % {
            "column": names[0],
            "next": ", ".join(names[1:]),
        }
    if record.tied and record.tied > 1:
        told += " " + language.ngettext(
            "%(count)s shares the best.", "%(count)s share the best.", record.tied
        ) % {"count": language.number(record.tied)}
    return told


def worth(line: LeadingModel, row: ListRow, language: Language) -> str:
    """Write what a model has in the column that ranks its list, else its price."""
    value = line.value
    if value is None:
        return ""
    match _KINDS[row.ranking[0]]:
        case Kind.MTOK:
            return language.price(Decimal(value))
        case Kind.USD:
            return language.usd(Decimal(value))
        case Kind.TOKENS:
            return language.tokens(int(value))
        case _:
            return language.number(value)
