"""English words for codes: the source of every translation.

The core speaks in codes; faces look them up here. Each English sentence is also the key
(msgid) under which its translation stands in ``web/locale``.
"""

from modelario.wording.english import (
    ENGLISH,
    Words,
    money,
    request_money,
    rounded_tokens,
    short_tokens,
)
from modelario.wording.labels import LABELS
from modelario.wording.phrasing import conditional, label, messages, sentence, variant_label
from modelario.wording.sentences import sentences

__all__ = [
    "ENGLISH",
    "LABELS",
    "Words",
    "conditional",
    "label",
    "messages",
    "money",
    "request_money",
    "rounded_tokens",
    "sentence",
    "sentences",
    "short_tokens",
    "variant_label",
]
