"""What search engines are told in schema.org's words (JSON-LD)."""

from collections.abc import Iterable
from typing import Any

from modelario.queries.model import ModelPage
from modelario.queries.price_tables import PriceSpan, believed_offerings, price_spans
from modelario.web.words.prose import CommonQuestion

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
        "sku": page.canonical,
        "category": "Large language model",
        "description": description,
        "url": address,
        "brand": {"@type": "Brand", "name": page.lab_name},
    }
    spans = price_spans(page)
    if spans:
        told["offers"] = {
            "@type": "AggregateOffer",
            "priceCurrency": "USD",
            # Of input tokens; what these are prices of stands in the specifications.
            "lowPrice": spans[0].low,
            "highPrice": spans[0].high,
            "offerCount": len(believed_offerings(page)),
            "priceSpecification": [_unit_price(span) for span in spans],
        }
    return told


_UNITS = {"input_mtok": "input tokens", "output_mtok": "output tokens"}


def _unit_price(span: PriceSpan) -> dict[str, Any]:
    return {
        "@type": "UnitPriceSpecification",
        "priceCurrency": "USD",
        "minPrice": span.low,
        "maxPrice": span.high,
        "referenceQuantity": {
            "@type": "QuantitativeValue",
            "value": 1_000_000,
            "unitText": _UNITS[span.field],
        },
    }


def faq(questions: Iterable[CommonQuestion]) -> dict[str, Any]:
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
