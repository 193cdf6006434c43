"""Options of every verb that may ask somebody's API: where it is, what it costs, and when to stop."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from scisynth.recipes.access import Spending

BaseUrlOption = Annotated[
    str | None, typer.Option("--base-url", help="OpenAI-compatible server of `api:` models; https, or this machine.")
]
KeyOption = Annotated[
    str | None,
    typer.Option("--api-key-env", help="Environment variable that holds the key; its value is never stored."),
]
PriceOption = Annotated[
    tuple[float, float] | None,
    typer.Option("--price", metavar="IN OUT", help="USD per million input and output tokens."),
]
ImagePriceOption = Annotated[
    float | None,
    typer.Option("--usd-per-image", min=0, help="For picture APIs that charge by the piece; adds to --price."),
]
MaxUsdOption = Annotated[float | None, typer.Option("--max-usd", min=0, help="Stop before more than this is spent.")]
MaxRequestsOption = Annotated[
    int | None, typer.Option("--max-requests", min=0, help="Stop before more requests than this are sent.")
]
MaxSecondsOption = Annotated[float | None, typer.Option("--max-seconds", min=0, help="Stop asking after this long.")]
RecordOption = Annotated[bool, typer.Option("--record", help="Ask everything anew, and keep the replies.")]
ReplayOption = Annotated[bool, typer.Option("--replay", help="Answer from kept replies alone; nothing is sent.")]


def access_of(
    base_url: str | None,
    key_env: str | None,
    price: tuple[float, float] | None,
    usd_per_image: float | None = None,
) -> dict[str, Any]:
    """Settings of `ApiAccess` that were given on the command line."""
    if price is None and usd_per_image is None:
        return {"base_url": base_url, "api_key_env": key_env}
    tokens_in, tokens_out = price or (0.0, 0.0)
    cost = {"usd_per_million_input": tokens_in, "usd_per_million_output": tokens_out}
    return {"base_url": base_url, "api_key_env": key_env, "price": {**cost, "usd_per_image": usd_per_image or 0.0}}


def spending_of(
    max_usd: float | None, max_requests: int | None, max_seconds: float | None, *, record: bool, replay: bool
) -> "Spending":
    """The budget and the use of kept replies."""
    from scisynth.clients.budget import Budget
    from scisynth.core.errors import ConfigError
    from scisynth.recipes.access import Spending

    if record and replay:
        raise ConfigError("expected --record or --replay, got both")
    budget = Budget(max_usd=max_usd, max_requests=max_requests, max_seconds=max_seconds)
    return Spending(budget=budget, mode="record" if record else "replay" if replay else "live")
