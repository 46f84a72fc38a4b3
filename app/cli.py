"""The command line: finds the command that is given, says plainly what went wrong."""

import gc
from pkgutil import resolve_name

import click

from app import __version__
from app.errors import AppError

_COMMANDS = {
    "check": "app.cli_record:check",
    "deliver": "app.cli_deliver:deliver",
    "export": "app.cli_export:export",
    "import": "app.cli_import:import_file",
    "keys": "app.cli_keys:keys",
    "load": "app.cli_record:load",
    "migrate": "app.cli_migrate:migrate_schema",
    "new-epoch": "app.cli_record:new_epoch",
    "redact": "app.cli_record:redact_fields",
    "serve": "app.cli_serve:serve",
    "sync": "app.cli_sync:sync",
}


class Commands(click.Group):
    """Commands whose module is imported once they are asked for: an export needs no server.

    As Click documents it under "Lazily Loading Subcommands".
    """

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Their names."""
        return [*_COMMANDS]

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, if there is one."""
        if cmd_name not in _COMMANDS:
            return None
        # What is imported stays: to look for cycles in it meanwhile is a fifth of a start.
        gc.disable()
        try:
            found: click.Command = resolve_name(_COMMANDS[cmd_name])
        finally:
            gc.enable()
        return found


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="pourparlers")
def commands() -> None:
    """A timeline of diplomacy. Settings come from POURPARLERS_… or a .env file."""


def main() -> None:
    """Runs a command; an error of ours is one sentence and exit code 1."""
    try:
        commands()
    except AppError as error:
        raise SystemExit(_sentence(error.detail)) from None
    except BrokenPipeError:
        raise SystemExit(1) from None
    except OSError as error:
        raise SystemExit(_sentence(str(error))) from None


def _sentence(text: str) -> str:
    # With it comes the database, which is not wanted before a command is.
    from app.terminal import printable  # noqa: PLC0415

    return f"pourparlers: {printable(text)}"
