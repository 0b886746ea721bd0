//! Simulated wholesalers: stateful HTTP servers with a ledger and scripted faults.
