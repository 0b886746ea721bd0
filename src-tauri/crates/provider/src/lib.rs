//! The port every wholesaler's client fills, and the errors it may answer.
