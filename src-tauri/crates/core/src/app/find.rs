//! The command palette's search, and what may be opened outside the window.

use super::{App, blocking};
use crate::api::{
    Code, EsimQuery, EsimSort, Failure, Find, Found, Nothing, Open, OpenWhat, OrderFilter, OrderQuery,
};
use crate::esims;
use std::sync::Arc;

/// Hits of each kind.
const MOST: u32 = 8;
/// Shorter texts find too much.
const SHORTEST: usize = 2;

/// eSIMs and orders by name, booking or number.
pub(crate) async fn find(app: &Arc<App>, request: Find) -> Result<Vec<Found>, Failure> {
    let text = request.text.trim().to_owned();
    if text.chars().count() < SHORTEST {
        return Ok(Vec::new());
    }
    let desk = app.desk();
    let query = EsimQuery {
        text: text.clone(),
        wallet_id: None,
        headline: None,
        not_given: false,
        ending_soon: false,
        code_missing: false,
        sort: EsimSort::Recent,
        descending: false,
        offset: 0,
        limit: MOST,
    };
    let esims = esims::find(&desk, query).await?.rows;
    let orders = OrderQuery { filter: OrderFilter::All, text, offset: 0, limit: MOST };
    let orders = desk.orders.page(orders).await?.rows;
    let mut found: Vec<Found> = esims.into_iter().map(found_esim).collect();
    found.extend(orders.into_iter().map(|order| Found::Order {
        title: format!("{} {}", order.number, order.traveller),
        subtitle: order.wallet_name,
        key: order.key,
    }));
    Ok(found)
}

fn found_esim(row: crate::api::EsimRow) -> Found {
    let number = row.iccid.as_ref().map(|iccid| format!("… {}", &iccid.as_str()[iccid.as_str().len() - 4..]));
    let known = [row.booking, number.clone(), Some(row.supplier)];
    Found::Esim {
        wallet_id: row.wallet_id,
        title: row.traveller.or(number).unwrap_or_else(|| row.esim_id.to_string()),
        subtitle: known.into_iter().flatten().collect::<Vec<_>>().join(", "),
        esim_id: row.esim_id,
    }
}

/// Opens one of two folders; nothing else can be named.
pub(crate) async fn open(app: &Arc<App>, request: Open) -> Result<Nothing, Failure> {
    let desktop = app.ports().desktop.clone();
    let folder = match request.what {
        OpenWhat::DataFolder => app.home.folder.clone(),
        OpenWhat::SavedFolder => desktop.downloads(),
    };
    let opened = blocking(move || desktop.open_folder(&folder)).await?;
    opened.map_err(|why| Failure::new(Code::NotFound).details(why))?;
    Ok(Nothing {})
}
