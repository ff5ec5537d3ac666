"""How an id reads at its provider: what remains once prefixes that only name a host are gone.

A prefix is dropped only when what remains still holds a family word, so that ``kimi-k2.6``
keeps its ``kimi`` although that is a namespace too. Spellings that leave something out (``k2p6``,
``deepseek.r1``) or leave out a point (``minimax-m25``) are completed only when the completed
name occurs elsewhere.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from modelario.identity.reading.curated import table
from modelario.identity.reading.exceptions import exceptions
from modelario.identity.reading.labs import (
    families,
    family_labs,
    first_parties,
    known_namespaces,
    load_labs,
)
from modelario.identity.reading.tokens import (
    ACTIVE,
    BEHIND,
    CONTEXT,
    EXPERTS,
    PIN,
    VERSION,
    WORD,
    Piece,
    Signature,
    signature,
    take_apart,
)
from modelario.records import LabId, ProviderId, Reason
from modelario.remembering import remembered

_DIGITS_OF_UNPOINTED = 2


class Reading(NamedTuple):
    """An id as read at its provider."""

    pieces: tuple[Piece, ...]
    #: The name as the id spells it, without namespaces and variants.
    spelling: str
    signature: Signature
    #: The namespace that may name who trained the model, as written but lower case.
    namespace: str | None
    #: The lab that the namespace, or else a family word, points to.
    lab: LabId | None
    variant: tuple[tuple[str, str], ...]
    steps: tuple[Reason, ...] = ()


@remembered(32768)
def read(provider: ProviderId, offering_id: str) -> Reading:
    """Read an id without knowing which others exist."""
    steps: list[Reason] = []
    curated = exceptions().get((provider, offering_id))
    if curated is not None:
        steps.append(Reason("curated", reads_as=curated.reads_as, why=curated.reason))
    parsed = take_apart(offering_id if curated is None else curated.reads_as)
    pieces, variant = parsed.pieces, dict(parsed.variant)
    namespaces = [name for name in parsed.namespaces if name not in _hosts()]
    served_by = [name for name in parsed.namespaces if name in _hosts()]
    for prefix in _prefixes(provider).get(pieces[0].value, ()):
        if (rest := _without_prefix(pieces, prefix)) and _has_family(rest):
            steps.append(Reason("prefix_dropped", prefix="-".join(prefix)))
            served_by.append("-".join(prefix))
            pieces = rest
    while (vendor := _vendor(pieces)) is not None:
        name, lab, pieces = vendor
        steps.append(Reason("vendor_dropped", prefix=name, lab=lab))
        if not namespaces:
            namespaces.append(name)
    if (host := _other_host(provider, served_by)) is not None:
        variant["host"] = host
    pieces = _without_host_suffix(pieces, variant, steps)
    namespace = _namespace(namespaces, provider)
    return Reading(
        pieces,
        _written(pieces),
        signature(pieces),
        namespace,
        _lab(namespace, pieces),
        tuple(variant.items()),
        tuple(steps),
    )


def _written(pieces: tuple[Piece, ...]) -> str:
    """Pieces written out, with a hyphen wherever something stood between them."""
    text = "".join([piece.before + piece.text for piece in pieces])
    return text[len(pieces[0].before) :] if pieces else text


def _namespace(namespaces: list[str], provider: ProviderId) -> str | None:
    """The innermost namespace that is a lab's, else the outermost that is not the provider."""
    for name in reversed(namespaces):
        if name in known_namespaces():
            return name
    return next((name for name in namespaces if name != provider), None)


def _lab(namespace: str | None, pieces: tuple[Piece, ...]) -> LabId | None:
    words = [piece.value for piece in pieces if piece.kind in (WORD, BEHIND)]
    named = None if namespace is None else known_namespaces().get(namespace)
    claimed = next((lab for word in words if (lab := claims().get(word))), None)
    if claimed is not None and (named is not None or namespace is None):
        return claimed
    if named is not None:
        return named
    found = next((lab for word in words if (lab := family_labs().get(word))), None)
    return found or (known_namespaces().get(words[0]) if words else None)


@cache
def derived_words() -> frozenset[str]:
    """Words that say that somebody else has changed a lab's model."""
    return frozenset(table("words")["derived"])


@cache
def claims() -> dict[str, LabId]:
    """Words that tell the lab, whatever other family words stand beside them."""
    return {word: LabId(lab) for word, lab in table("words")["claims"].items()}


@cache
def _hosts() -> frozenset[str]:
    return frozenset(table("words")["hosts"])


@cache
def _prefixes(provider: ProviderId) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Prefixes that name a host, by their first word: the table's, and the provider's own id."""
    written = {tuple(prefix.split("-")) for prefix in table("words")["prefixes"]}
    if provider not in known_namespaces() and provider not in first_parties():
        own = tuple(provider.removesuffix("-coding-plan").split("-"))
        written |= {own, own[:1]}
    return _by_first_word(sorted(written, key=lambda words: (-len(words), words)))


@cache
def _prefix_namespaces() -> Mapping[str, tuple[tuple[tuple[str, ...], LabId], ...]]:
    named = [
        (tuple(name.split("-")), lab.id)
        for lab in load_labs().values()
        for name in {lab.id, *lab.namespaces}
    ]
    by_word: dict[str, list[tuple[tuple[str, ...], LabId]]] = {}
    for entry in sorted(named, key=lambda entry: (-len(entry[0]), entry)):
        by_word.setdefault(entry[0][0], []).append(entry)
    return {word: tuple(entries) for word, entries in by_word.items()}


def _by_first_word(
    prefixes: Iterable[tuple[str, ...]],
) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    by_word: dict[str, list[tuple[str, ...]]] = {}
    for prefix in prefixes:
        by_word.setdefault(prefix[0], []).append(prefix)
    return {word: tuple(found) for word, found in by_word.items()}


def _without_prefix(pieces: tuple[Piece, ...], prefix: tuple[str, ...]) -> tuple[Piece, ...]:
    """What follows a prefix, or nothing where the prefix is not there or is all there is."""
    if tuple(piece.value for piece in pieces[: len(prefix)]) != prefix:
        return ()
    return pieces[len(prefix) :]


def _vendor(pieces: tuple[Piece, ...]) -> tuple[str, LabId, tuple[Piece, ...]] | None:
    """The lab's name in front of a model of its own, and what follows it."""
    for name, lab in _prefix_namespaces().get(pieces[0].value, ()):
        if (rest := _without_prefix(pieces, name)) and _has_family(rest, lab):
            return "-".join(name), lab, rest
    return None


def _other_host(provider: ProviderId, words: Iterable[str]) -> str | None:
    """The host that a path or a prefix names, where that is not the provider itself."""
    named = table("words")["served_by"]
    hosts = [named[word] for word in words if word in named]
    return next((host for host in hosts if not provider.startswith(host)), None)


def _has_family(pieces: tuple[Piece, ...], lab: LabId | None = None) -> bool:
    labs = family_labs()
    if lab is None:
        return any(piece.value in labs for piece in pieces)
    return any(labs.get(piece.value) == lab for piece in pieces)


def _without_host_suffix(
    pieces: tuple[Piece, ...], variant: dict[str, str], steps: list[Reason]
) -> tuple[Piece, ...]:
    """Take off a last word that names a host (``-maas``, ``-cs``)."""
    suffixes = table("words")["suffixes"]
    if len(pieces) > 1 and pieces[-1].kind == WORD and not pieces[-1].glued:
        host = suffixes.get(pieces[-1].value)
        if host is not None:
            variant["host"] = host
            steps.append(Reason("host_suffix", suffix=pieces[-1].value))
            return pieces[:-1]
    return pieces


# --- completing a spelling from what occurs elsewhere ---------------------------------


@cache
def optional_words() -> frozenset[str]:
    """Words that some rule may drop; they do not count when asking whether a name is known."""
    raw = table("rules")
    return frozenset(word for rule in raw["rules"] for word in rule.get("words", ()))


@remembered(65536)
def core(tokens: Signature) -> Signature:
    """The tokens that make the name: no pin, no serving words, no details of the size."""
    optional = optional_words()
    return frozenset(
        token
        for token in tokens
        if token[0] not in (PIN, ACTIVE, EXPERTS, CONTEXT) and token not in optional
    )


def completed(
    provider: ProviderId, reading: Reading, sellers: Callable[[Signature], int]
) -> Reading:
    """Complete a spelling by one that is much better known elsewhere, or leave it."""
    here = sellers(core(reading.signature))
    for tokens, reason in _completions(provider, reading):
        if sellers(core(tokens)) > 2 * here:
            return reading._replace(
                signature=tokens,
                lab=reading.lab or _lab_of(tokens),
                steps=(*reading.steps, reason),
            )
    return reading


def _lab_of(tokens: Signature) -> LabId | None:
    return next((lab for word in sorted(tokens) if (lab := family_labs().get(word))), None)


def _completions(provider: ProviderId, reading: Reading) -> Iterator[tuple[Signature, Reason]]:
    tokens = reading.signature
    for pointed in _pointed(tokens):
        yield pointed, Reason("point_supplied", version=_shown(pointed - tokens))
    lab = reading.lab or first_parties().get(provider)
    if lab is None:
        return
    words = families().get(lab, ())
    if not tokens.isdisjoint(words):
        words = words[:1]
    for word in words:
        if word not in tokens:
            yield tokens | {word}, Reason("family_supplied", word=word, lab=lab)
            for name in load_labs()[lab].namespaces:
                if name in tokens:
                    rest = (tokens - {name}) | {word}
                    yield rest, Reason("family_supplied", word=word, lab=lab)


def _pointed(tokens: Signature) -> Iterator[Signature]:
    """The same with the point that a version of two digits may lack: 52 for 5.2."""
    for token in sorted(tokens):
        digits = token[1:]
        if token[0] == VERSION and len(digits) == _DIGITS_OF_UNPOINTED and digits.isdigit():
            yield (tokens - {token}) | {f"{VERSION}{digits[0]}.{digits[1]}"}


def _shown(tokens: Signature) -> str:
    return " ".join(sorted(token.lstrip(VERSION) for token in tokens))
