//! The list of eSIMs and the detail of one. Rows come by page from the cache; the code is in neither.

use crate::api::{
    Code, EsimAct, EsimCounts, EsimDetail, EsimPage, EsimQuery, EsimRef, EsimRow, EsimSort, Failure,
    HandOverView, HistoryEntry, HistoryWhat, RawAnswer, ServiceView, Topic,
};
use crate::app::App;
use crate::desk::Desk;
use crate::{kit, network, sync};
use esim_desk_model::{EsimId, OrderKey, WalletId};
use esim_desk_store::cache::{self as store, EsimFilter, EsimFull, ServiceRow};
use std::collections::HashMap;
use std::sync::Arc;

/// Rows of one page at most.
const MOST_ROWS: u32 = 100;

/// One page of the list.
pub(crate) async fn page(app: &Arc<App>, query: EsimQuery) -> Result<EsimPage, Failure> {
    find(&app.desk(), query).await
}

/// The same for the palette.
pub(crate) async fn find(desk: &Desk, query: EsimQuery) -> Result<EsimPage, Failure> {
    let page = desk.cache.esims_page(filter(query)).await?;
    let suppliers = suppliers(desk).await?;
    Ok(EsimPage {
        rows: page.rows.into_iter().map(|row| shown(row, &suppliers)).collect(),
        total: page.total,
        capped: page.capped,
        counts: EsimCounts {
            all: page.counts.all,
            not_given: page.counts.not_given,
            ending_soon: page.counts.ending_soon,
            code_missing: page.counts.code_missing,
        },
    })
}

/// Everything about one eSIM but its code.
///
/// # Errors
/// `esim_not_found`.
pub(crate) async fn detail(app: &Arc<App>, request: EsimRef) -> Result<EsimDetail, Failure> {
    detail_of(&app.desk(), &request.wallet_id, &request.esim_id).await
}

/// Asks the supplier for one eSIM, the plans on it and their use, now.
///
/// # Errors
/// `esim_not_found`; those of the wallet and the supplier.
pub(crate) async fn refresh(app: &Arc<App>, request: EsimAct) -> Result<EsimDetail, Failure> {
    let desk = app.desk();
    let (wallet_id, esim_id) = (&request.wallet_id, &request.esim_id);
    let wallet = desk.wallets.wallet(wallet_id).await?;
    let provider = desk.wallets.provider(wallet_id).await?;
    let failed = |error| desk.wallets.failed(&wallet, &error);
    sync::read_one(&desk, &wallet, &*provider, esim_id).await?.map_err(failed)?;
    for service in desk.cache.services_of(wallet_id, esim_id).await? {
        let at = desk.now();
        if let Some(usage) = provider.esims().usage(&service.id).await.map_err(failed)? {
            desk.cache.put_usage(wallet_id, &service.id, usage, at).await?;
        }
    }
    desk.stale(Topic::Esims);
    detail_of(&desk, wallet_id, esim_id).await
}

/// Everything about one eSIM but its code.
pub(crate) async fn detail_of(desk: &Desk, wallet: &WalletId, esim: &EsimId) -> Result<EsimDetail, Failure> {
    let found = desk.cache.esim(wallet, esim).await?;
    let full = found.ok_or_else(|| Failure::new(Code::EsimNotFound))?;
    let services = desk.cache.services_of(wallet, esim).await?;
    let hand_overs = desk.record.hand_overs(wallet, esim).await?;
    let hand_overs: Vec<HandOverView> = hand_overs.iter().map(kit::of_row).collect();
    let order_key = full.row.order_key.clone().filter(|_| !full.row.unconfirmed);
    let history = history(desk, &full, &hand_overs, order_key.as_ref()).await?;
    let suppliers = suppliers(desk).await?;
    Ok(EsimDetail {
        can: network::can(desk, wallet, !services.is_empty()),
        network: desk.network.of(wallet, esim),
        raw: raw(&full, &services),
        row: shown(full.row, &suppliers),
        msisdn: full.msisdn,
        profile: full.profile,
        profile_word: full.profile_word,
        detail_at: full.detail_at,
        install_problem: full.install_problem,
        services: services.into_iter().map(service).collect(),
        hand_overs,
        history,
        order_key,
    })
}

/// The order that bought it and those that added data, hand-overs, and what changed at the supplier, newest first.
async fn history(
    desk: &Desk,
    esim: &EsimFull,
    hand_overs: &[HandOverView],
    order: Option<&OrderKey>,
) -> Result<Vec<HistoryEntry>, Failure> {
    let mut history: Vec<HistoryEntry> = Vec::new();
    let added = desk.record.orders_of_esim(&esim.row.wallet_id, &esim.row.esim_id).await?;
    let mut keys: Vec<OrderKey> = added.into_iter().map(|row| row.key).collect();
    keys.extend(order.filter(|bought| !keys.contains(bought)).cloned());
    for key in &keys {
        let detail = desk.orders.detail(key).await?;
        let number = detail.order.number;
        history.extend(detail.events.into_iter().map(|event| HistoryEntry {
            at: event.at,
            what: HistoryWhat::Order { key: key.clone(), number: number.clone(), event: event.event },
        }));
    }
    history.extend(hand_overs.iter().map(|hand_over| HistoryEntry {
        at: hand_over.at,
        what: HistoryWhat::HandOver { hand_over: hand_over.clone() },
    }));
    let events = desk.record.profile_events(&esim.row.wallet_id, &esim.row.esim_id).await?;
    history.extend(events.into_iter().map(|event| HistoryEntry {
        at: event.at,
        what: HistoryWhat::Profile { from: event.was, to: event.became },
    }));
    history.sort_by_key(|entry| std::cmp::Reverse(entry.at));
    Ok(history)
}

/// The supplier's answers as they came; its client masked the codes.
fn raw(esim: &EsimFull, services: &[ServiceRow]) -> Vec<RawAnswer> {
    let seen_at = esim.row.seen_at;
    let listed = esim.listed.as_deref().map(|json| ("eSIM, from the list", json, seen_at));
    let detail = esim.detail.as_deref().map(|json| ("eSIM", json, esim.detail_at.unwrap_or(seen_at)));
    let plans = services.iter().map(|service| ("Plan on this eSIM", service.raw.as_str(), service.seen_at));
    detail
        .into_iter()
        .chain(listed)
        .chain(plans)
        .map(|(title, json, at)| RawAnswer { title: title.to_owned(), json: indented(json), at })
        .collect()
}

/// Indents without changing a number: a 20-digit ICCID does not survive being read as one.
fn indented(json: &str) -> String {
    let mut text = String::with_capacity(json.len() * 2);
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for character in json.chars() {
        if in_string {
            text.push(character);
            in_string = escaped || character != '"';
            escaped = !escaped && character == '\\';
            continue;
        }
        match character {
            '"' => {
                in_string = true;
                text.push(character);
            }
            '{' | '[' => {
                depth += 1;
                text.push(character);
                new_line(&mut text, depth);
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                new_line(&mut text, depth);
                text.push(character);
            }
            ',' => {
                text.push(character);
                new_line(&mut text, depth);
            }
            ':' => text.push_str(": "),
            space if space.is_whitespace() => {}
            other => text.push(other),
        }
    }
    text
}

fn new_line(text: &mut String, depth: usize) {
    text.push('\n');
    text.extend(std::iter::repeat_n("  ", depth));
}

fn service(row: ServiceRow) -> ServiceView {
    ServiceView {
        id: row.id,
        plan: row.plan,
        status: row.status,
        status_word: row.status_word,
        left: row.left,
        used: row.used,
        allowance: row.allowance,
        measured_at: row.measured_at,
        ends_at: row.ends_at,
        seen_at: row.seen_at,
    }
}

/// How staff call each wallet's supplier.
async fn suppliers(desk: &Desk) -> Result<HashMap<WalletId, String>, Failure> {
    let wallets = desk.record.wallets().await?;
    let short = |provider: &str| desk.wallets.supplier(provider).to_owned();
    Ok(wallets.into_iter().map(|wallet| (wallet.id, short(&wallet.provider))).collect())
}

fn shown(row: store::EsimRow, suppliers: &HashMap<WalletId, String>) -> EsimRow {
    EsimRow {
        supplier: suppliers.get(&row.wallet_id).cloned().unwrap_or_default(),
        wallet_id: row.wallet_id,
        esim_id: row.esim_id,
        iccid: row.iccid,
        traveller: row.traveller,
        booking: row.booking,
        coverage: row.coverage,
        data: row.data,
        days: row.days,
        headline: row.headline,
        given_at: row.given_at,
        left: row.left,
        left_percent: row.left_percent,
        ends_at: row.ends_at,
        bought_at: row.bought_at,
        bought_elsewhere: row.bought_elsewhere,
        code_stored: row.code_stored,
        unconfirmed: row.unconfirmed,
        seen_at: row.seen_at,
    }
}

fn filter(query: EsimQuery) -> EsimFilter {
    EsimFilter {
        text: query.text,
        wallet_id: query.wallet_id,
        headline: query.headline,
        not_given: query.not_given,
        ending_soon: query.ending_soon,
        code_missing: query.code_missing,
        sort: match query.sort {
            EsimSort::Recent => store::EsimSort::Recent,
            EsimSort::Traveller => store::EsimSort::Traveller,
            EsimSort::Plan => store::EsimSort::Plan,
            EsimSort::Status => store::EsimSort::Status,
            EsimSort::Left => store::EsimSort::Left,
            EsimSort::Ends => store::EsimSort::Ends,
            EsimSort::Iccid => store::EsimSort::Iccid,
        },
        descending: query.descending,
        offset: query.offset,
        limit: query.limit.min(MOST_ROWS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indenting_changes_no_digit_and_no_text() {
        let json = r#"{"iccid":89480100000000123456,"name":"a \"b\": {c}, d","list":[1,2]}"#;
        assert_eq!(
            indented(json),
            "{\n  \"iccid\": 89480100000000123456,\n  \"name\": \"a \\\"b\\\": {c}, d\",\n  \"list\": [\n    1,\n    2\n  ]\n}"
        );
    }
}
