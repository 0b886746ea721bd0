//! `simulate SUPPLIER`: one simulated supplier on this computer until it is stopped, for trying the program by hand.
//!
//! What it prints is what a wallet needs to connect. The credentials are made for this run and open nothing
//! else. With `--folder` the ledger is there to be read, and the next run goes on from it.

use esim_desk_simulators::esim_go::{self, EsimGo};
use esim_desk_simulators::esimfly::{self, Account, EsimFly};
use esim_desk_simulators::practice;
use esim_desk_simulators::stage::Error;
use esim_desk_simulators::telkor::{self, Telkor};
use esim_desk_simulators::zim::{self, Generation, Zim};
use std::process::ExitCode;
use std::str::FromStr;
use std::time::Duration;

const USAGE: &str = "\
usage: simulate zim [options]
       simulate esim-go [options]
       simulate esimfly [options]
       simulate telkor [options]

  --port NUMBER        listen on this port of 127.0.0.1 (any free one)
  --folder PATH        keep the ledger in this folder (in memory only)
  --esims NUMBER       eSIMs the account begins with (telkor: --sims)
  --seed NUMBER        another catalogue and other eSIMs

zim
  --older              the older generation of the API
  --no-order-list      the account's role may not list orders
  --wrap               single objects come in an array
  --body-credentials   the token endpoint takes credentials in the body only

esim-go
  --documented         lists as in the schemas, without numbers of pages
  --nested-countries   countries with their networks in the catalogue too
  --older-words        the older names of fields
  --refunds            unused bundles can be given back
  --rate NUMBER        tokens in each second (10)

esimfly
  --account KIND       dollars, dinars, enterprise or self-service (dollars)
  --details SECONDS    how long an asynchronous package stays pending (5)
  --asynchronous       every package is asynchronous
  --older              the older fields, pages, pending orders and rate headers
  --no-limits          no limit of requests

telkor
  --sims NUMBER        SIMs the organisation owns, cards too (300)
  --pace SECONDS       how long a task works on each SIM (1)
  --bare-lists         lists come as rows alone, without numbers of pages
  --number-ids         ids are numbers
  --read-only          the credentials may not provision anything";

/// The supplier that was asked for.
#[derive(Debug)]
enum Asked {
    Zim(zim::Options),
    EsimGo(esim_go::Options),
    EsimFly(esimfly::Options),
    Telkor(Box<telkor::Options>),
}

#[tokio::main]
async fn main() -> ExitCode {
    let asked = match read(std::env::args().skip(1)) {
        Ok(asked) => asked,
        Err(complaint) => {
            eprintln!("{complaint}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match asked.start().await {
        Ok(account) => {
            println!("Simulated {} account. Stop it with Ctrl+C.", account.name);
            account.entries.iter().for_each(|entry| println!("{}: {}", entry.label, entry.value));
            std::future::pending::<ExitCode>().await
        }
        Err(error) => {
            let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}"));
            eprintln!("{error}{}", cause.unwrap_or_default());
            ExitCode::FAILURE
        }
    }
}

impl Asked {
    async fn start(self) -> Result<practice::Account, Error> {
        match self {
            Self::Zim(options) => Zim::start(options).await.map(practice::of_zim),
            Self::EsimGo(options) => EsimGo::start(options).await.map(practice::of_esim_go),
            Self::EsimFly(options) => EsimFly::start(options).await.map(practice::of_esimfly),
            Self::Telkor(options) => Telkor::start(*options).await.map(practice::of_telkor),
        }
    }
}

fn read(mut words: impl Iterator<Item = String>) -> Result<Asked, String> {
    match words.next().as_deref() {
        Some("zim") => read_zim(words).map(Asked::Zim),
        Some("esim-go") => read_esim_go(words).map(Asked::EsimGo),
        Some("esimfly") => read_esimfly(words).map(Asked::EsimFly),
        Some("telkor") => read_telkor(words).map(Box::new).map(Asked::Telkor),
        Some(other) => Err(format!("there is no simulator called {other}")),
        None => Err("which supplier?".into()),
    }
}

fn read_zim(mut words: impl Iterator<Item = String>) -> Result<zim::Options, String> {
    let mut options = zim::Options::default();
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

fn read_esim_go(mut words: impl Iterator<Item = String>) -> Result<esim_go::Options, String> {
    let mut options = esim_go::Options::default();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--port" => options.port = Some(value(&word, words.next())?),
            "--folder" => options.folder = Some(value(&word, words.next())?),
            "--esims" => options.esims = value(&word, words.next())?,
            "--seed" => options.seed = value(&word, words.next())?,
            "--documented" => options.envelopes = esim_go::Envelopes::Documented,
            "--nested-countries" => options.nested_countries = true,
            "--older-words" => options.older_words = true,
            "--refunds" => options.refunds = true,
            "--rate" => options.rate_limit = value(&word, words.next())?,
            other => return Err(format!("unknown option {other}")),
        }
    }
    Ok(options)
}

fn read_esimfly(mut words: impl Iterator<Item = String>) -> Result<esimfly::Options, String> {
    let mut options = esimfly::Options::default();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--port" => options.port = Some(value(&word, words.next())?),
            "--folder" => options.folder = Some(value(&word, words.next())?),
            "--esims" => options.esims = value(&word, words.next())?,
            "--seed" => options.seed = value(&word, words.next())?,
            "--account" => options.account = account(words.next())?,
            "--details" => options.provision_after = Duration::from_secs(value(&word, words.next())?),
            "--asynchronous" => options.all_asynchronous = true,
            "--older" => {
                options.newer_fields = false;
                options.page_count = esimfly::PageCount::Camel;
                options.pending = esimfly::PendingForm::Placeholder;
                options.reset = esimfly::ResetForm::UnixSeconds;
            }
            "--no-limits" => options.limits = esimfly::Limits::NONE,
            other => return Err(format!("unknown option {other}")),
        }
    }
    Ok(options)
}

fn account(word: Option<String>) -> Result<Account, String> {
    match word.as_deref() {
        Some("dollars") => Ok(Account::Dollars),
        Some("dinars") => Ok(Account::Dinars),
        Some("enterprise") => Ok(Account::Enterprise),
        Some("self-service") => Ok(Account::SelfService),
        Some(other) => Err(format!("--account cannot be {other}")),
        None => Err("--account needs a value".into()),
    }
}

fn read_telkor(mut words: impl Iterator<Item = String>) -> Result<telkor::Options, String> {
    let mut options = telkor::Options::default();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--port" => options.port = Some(value(&word, words.next())?),
            "--folder" => options.folder = Some(value(&word, words.next())?),
            "--sims" => options.sims = value(&word, words.next())?,
            "--seed" => options.seed = value(&word, words.next())?,
            "--pace" => options.item_after = Duration::from_secs(value(&word, words.next())?),
            "--bare-lists" => options.forms.list = telkor::ListForm::Bare,
            "--number-ids" => options.number_ids = true,
            "--read-only" => options.read_only = true,
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

    fn asked(line: &str) -> Result<Asked, String> {
        read(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn the_options_of_zim_are_read() {
        let line = "zim --port 4010 --esims 3 --folder here --older --no-order-list";
        let Ok(Asked::Zim(options)) = asked(line) else { panic!("{line}") };
        assert_eq!((options.port, options.esims), (Some(4010), 3));
        assert_eq!(options.folder.as_deref(), Some(std::path::Path::new("here")));
        assert_eq!((options.generation, options.order_list_allowed), (Generation::Seed, false));
    }

    #[test]
    fn the_options_of_esim_go_are_read() {
        let line = "esim-go --port 4011 --documented --nested-countries --older-words --refunds --rate 40";
        let Ok(Asked::EsimGo(options)) = asked(line) else { panic!("{line}") };
        assert_eq!((options.port, options.rate_limit), (Some(4011), 40));
        assert_eq!(options.envelopes, esim_go::Envelopes::Documented);
        assert!(options.nested_countries && options.older_words && options.refunds);
    }

    #[test]
    fn the_options_of_esimfly_are_read() {
        let line = "esimfly --port 4013 --account dinars --details 90 --asynchronous --older --no-limits";
        let Ok(Asked::EsimFly(options)) = asked(line) else { panic!("{line}") };
        assert_eq!((options.port, options.account), (Some(4013), Account::Dinars));
        assert_eq!(options.provision_after, Duration::from_secs(90));
        assert_eq!(options.limits, esimfly::Limits::NONE);
        assert_eq!(options.pending, esimfly::PendingForm::Placeholder);
        assert!(options.all_asynchronous && !options.newer_fields);
    }

    #[test]
    fn the_options_of_telkor_are_read() {
        let line = "telkor --port 4012 --sims 40 --pace 7 --bare-lists --number-ids --read-only";
        let Ok(Asked::Telkor(options)) = asked(line) else { panic!("{line}") };
        assert_eq!(
            (options.port, options.sims, options.item_after),
            (Some(4012), 40, Duration::from_secs(7))
        );
        assert_eq!(options.forms.list, telkor::ListForm::Bare);
        assert!(options.number_ids && options.read_only);
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for (line, word) in [
            ("", "which supplier"),
            ("other", "no simulator"),
            ("zim --port", "needs a value"),
            ("zim --port 70000", "cannot be 70000"),
            ("zim --colour red", "unknown option"),
            ("esim-go --older", "unknown option"),
            ("esimfly --account roubles", "cannot be roubles"),
        ] {
            let complaint = asked(line).err().unwrap();
            assert!(complaint.contains(word), "{complaint}");
        }
    }
}
