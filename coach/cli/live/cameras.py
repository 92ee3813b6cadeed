"""``coach cameras``: what there is to be seen through."""

from __future__ import annotations

from rich.console import Console

from coach.capture.camera import cameras


def show() -> int:
    """List the cameras by the number and the name that ``--camera`` takes."""
    console = Console(highlight=False, markup=False, soft_wrap=True)
    found = cameras()
    if not found:
        console.print("no camera found; connect one, or give the address of a network camera with --camera")
    for number, name in found:
        console.print(f"{number}  {name}")
    return 0
