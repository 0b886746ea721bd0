//! What every supplier's client must do, asked through the port alone, over real HTTP.
//!
//! `rules` knows no supplier: it asks a client what it can do and holds it to that, with the supplier's own
//! books as judge; `rules_of_stock` are those of what is owned already. Each supplier brings a [`rules::World`] and one line per rule; `zim` is the first.
//! `zim_settings` is what staff may fill in for ZIM, as its server sees it; `telkor_account` is what only Telkor
//! has.

#[cfg(test)]
mod esim_go;
#[cfg(test)]
mod esim_go_turns;
#[cfg(test)]
mod esimfly;
#[cfg(test)]
mod esimfly_cases;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod rules_of_stock;
#[cfg(test)]
mod telkor;
#[cfg(test)]
mod telkor_account;
#[cfg(test)]
mod zim;
#[cfg(test)]
mod zim_settings;
