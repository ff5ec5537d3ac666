"""What upstream still lists but broke outright stays as it was when it could last be read."""

from msgspec.structs import replace

from modelario.records import Reject, RejectKind
from modelario.upstream.document import RawDocument, Unreadable
from modelario.upstream.document_parts import metadata_path, offering_path, provider_path
from modelario.values import shown_path


def with_last_good(new: RawDocument, published: RawDocument) -> RawDocument:
    """The document with the published version of what it lists and cannot be read.

    With a provider that cannot be read all its offerings stay. What was never published is set
    aside as it is.
    """
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
