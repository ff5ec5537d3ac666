"""Templates compiled for one language: what is known before a page is drawn is not asked again.

A page is a thousand small pieces. Texts of ours are written into the compiled template in their
language, everything is called without Jinja's question whether it wants the template's context,
and what needs no escaping is left as it is.
"""

from collections.abc import Callable, Iterable, MutableMapping
from typing import Any

from jinja2 import Environment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Call, Const, Name, Node, Template, TemplateData
from jinja2.runtime import Macro, markup_join
from jinja2.utils import missing
from jinja2.visitor import NodeTransformer

from modelario.web.escaping import marked


class _Translator(NodeTransformer):
    """Puts texts of ours, where they take no values, into a template in its language."""

    def __init__(self, gettext: Callable[[str], str]) -> None:
        self._gettext = gettext

    def visit_Call(self, node: Call) -> Node:  # noqa: N802 – Jinja's name for it
        match node:
            case Call(node=Name(name="_" | "gettext"), args=[Const(value=text)], kwargs=[]):
                return TemplateData(self._gettext(text), lineno=node.lineno)
        return self.generic_visit(node)


class _Compiler(CodeGenerator):
    """Writes the Python of a template."""

    environment: "Templates"

    def visit_Template(self, node: Template, frame: Frame | None = None) -> None:  # noqa: N802
        translator = _Translator(self.environment.gettext)
        super().visit_Template(translator.visit(node), frame)
        # Names are looked up when a page is drawn: these take the place of Jinja's.
        self.writeline("from modelario.web.escaping import escaped as escape")
        self.writeline("from modelario.web.compiling import DirectMacro as Macro")
        self.writeline("from modelario.web.compiling import joined as markup_join")

    def blockvisit(self, nodes: Iterable[Node], frame: Frame) -> None:
        """Let a block hand on its text at once, not piece by piece through every template."""
        if frame.buffer is not None or not frame.block_frame:
            super().blockvisit(nodes, frame)
            return
        self.buffer(frame)
        super().blockvisit(nodes, frame)
        self.writeline(f"yield concat({frame.buffer})")

    def visit_Call(self, node: Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        if forward_caller or node.dyn_args is not None or node.dyn_kwargs is not None:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for each in (*node.args, *node.kwargs):
            self.visit(each, frame)
            self.write(", ")
        self.write(")")


class DirectMacro(Macro):
    """A macro of ours: it always writes markup, and takes what it is given without a detour."""

    def __call__(self, *given: Any, **named: Any) -> str:  # noqa: ANN401 – whatever a macro takes
        """Draw it; what is out of the ordinary is left to Jinja."""
        if self.caller or self.catch_kwargs or self.catch_varargs:
            return super().__call__(*given, **named)
        rest = [named.pop(name, missing) for name in self.arguments[len(given) :]]
        if named or len(given) > len(self.arguments):
            return super().__call__(*given, **named)
        return marked(self._func(*given, *rest))


def joined(parts: tuple[object, ...]) -> str:
    """Join what stands between ``~``; only what holds markup has to be escaped."""
    if all(type(part) is str for part in parts):
        return "".join(parts)  # type: ignore[arg-type]
    return markup_join(parts)


class Templates(Environment):
    """Jinja's environment for the templates of one language; no function there asks for more."""

    code_generator_class = _Compiler
    #: Translates a text that takes no values.
    gettext: Callable[[str], str]

    def make_globals(self, values: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Give a template its globals as one table: each page is drawn from a copy of it."""
        return {**self.globals, **(values or {})}
