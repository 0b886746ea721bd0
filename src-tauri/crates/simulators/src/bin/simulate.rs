//! `simulate zim`: one simulated supplier on this computer until it is stopped, for trying the program by hand.
//!
//! What it prints is what a wallet needs to connect. The credentials are made for this run and open nothing
//! else. With `--folder` the ledger is there to be read, and the next run goes on from it.

use esim_desk_simulators::zim::{Generation, Options, Zim};
use std::process::ExitCode;
use std::str::FromStr;

const USAGE: &str = "\
usage: simulate zim [options]

  --port NUMBER        listen on this port of 127.0.0.1 (any free one)
  --folder PATH        keep the ledger in this folder (in memory only)
  --esims NUMBER       eSIMs the account begins with (200)
  --seed NUMBER        another catalogue and other eSIMs
  --older              the older generation of the API
  --no-order-list      the account's role may not list orders
  --wrap               single objects come in an array
  --body-credentials   the token endpoint takes credentials in the body only";

#[tokio::main]
async fn main() -> ExitCode {
    let options = match read(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(complaint) => {
            eprintln!("{complaint}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let zim = match Zim::start(options).await {
        Ok(zim) => zim,
        Err(error) => {
            let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}"));
            eprintln!("{error}{}", cause.unwrap_or_default());
            return ExitCode::FAILURE;
        }
    };
    let credentials = zim.credentials();
    println!("Simulated ZIM account. Stop it with Ctrl+C.");
    println!("Server: {}", zim.base_url());
    println!("Token address: {}", zim.token_url());
    println!("Client ID: {}", credentials.client_id);
    println!("Client secret: {}", credentials.client_secret);
    std::future::pending::<ExitCode>().await
}

fn read(mut words: impl Iterator<Item = String>) -> Result<Options, String> {
    match words.next().as_deref() {
        Some("zim") => {}
        Some(other) => return Err(format!("there is no simulator called {other}")),
        None => return Err("which supplier?".into()),
    }
    let mut options = Options::default();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--port" => options.port = Some(value(&word, words.next())?),
            "--folder" => options.folder = Some(value(&word, words.next())?),
            "--esims" => options.esims = value(&word, words.next())?,
            "--seed" => options.seed = value(&word, words.next())?,
            "--older" => options.generation = Generation::Seed,
            "--no-order-list" => options.order_list_allowed = false,
            "--wrap" => options.wrap_single_in_array = true,
            "--body-credentials" => options.basic_auth_allowed = false,
            other => return Err(format!("unknown option {other}")),
        }
    }
    Ok(options)
}

fn value<T: FromStr>(option: &str, word: Option<String>) -> Result<T, String> {
    let word = word.ok_or_else(|| format!("{option} needs a value"))?;
    word.parse().map_err(|_| format!("{option} cannot be {word}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(line: &str) -> Result<Options, String> {
        read(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn options_are_read() {
        let options = asked("zim --port 4010 --esims 3 --folder here --older --no-order-list").unwrap();
        assert_eq!((options.port, options.esims), (Some(4010), 3));
        assert_eq!(options.folder.as_deref(), Some(std::path::Path::new("here")));
        assert_eq!((options.generation, options.order_list_allowed), (Generation::Seed, false));
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for (line, word) in [
            ("", "which supplier"),
            ("other", "no simulator"),
            ("zim --port", "needs a value"),
            ("zim --port 70000", "cannot be 70000"),
            ("zim --colour red", "unknown option"),
        ] {
            let complaint = asked(line).err().unwrap();
            assert!(complaint.contains(word), "{complaint}");
        }
    }
}
