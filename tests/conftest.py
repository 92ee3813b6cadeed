"""What every test shares."""

from hypothesis import settings

# How long an example takes says more about who else is using the computer than about the code.
settings.register_profile("coach", deadline=None)
settings.load_profile("coach")
