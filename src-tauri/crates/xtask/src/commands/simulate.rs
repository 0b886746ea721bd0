//! `simulate`: a simulated supplier on this machine, until Ctrl+C. The supplier itself is a program of the
//! simulators crate, so that xtask stays small.

use std::process::ExitCode;

use crate::failure::Result;
use crate::{process, project, say};

/// Builds and starts the simulator with the options as given; ZIM where no supplier is named.
pub fn command(arguments: &[String]) -> Result<ExitCode> {
    say::note(
        "To use it in eSIM Desk: Wallets, Connect a wallet, the supplier; as environment choose \"Own address\"",
    );
    say::note("and give it the server and everything else that appears here.");
    // Not in the repository's folder: a --folder is meant from where the person is.
    process::hand_over(
        process::cargo()
            .args([
                "run",
                "--quiet",
                "--package",
                "esim-desk-simulators",
                "--bin",
                "simulate",
                "--manifest-path",
            ])
            .arg(project::root().join("Cargo.toml"))
            .arg("--")
            .args(with_supplier(arguments)),
    )
}

fn with_supplier(arguments: &[String]) -> Vec<String> {
    let named = arguments.first().is_some_and(|first| !first.starts_with('-'));
    let supplier = (!named).then(|| "zim".to_owned());
    supplier.into_iter().chain(arguments.iter().cloned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_supplier_is_zim_where_none_is_named() {
        let with =
            |words: &[&str]| with_supplier(&words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>());
        assert_eq!(with(&[]), ["zim"]);
        assert_eq!(with(&["--port", "4010"]), ["zim", "--port", "4010"]);
        assert_eq!(with(&["zim", "--older"]), ["zim", "--older"]);
    }
}
