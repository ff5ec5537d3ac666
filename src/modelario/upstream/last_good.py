"""What upstream still lists but broke outright stays as it was when it could last be read."""

from msgspec.structs import replace

from modelario.records import OfferingId, OfferingKey, Reason, Reject, RejectKind
from modelario.upstream.document import RawDocument, Unreadable
from modelario.upstream.document_parts import metadata_path, offering_path, provider_path
from modelario.values import shown_path

_CLASHES = "id_clashes"


def with_last_good(new: RawDocument, published: RawDocument) -> RawDocument:
    """The document with the published version of what it lists and cannot be read.

    With a provider that cannot be read all its offerings stay. What was never published is set
    aside as it is; of ids that differ only by capitals that is the newcomer.
    """
    new = _spelt_as_known(new, published)
    lost = new.unreadable
    if lost == Unreadable():
        return new
    providers = {k: b for k, b in published.providers.items() if k in lost.providers}
    offerings = {
        key: body
        for key, body in published.offerings.items()
        if key.provider in lost.providers or key in lost.offerings
    }
    metadata = {k: b for k, b in published.metadata.items() if k in lost.metadata}
    kept = {
        *((RejectKind.PROVIDER, shown_path(provider_path(key))) for key in providers),
        *((RejectKind.OFFERING, shown_path(offering_path(key))) for key in offerings),
        *((RejectKind.METADATA, shown_path(metadata_path(key))) for key in metadata),
    }

    def told(reject: Reject) -> Reject:
        return replace(reject, kept=True) if (reject.kind, reject.path) in kept else reject

    return RawDocument(
        providers=dict(sorted({**new.providers, **providers}.items())),
        offerings=dict(sorted({**new.offerings, **offerings}.items())),
        metadata=dict(sorted({**new.metadata, **metadata}.items())),
        rejects=tuple(map(told, new.rejects)),
        more_rejects=new.more_rejects,
    )


def _spelt_as_known(new: RawDocument, published: RawDocument) -> RawDocument:
    """The document in which an offering that is listed twice goes by the id that is known.

    Whoever knows no other day lets the id in small letters stay, and sets the other one aside.
    """
    aside = {
        each.path: each
        for each in new.rejects
        if each.kind is RejectKind.OFFERING and each.reason.code == _CLASHES
    }
    if not aside:
        return new
    offerings, rejects = dict(new.offerings), list(new.rejects)
    for known in published.offerings.keys() - offerings.keys():
        reject = aside.get(shown_path(offering_path(known)))
        if reject is None:
            continue
        newcomer = OfferingKey(known.provider, OfferingId(reject.reason.values["id"]))
        if newcomer in offerings and newcomer not in published.offerings:
            offerings[known] = offerings.pop(newcomer)
            path = shown_path(offering_path(newcomer))
            told = replace(reject, path=path, reason=Reason(_CLASHES, id=known.offering_id))
            rejects[rejects.index(reject)] = told
    return new._replace(offerings=dict(sorted(offerings.items())), rejects=tuple(rejects))
