"""Templates compiled by us draw what Jinja's own would, and escape the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from modelario.web.addresses import Addresses
from modelario.web.assets import Assets
from modelario.web.escaping import escaped, put_into, put_into_text
from modelario.web.rendering import environment, markdown_environment
from modelario.web.words.i18n import languages

HOSTILE = """<b a="x" b='y'>&"""


@given(
    st.text() | st.text(alphabet="<>&'\"ab").map(Markup) | st.integers() | st.none() | st.floats()
)
def test_what_is_escaped_is_as_markupsafe_has_it(value):
    assert escaped(value) == escape(value)


@given(st.text(alphabet="<>&'\"a"), st.text(alphabet="<>&'\"b{}%"))
def test_values_are_escaped_in_what_they_are_put_into(plain, other):
    form, text = "<i>{}</i>{}", "<i>%(plain)s</i>%(other)s"
    expected = f"<i>{escape(plain)}</i>{escape(other)}"
    assert put_into(form, plain, other) == expected
    assert put_into_text(text, {"plain": plain, "other": other}, escaped) == expected


@pytest.fixture(scope="module")
def spanish():
    return environment(languages()["es"], Addresses(None), Assets())


DRAWN = [
    ("a text of ours", '{{ _("Models") }}', "Modelos"),
    ("the same within a choice", '{{ _("Models") if yes else _("Labs") }}', "Modelos"),
    (
        "the same in a call",
        '{% macro m(name) %}<b>{{ name }}</b>{% endmacro %}{{ m(_("Models")) }}',
        "<b>Modelos</b>",
    ),
    (
        "a text with a value",
        "{% trans name=hostile %}It ends on {{ name }}.{% endtrans %}".replace("name", "day"),
        f"Termina el {escape(HOSTILE)}.",
    ),
    ("a value", "{{ hostile }}", str(escape(HOSTILE))),
    ("an attribute, and an item", "{{ made.one }}{{ made['one'] }}", "11"),
    ("a function of ours", '{{ page_url("models", sort="-name") }}', "/es/models?sort=-name"),
    ("a method", "{{ made.get('one') }}", "1"),
    (
        "a block that is called",
        "{% macro m() %}<b>{{ caller() }}</b>{% endmacro %}{% call m() %}{{ yes }}{% endcall %}",
        "<b>True</b>",
    ),
]


@pytest.mark.parametrize(("source", "drawn"), [row[1:] for row in DRAWN], ids=[r[0] for r in DRAWN])
def test_what_is_compiled_draws(spanish, source, drawn):
    values = {"hostile": HOSTILE, "yes": True, "made": {"one": 1}}
    assert spanish.from_string(source).render(**values) == drawn


def test_what_is_put_into_markdown_is_escaped_for_it(spanish):
    markdown = markdown_environment(spanish, languages()["es"])
    source = "{% trans day=day %}It ends on {{ day }}.{% endtrans %}"
    assert markdown.from_string(source).render(day="*<b>*") == r"Termina el \*&lt;b&gt;\*."
    assert spanish.from_string(source).render(day="*<b>*") == "Termina el *&lt;b&gt;*."
