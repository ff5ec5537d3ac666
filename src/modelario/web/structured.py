"""What search engines are told in schema.org's words (JSON-LD)."""

from collections.abc import Iterable
from typing import Any

from modelario.queries.model import ModelPage
from modelario.queries.prices import price_span
from modelario.web.prose import Question

_CONTEXT = {"@context": "https://schema.org"}


def breadcrumbs(steps: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Tell the way to a page as names and addresses, the page itself last."""
    return {
        **_CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": address}
            for place, (name, address) in enumerate(steps, start=1)
        ],
    }


def product(page: ModelPage, description: str, address: str) -> dict[str, Any]:
    """Describe a model; it is on offer only where a price is published."""
    told = {
        **_CONTEXT,
        "@type": "Product",
        "name": page.name,
        "sku": page.id,
        "category": "Large language model",
        "description": description,
        "url": address,
        "brand": {"@type": "Brand", "name": page.lab_name},
    }
    span = price_span(page)
    if span is not None:
        told["offers"] = {
            "@type": "AggregateOffer",
            "priceCurrency": "USD",
            "lowPrice": span.low,
            "highPrice": span.high,
            "offerCount": span.offers,
        }
    return told


def faq(questions: Iterable[Question]) -> dict[str, Any]:
    """Tell questions and their answers."""
    return {
        **_CONTEXT,
        "@type": "FAQPage",
        "mainEntity": [
            {
                "@type": "Question",
                "name": each.question,
                "acceptedAnswer": {"@type": "Answer", "text": each.answer},
            }
            for each in questions
        ],
    }
