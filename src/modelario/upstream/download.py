"""One conditional GET with bounds on time, size, redirects and tries."""

import contextlib
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import anyio
import httpx

from modelario.causes import cause
from modelario.upstream.answers import Download, DownloadError, Patience, Validators
from modelario.upstream.packed import MAX_PACKED_BYTES

#: Others would let a few bytes unfold out of our control.
_ENCODINGS = ("gzip", "identity", "")
_MAX_REDIRECTS = 5
#: So much is told of what the other side, or a library, says.
_WORDS = 120
_TRY_AGAIN = {429, 500, 502, 503, 504}
_OK, _NOT_MODIFIED = 200, 304
_HEADERS = {
    "Accept": "application/json",
    "Accept-Encoding": "gzip",
    "User-Agent": "modelario (+https://models.dev)",
}


class _PassingError(DownloadError):
    """A fault that may be gone a moment later."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


def download(
    address: str,
    validators: Validators | None,
    patience: Patience,
    most_bytes: int = MAX_PACKED_BYTES,
) -> Download:
    """GET ``address``; connection faults, 429 and 5xx are tried again with growing pauses.

    Raises :class:`DownloadError`, also for more than ``most_bytes``, still packed.
    """
    return anyio.run(_with_retries, address, validators, patience, most_bytes)


async def _with_retries(
    address: str, validators: Validators | None, patience: Patience, most_bytes: int
) -> Download:
    timeout = httpx.Timeout(patience.read, connect=patience.connect)
    last: DownloadError | None = None
    try:
        # Only a deadline from outside ends an answer whose every byte comes just in time.
        with anyio.fail_after(patience.total):
            async with httpx.AsyncClient(
                timeout=timeout,
                follow_redirects=True,
                max_redirects=_MAX_REDIRECTS,
                headers=_HEADERS,
            ) as client:
                for attempt in range(patience.tries):
                    try:
                        return await _once(client, address, validators, most_bytes)
                    except _PassingError as error:
                        last = error
                        if error.wait and error.wait > patience.total:
                            raise DownloadError(
                                f"{error} and asks to wait {error.wait:g} s"
                            ) from None
                        if attempt + 1 < patience.tries:
                            await anyio.sleep(error.wait or patience.backoff * 2**attempt)
    except TimeoutError:
        raise DownloadError(
            f"did not answer in full within {patience.total:g} s"
            + (f" (at first it {last})" if last else "")
        ) from None
    except (httpx.InvalidURL, UnicodeError) as error:
        raise DownloadError(f"is no valid address ({_plain(error)})") from None
    raise DownloadError(f"{last}, {patience.tries} times over")


async def _once(
    client: httpx.AsyncClient, address: str, validators: Validators | None, most_bytes: int
) -> Download:
    try:
        async with client.stream("GET", address, headers=_conditions(validators)) as response:
            _check(response, address, validators)
            modified = response.status_code != _NOT_MODIFIED
            body = await _body(response, most_bytes) if modified else b""
            return Download(
                body,
                response.headers.get("etag"),
                response.headers.get("last-modified"),
                not modified,
                _moment(response.headers.get("date", "")),
            )
    except httpx.TooManyRedirects:
        raise DownloadError(f"redirects more than {_MAX_REDIRECTS} times") from None
    except httpx.TimeoutException as error:
        doing = "connect" if isinstance(error, httpx.ConnectTimeout) else "answer"
        raise _PassingError(f"did not {doing} in time") from None
    except httpx.UnsupportedProtocol as error:
        raise DownloadError(f"leads to something other than http ({_plain(error)})") from None
    except httpx.TransportError as error:
        raise _PassingError(f"could not be read ({_plain(error)})") from None
    except httpx.HTTPError as error:
        raise DownloadError(f"could not be read ({_plain(error)})") from None


def _conditions(validators: Validators | None) -> dict[str, str]:
    if validators is None:
        return {}
    conditions = {
        "If-None-Match": validators.etag,
        "If-Modified-Since": validators.last_modified,
    }
    return {name: value for name, value in conditions.items() if value}


def _check(response: httpx.Response, address: str, validators: Validators | None) -> None:
    """Refuse every answer that is neither a body to read nor "not modified"."""
    status = response.status_code
    if address.startswith("https:") and response.url.scheme != "https":
        raise DownloadError("redirects away from https")
    if status == _NOT_MODIFIED:
        if not _conditions(validators):
            raise DownloadError("answered 304 Not Modified though nothing is known of it yet")
        return
    if status in _TRY_AGAIN:
        raise _PassingError(f"answered {_status(response)}", _wait(response))
    if status != _OK:
        raise DownloadError(f"answered {_status(response)}")
    if (encoding := response.headers.get("content-encoding", "").lower()) not in _ENCODINGS:
        raise DownloadError(f"answered in the encoding {encoding[:20]!r}, not gzip")


async def _body(response: httpx.Response, most_bytes: int) -> bytes:
    body = bytearray()
    async for part in response.aiter_raw(2**16):
        body += part
        if len(body) > most_bytes:
            raise DownloadError(f"sends more than {most_bytes // 2**20} MiB")
    return bytes(body)


def _moment(text: str) -> datetime | None:
    with contextlib.suppress(ValueError, OverflowError):
        told = parsedate_to_datetime(text)
        return told if told.tzinfo else told.replace(tzinfo=UTC)
    return None


def _wait(response: httpx.Response) -> float | None:
    """What ``Retry-After`` asks for, in seconds; the deadline bounds it."""
    text = response.headers.get("retry-after", "")
    return float(text) if text.isascii() and text.isdigit() and len(text) < 6 else None  # noqa: PLR2004


def _status(response: httpx.Response) -> str:
    return f"{response.status_code} {cause(response.reason_phrase)[:_WORDS]}".strip()


def _plain(error: Exception) -> str:
    """One line, since some libraries bring several."""
    lines = str(error).strip().splitlines()
    return cause(lines[0])[:_WORDS] if lines else type(error).__name__
