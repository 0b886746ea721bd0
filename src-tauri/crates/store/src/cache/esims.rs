//! Writing eSIMs: whole lists, single answers, and what staff did.

use super::services;
use super::stored::{Found, Ours, Stored, Supplier};
use super::sync_state::{List, Listed, find_key, make_key, meanwhile, note_list, was_read};
use crate::column::millis;
use crate::record::{Assignment, Assignments, ProfileChange};
use crate::{Cache, Error};
use esim_desk_model::{Esim, EsimId, Timestamp, WalletId, desk_of_order};
use rusqlite::{Connection, named_params};
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, PoisonError, RwLock};

/// Rows of one transaction of a list. Between two of them a hand-over gets its turn.
const CHUNK: usize = 2_000;

/// What staff did since the program began. A list that was begun before must not undo it.
pub(super) type Overlay = Arc<RwLock<HashMap<(WalletId, EsimId), Assignment>>>;

impl Cache {
    /// Takes over a supplier's list: rows that changed are written, rows that are gone are deleted if no row was
    /// skipped. What was said of one eSIM after the list was begun stays: what was just bought is not in it. What
    /// staff did is taken from `assignments` and never from the list. Reading the services of a wallet before its
    /// eSIMs saves writing each row twice.
    ///
    /// Returns the profiles that changed on eSIMs bought or given here.
    ///
    /// # Errors
    /// Those of the file; rows written before it stay.
    pub async fn replace_esims(
        &self,
        wallet: &WalletId,
        esims: impl IntoIterator<Item = Esim, IntoIter: Send>,
        assignments: Assignments,
        listed: Listed,
    ) -> Result<Vec<ProfileChange>, Error> {
        let (mut rows, mut here) = (0, HashSet::new());
        let assignments = Arc::new(assignments);
        let mut changes = Vec::new();
        let mut rest = esims.into_iter();
        loop {
            let chunk: Vec<Esim> = rest.by_ref().take(CHUNK).collect();
            if chunk.is_empty() {
                break;
            }
            rows += chunk.len();
            here.extend(chunk.iter().map(|esim| esim.id.0.clone()));
            let (wallet, assignments, overlay) =
                (wallet.clone(), Arc::clone(&assignments), Arc::clone(&self.overlay));
            changes.extend(
                self.write(move |tx| {
                    let answer = Answer { at: listed.at, from: From::List { whole: listed.is_whole() } };
                    put_all(tx, &wallet, &chunk, answer, &|esim| {
                        assigned(&overlay, &wallet, esim, &assignments)
                    })
                })
                .await?,
            );
        }
        let wallet = wallet.clone();
        self.write(move |tx| {
            let key = make_key(tx, &wallet)?;
            if listed.is_whole() {
                delete_absent(tx, key, &here, listed.at)?;
            }
            note_list(tx, key, List::Esims, rows, listed)
        })
        .await?;
        self.settle().await?;
        Ok(changes)
    }

    /// Takes over the answer about one eSIM; returns its profile's change if it was bought or given here.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn put_esim(
        &self,
        wallet: &WalletId,
        esim: Esim,
        assignment: Assignment,
        at: Timestamp,
    ) -> Result<Option<ProfileChange>, Error> {
        let (wallet, overlay) = (wallet.clone(), Arc::clone(&self.overlay));
        let assignments = Assignments::from([(esim.id.clone(), assignment)]);
        self.write(move |tx| {
            let answer = Answer { at, from: From::Detail };
            let assigned = |esim: &EsimId| assigned(&overlay, &wallet, esim, &assignments);
            Ok(put_all(tx, &wallet, std::slice::from_ref(&esim), answer, &assigned)?.pop())
        })
        .await
    }

    /// Copies what the record knows of one eSIM onto its row, after a purchase or a hand-over was recorded.
    ///
    /// # Errors
    /// Those of the file; the next list repairs the row.
    pub async fn assign(
        &self,
        wallet: &WalletId,
        esim: &EsimId,
        assignment: Assignment,
        now: Timestamp,
    ) -> Result<(), Error> {
        let ours = Ours::from(&assignment);
        self.overlay
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert((wallet.clone(), esim.clone()), assignment);
        let (wallet, esim) = (wallet.clone(), esim.clone());
        self.write(move |tx| {
            let Some(key) = find_key(tx, &wallet)? else { return Ok(()) };
            change(tx, key, esim.as_str(), now, |row| {
                row.ours = ours;
                Ok(())
            })
        })
        .await
    }

    /// Lets time pass: marks what ends soon by now. To be called every few minutes.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn pass_time(&self, now: Timestamp) -> Result<(), Error> {
        self.write(move |tx| {
            tx.prepare_cached(
                "UPDATE esims INDEXED BY esims_all_ends SET ending_soon = 1 \
                 WHERE ends_at > :now AND ends_at <= :now + :soon AND ending_soon = 0 \
                     AND service IN ('active', 'waiting') AND profile NOT IN ('expired', 'removed')",
            )?
            .execute(named_params! { ":now": millis(now), ":soon": super::stored::SOON })?;
            tx.prepare_cached("UPDATE esims SET ending_soon = 0 WHERE ending_soon = 1 AND ends_at <= ?1")?
                .execute([millis(now)])?;
            Ok(())
        })
        .await
    }
}

/// Loads a row, changes it, and writes it if it became another one.
pub(super) fn change(
    tx: &Connection,
    wallet: i64,
    esim: &str,
    now: Timestamp,
    work: impl FnOnce(&mut Stored) -> Result<(), Error>,
) -> Result<(), Error> {
    let Some(Found { seen_at, row, .. }) = Stored::load(tx, wallet, esim)? else { return Ok(()) };
    let mut changed = row.clone();
    work(&mut changed)?;
    if changed != row {
        changed.save(tx, seen_at, now)?;
    }
    Ok(())
}

/// When and from where an eSIM's data came.
#[derive(Clone, Copy)]
struct Answer {
    at: Timestamp,
    from: From,
}

#[derive(Clone, Copy, PartialEq)]
enum From {
    List { whole: bool },
    Detail,
}

fn assigned(overlay: &Overlay, wallet: &WalletId, esim: &EsimId, known: &Assignments) -> Ours {
    let overlay = overlay.read().unwrap_or_else(PoisonError::into_inner);
    let newer = (!overlay.is_empty()).then(|| overlay.get(&(wallet.clone(), esim.clone()))).flatten();
    newer.or_else(|| known.get(esim)).map(Ours::from).unwrap_or_default()
}

fn put_all(
    tx: &Connection,
    wallet: &WalletId,
    esims: &[Esim],
    answer: Answer,
    assigned: &dyn Fn(&EsimId) -> Ours,
) -> Result<Vec<ProfileChange>, Error> {
    let key = make_key(tx, wallet)?;
    let appeared_at =
        (was_read(tx, key, List::Esims)? || answer.from == From::Detail).then_some(millis(answer.at));
    let mut changes = Vec::new();
    for esim in esims {
        let known = Stored::load(tx, key, esim.id.as_str())?;
        if let Some(known) = known.as_ref().filter(|known| is_newer(known, answer)) {
            let speaking = services::speaking(tx, key, esim.id.as_str())?;
            let row = Stored { speaking, ours: assigned(&esim.id), ..known.row.clone() };
            if row != known.row {
                row.save(tx, known.seen_at, answer.at)?;
            }
            continue;
        }
        let row = Stored {
            wallet: key,
            esim_id: esim.id.0.clone(),
            supplier: supplier(esim, known.as_ref(), answer.from),
            speaking: services::speaking(tx, key, esim.id.as_str())?,
            ours: assigned(&esim.id),
            appeared_at: known.as_ref().map_or(appeared_at, |known| known.row.appeared_at),
            detail_at: match answer.from {
                From::Detail => Some(millis(answer.at)),
                From::List { .. } => known.as_ref().and_then(|known| known.row.detail_at),
            },
        };
        if let Some(known) = &known {
            changes.extend(profile_change(&known.row, &row));
        }
        write(tx, esim, known, &row, answer)?;
    }
    Ok(changes)
}

/// Whether an eSIM was read on its own while a list was.
fn is_newer(known: &Found, answer: Answer) -> bool {
    match answer.from {
        From::List { .. } => meanwhile(answer.at).contains(&known.seen_at),
        From::Detail => false,
    }
}

fn write(
    tx: &Connection,
    esim: &Esim,
    known: Option<Found>,
    row: &Stored,
    answer: Answer,
) -> Result<(), Error> {
    let listed = known.as_ref().map(|known| known.row.supplier.listed);
    let id = match known {
        Some(known) if known.row == *row => {
            if answer.from == (From::List { whole: false }) && known.seen_at < millis(answer.at) {
                tx.prepare_cached("UPDATE esims SET seen_at = ?2 WHERE id = ?1")?
                    .execute((known.id, millis(answer.at)))?;
            }
            known.id
        }
        Some(_) | None => row.save(tx, millis(answer.at), answer.at)?,
    };
    if answer.from == From::Detail || listed != Some(row.supplier.listed) {
        write_answer(tx, id, esim, answer.from)?;
    }
    Ok(())
}

fn supplier(esim: &Esim, known: Option<&Found>, from: From) -> Supplier {
    let known = known.map(|known| &known.row.supplier);
    let code = esim.install.as_ref().map(|install| &install.code);
    Supplier {
        iccid: esim.iccid.as_ref().map(|iccid| iccid.as_str().to_owned()),
        msisdn: esim.msisdn.clone().or_else(|| known.and_then(|known| known.msisdn.clone())),
        profile: esim.profile,
        profile_word: esim.profile_word.clone(),
        // A list may leave out what the answer about one eSIM has; that is no reason to forget a code.
        matching_id: code
            .map(|code| code.matching_id().to_owned())
            .or_else(|| known.and_then(|known| known.matching_id.clone())),
        code_here: code.is_some() || known.is_some_and(|known| known.code_here),
        listed: match from {
            From::List { .. } => hash(esim),
            From::Detail => known.map_or(0, |known| known.listed),
        },
        noted_desk: match (&esim.note, from) {
            (Some(note), From::List { .. } | From::Detail) => desk_of_order(note).map(str::to_owned),
            // Nor is it one to forget whose number is on it.
            (None, From::List { .. }) => known.and_then(|known| known.noted_desk.clone()),
            (None, From::Detail) => None,
        },
        numbers: Some(esim.numbers.join(" "))
            .filter(|numbers| !numbers.is_empty())
            .or_else(|| known.and_then(|known| known.numbers.clone())),
    }
}

/// Tells whether a list says something else than before. Another Rust may hash otherwise: then rows are written
/// once more, nothing worse.
fn hash(esim: &Esim) -> i64 {
    let mut hasher = DefaultHasher::new();
    let install = esim.install.as_ref();
    install
        .map(|install| (install.code.as_received(), &install.confirmation_code, &install.pin, &install.puk))
        .hash(&mut hasher);
    (&esim.install_problem, &esim.raw).hash(&mut hasher);
    hasher.finish().cast_signed()
}

fn write_answer(tx: &Connection, id: i64, esim: &Esim, from: From) -> Result<(), Error> {
    let (listed, detail) = match from {
        From::List { .. } => (Some(&esim.raw), None),
        From::Detail => (None, Some(&esim.raw)),
    };
    let install = esim.install.as_ref();
    tx.prepare_cached(
        "INSERT INTO esim_answers (id, code, confirmation_code, pin, puk, install_problem, listed, detail) \
         VALUES (:id, :code, :confirmation, :pin, :puk, :problem, :listed, :detail) \
         ON CONFLICT (id) DO UPDATE SET code = coalesce(:code, code), \
             confirmation_code = iif(:code IS NULL, confirmation_code, :confirmation), \
             pin = coalesce(:pin, pin), puk = coalesce(:puk, puk), \
             install_problem = iif(:listed IS NULL OR :code IS NOT NULL, :problem, coalesce(:problem, install_problem)), \
             listed = coalesce(:listed, listed), detail = coalesce(:detail, detail)",
    )?
    .execute(named_params! {
        ":id": id,
        ":code": install.map(|install| install.code.as_received()),
        ":confirmation": install.and_then(|install| install.confirmation_code.as_deref()),
        ":pin": install.and_then(|install| install.pin.as_deref()),
        ":puk": install.and_then(|install| install.puk.as_deref()),
        ":problem": esim.install_problem,
        ":listed": listed,
        ":detail": detail,
    })?;
    Ok(())
}

fn profile_change(was: &Stored, is: &Stored) -> Option<ProfileChange> {
    let is_ours = is.ours.order_key.is_some() || is.ours.given_at.is_some();
    (is_ours && was.supplier.profile != is.supplier.profile).then(|| ProfileChange {
        esim_id: EsimId(is.esim_id.clone()),
        was: was.supplier.profile,
        became: is.supplier.profile,
    })
}

/// Deletes what a whole list lacks. The index answers which rows those are; only they are looked at.
fn delete_absent(
    tx: &Connection,
    wallet: i64,
    here: &HashSet<String>,
    began: Timestamp,
) -> Result<(), Error> {
    let mut query = tx.prepare_cached("SELECT id, esim_id FROM esims WHERE wallet = ?1")?;
    let mut rows = query.query([wallet])?;
    let mut gone: Vec<i64> = Vec::new();
    while let Some(row) = rows.next()? {
        if !here.contains(row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?) {
            gone.push(row.get(0)?);
        }
    }
    let (from, to) = meanwhile(began).into_inner();
    for id in gone {
        tx.prepare_cached("DELETE FROM esims WHERE id = ?1 AND seen_at NOT BETWEEN ?2 AND ?3")?
            .execute((id, from, to))?;
    }
    Ok(())
}
