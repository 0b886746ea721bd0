//! Simulated wholesalers: stateful HTTP servers on loopback, each with a ledger of its own and scripted faults.
//!
//! They serve practice, tests and benches. Deliberately not in it: anything of the program. Each simulator is a
//! second, independent reading of a provider's documents and shares no type with the client it answers; what
//! the two shared could not be tested. There is no HTTP way to steer a simulator either, only its handle.
//!
//! Start reading at [`zim::Zim`] and [`practice`], which has all of them; to write another one, at [`stage::Supplier`].

pub mod esim_go;
pub mod esimfly;
pub mod practice;
pub mod stage;
pub mod telkor;
pub mod zim;
