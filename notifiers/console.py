"""The console: messages for people who look at this terminal, or read this pipe."""

from __future__ import annotations

import sys
from datetime import datetime

from rich import console as rich

from monitor.errors import SendError, UsageError
from monitor.observation import Delivery
from notifiers.channel import ChannelConfig
from notifiers.render.harmless import harmless
from notifiers.render.terminal import styled, terminal


class Console:
    """Prints the Chinese message: in colour on a terminal, with its plain marks elsewhere."""

    def __init__(self, to: str, config: ChannelConfig) -> None:
        check(to, config)
        self._stream = config.stream or sys.stdout

    def send(self, delivery: Delivery, at: datetime) -> str:
        """Print one message and an empty line. Raises SendError where nobody reads any more."""
        del at
        message = harmless(delivery.payload["message"]["zh"])
        try:
            if self._stream.isatty():
                shown = terminal(delivery.letter, "zh") if delivery.letter else styled(message)
                screen = rich.Console(file=self._stream, highlight=False, markup=False, emoji=False, soft_wrap=True)
                screen.print(shown, end="\n\n")
            else:
                self._stream.write(f"{message}\n\n")
            self._stream.flush()
        except (OSError, ValueError) as error:  # ValueError: a closed stream, or characters that it does not have
            raise SendError(f"console: cannot print: {error}") from error
        return "printed"

    def close(self) -> None:
        """The stream is not ours to close."""


def check(to: str, config: ChannelConfig) -> str | None:
    """Whether a target is the console. Raises UsageError for anything behind the colon."""
    del config
    if to != "console:":
        raise UsageError("the console has no address: write console:")
    return None


def preview(to: str, delivery: Delivery, at: datetime, config: ChannelConfig) -> str:
    """The Chinese message with its plain marks."""
    del to, at, config
    return harmless(delivery.payload["message"]["zh"])
