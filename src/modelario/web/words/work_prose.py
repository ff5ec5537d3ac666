"""A workload in a line: what is asked for, how often, and how."""

from collections.abc import Iterator

from modelario.catalogue.workloads import Workload
from modelario.records import STANDARD
from modelario.web.words.i18n import N_, Language

#: Further tokens, and shares of the input in percent; as far as there are any.
_TOKENS = (
    ("input_tokens", N_("%(count)s tokens in")),
    ("output_tokens", N_("%(count)s out")),
    ("reasoning_tokens", N_("%(count)s of reasoning")),
)
_SHARES = (
    ("cached_share", N_("%(share)s cached")),
    ("cache_write_share", N_("%(share)s written to the cache")),
    ("cache_write_1h_share", N_("%(share)s written for an hour")),
)


def work_told(work: Workload, language: Language) -> str:
    """Tell a workload in a line."""
    return " · ".join(_told(work, language))


def _told(work: Workload, language: Language) -> Iterator[str]:
    yield language.ngettext(
        "%(count)s request a month", "%(count)s requests a month", work.requests
    ) % {"count": language.number(work.requests)}
    for field, text in _TOKENS:
        if count := getattr(work, field):
            yield language.gettext(text) % {"count": language.number(count)}
    for field, text in _SHARES:
        if share := getattr(work, field):
            yield language.gettext(text) % {"share": language.percent(share * 100)}
    if work.mode and work.mode != STANDARD:
        yield work.mode
    if work.region:
        yield work.region
    if work.at:
        yield language.moment(work.at)
