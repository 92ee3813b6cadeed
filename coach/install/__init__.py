"""``python3 -m coach.install``: from a fresh checkout and a bare Python to a first checked video.

Makes ``.venv`` beside the package, installs the project and its tools into it, fetches the pose model and checks the
sample clip. It runs before anything is installed, so it needs nothing but the standard library, and says what the
system lacks, all at once, before it starts on anything long. Running it again mends what was left half done and
repeats nothing that is in place.

It prints plain ASCII: a console may not know more.
"""
