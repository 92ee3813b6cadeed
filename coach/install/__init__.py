"""``python3 -m coach.install``: sets up a fresh checkout with nothing but Python.

Creates ``.venv`` in the checkout, installs the project and its tools, downloads the pose model and checks the sample
clip. It needs only the standard library. All missing system packages are reported at once before any long step. Running
it again repairs an interrupted set-up and skips what is done.

It prints ASCII only, which every console can show.
"""
