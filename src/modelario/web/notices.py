"""What whoever reads an answer should know of the catalogue that it was made from.

Pages and Markdown say it in words. In whatever form an answer comes, a header says it too.
"""

from collections.abc import Sequence

from starlette.types import Message, Send

from modelario.records import Reason
from modelario.wording import sentence

#: The header: a code, and the sentence for people, of each trouble.
NOTICE = "catalogue-notice"


def noticed(troubles: Sequence[Reason], send: Send) -> Send:
    """Send answers with a header for the troubles of the catalogue, where it has any."""
    if not troubles:
        return send
    value = ", ".join(f'{each.code}; text="{sentence(each)}"' for each in troubles)
    header = (NOTICE.encode(), value.encode("ascii", "replace"))

    async def with_notice(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], header]
        await send(message)

    return with_notice
