"""The command that shows how a model is called."""

from rich.text import Text

from modelario.cli.output import console, note, write
from modelario.cli.question import QUESTION, FailedError, Question, UsageError
from modelario.queries.start import EXAMPLE_COLUMNS, StartRequest
from modelario.queries.start import start as query
from modelario.wording import label, sentence


def start(
    model: str,
    *,
    provider: str | None = None,
    offering: str | None = None,
    language: str | None = None,
    question: Question = QUESTION,
) -> None:
    """Show how a model is called at a provider, ready to be run.

    Parameters
    ----------
    model
        Any spelling of a model's id, such as o4-mini or openai/o4-mini.
    provider
        Id of the provider; the recommended one where none is given.
    offering
        The provider's own id of the model, where it has several.
    language
        Only the example in this language, and nothing else: curl, python or typescript.
    question
        Formats: json for the whole record; jsonl, csv or md for the examples.
    """
    found = query(question.edition(), StartRequest(model, provider, offering))
    examples = [each for each in found.examples if language in (None, each.language)]
    if language is not None and found.examples and not examples:
        known = ", ".join(each.language for each in found.examples)
        raise UsageError(f"there is no example in {language!r}; there is in {known}")
    if not question.for_people:
        write(question.format, EXAMPLE_COLUMNS, examples, record=found)
        return
    if found.lacking is not None:
        raise FailedError(f"{found.id} at {found.provider}: {sentence(found.lacking)}")
    out = console()
    if language is None:
        where = found.base_url or label("unknown")
        out.print(Text(f"{found.name} at {found.provider_name}, as {found.offering_id}", "bold"))
        out.print(Text(f"Address {where}; key in {found.key}; package {found.package}"))
    for each in examples:
        if language is None:
            needs = f" ({each.install})" if each.install else ""
            out.print(Text(f"\n{label(f'language.{each.language}')}{needs}", "bold"))
        out.print(Text(each.code), soft_wrap=True)
    if language is None:
        elsewhere = len({each.provider for each in found.places} - {found.provider})
        note(f"At {elsewhere} other providers with --provider; data of {found.as_of}")
