"""What the oracles share: which cases Hypothesis chooses, and for how long.

The same ones in every run; `--hypothesis-profile=long` tries many more, and others each time. No case has a deadline,
for a machine may be busy.
"""

from hypothesis import settings

settings.register_profile("usual", deadline=None, derandomize=True)
settings.register_profile("long", deadline=None, max_examples=2_000)
settings.load_profile("usual")
