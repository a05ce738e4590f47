"""``virtu completion``: the script by which a shell completes commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from virtu_desktop.cli.program import command
from virtu_desktop.i18n import N_

_NAME = "virtu"
_VARIABLE = "_VIRTU_COMPLETE"


@command(
    "completion",
    more=N_(
        'In bash: eval "$(virtu completion bash)" in ~/.bashrc; in zsh the same in ~/.zshrc; in'
        " fish: virtu completion fish > ~/.config/fish/completions/virtu.fish"
    ),
    uses_library=False,
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script."""
    made = get_completion_class(shell)
    assert made is not None
    # Only bash is asked for its version at this point, and any that runs today is new enough.
    script = made(ctx.find_root().command, {}, _NAME, _VARIABLE)
    click.echo(script.source_template % script.source_vars())
