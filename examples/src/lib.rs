//! Programs that show renown at work; see the `report` example.
