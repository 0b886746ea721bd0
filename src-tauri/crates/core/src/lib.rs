//! The use cases of the desk, and the one table of commands.
