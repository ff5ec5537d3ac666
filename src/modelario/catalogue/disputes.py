"""Where witnesses contradict a price that we show: inconsistencies like those between offerings.

What misleads most comes first here, too: how far a witness's price is from the one shown, times
how many say so for themselves.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from modelario.catalogue.findings import SECOND_OPINION, factors, severity
from modelario.catalogue.opinions import by_price
from modelario.catalogue.voices import voices
from modelario.records import (
    Claim,
    Conditions,
    Finding,
    OfferingKey,
    Opinion,
    Reason,
    Serving,
    Severity,
    Stance,
    Testimony,
)

#: By how many times the larger price is the smaller.
SEVERITIES = ((2, Severity.HIGH), (1.1, Severity.MEDIUM), (0, Severity.LOW))


def disputes(
    servings: Iterable[Serving], opinions: Mapping[OfferingKey, tuple[Opinion, ...]]
) -> tuple[Finding, ...]:
    """List the prices of a model's offerings that witnesses contradict, in the offerings' order."""
    if not opinions:
        return ()
    return tuple(
        finding
        for serving in servings
        for (conditions, unit), said in by_price(opinions.get(serving.key, ())).items()
        for finding in _dispute(serving, conditions, unit, said)
    )


def _dispute(
    serving: Serving, conditions: Conditions, unit: str, said: Iterable[Opinion]
) -> Iterator[Finding]:
    theirs: dict[Decimal, list[Testimony]] = {}
    agreeing: list[Testimony] = []
    ours = None
    ratio = 1.0
    for each in said:
        if each.stance is Stance.DIFFERS:
            ours, ratio = each.ours, max(ratio, each.ratio)
            theirs.setdefault(each.theirs, []).append(each.testimony)
        elif each.stance is Stance.AGREES:
            agreeing.append(each.testimony)
    if ours is None:
        return
    claims = [
        Claim(
            price,
            (serving,),
            differs=True,
            distance=round(factors(price, ours), 3),
            testimonies=tuple(told),
        )
        for price, told in theirs.items()
    ]
    yield Finding(
        field=unit,
        rule=SECOND_OPINION,
        conditions=conditions,
        severity=severity(SEVERITIES, ratio),
        claims=(Claim(ours, (serving,), testimonies=tuple(agreeing)), *claims),
        shown=ours,
        reason=Reason("upstream_is_shown"),
        ratio=round(Decimal(str(ratio)), 2),
        misled=1,
        harm=round(sum(each.distance * voices(each.testimonies) for each in claims), 3),
    )
