//! eSIM Go's calls, one function each. They answer bodies; what is in those is read by `wire` and `translate`.

use super::EsimGo;
use super::wire::NewOrder;
use crate::http::{Ask, Urgency};
use esim_desk_provider::{Error, Kind, Result};

/// `GET /organisation`, in the desk's words.
pub(super) const READ_ACCOUNT: &str = "read the account";
/// `GET /catalogue`.
pub(super) const LIST_PLANS: &str = "list plans";
/// `GET /catalogue/bundle/{name}`.
pub(super) const READ_PLAN: &str = "read a plan";
/// `GET /esims`.
pub(super) const LIST_ESIMS: &str = "list eSIMs";
/// `GET /esims/{iccid}`.
pub(super) const READ_ESIM: &str = "read an eSIM";
/// `GET /esims/{iccid}/bundles`.
pub(super) const LIST_SERVICES: &str = "list the plans on an eSIM";
/// `GET /esims/{iccid}/compatible/{bundle}`.
pub(super) const CHECK_FIT: &str = "ask whether a plan fits an eSIM";
/// `GET /esims/assignments`.
pub(super) const READ_INSTALL: &str = "read install data";
/// `GET /orders`.
pub(super) const LIST_ORDERS: &str = "list orders";
/// `GET /orders/{orderReference}`.
pub(super) const READ_ORDER: &str = "read an order";
/// `POST /orders` that only tries.
pub(super) const TRY_ORDER: &str = "ask what an order would cost";
/// `POST /orders` that spends.
pub(super) const BUY: &str = "buy";

const KEY_OR_ADDRESS: &str =
    "The API key was refused, or this computer's address is not on the account's IP list.";

impl EsimGo {
    pub(super) async fn get_account(&self) -> Result<Vec<u8>> {
        self.read(&Ask::get(READ_ACCOUNT, Urgency::Urgent, &["organisation"])).await
    }

    pub(super) async fn get_bundle(&self, name: &str) -> Result<Option<Vec<u8>>> {
        let path = ["catalogue", "bundle", name];
        match self.found(name, &Ask::get(READ_PLAN, Urgency::Urgent, &path)).await {
            // With what an unknown name is answered is not documented.
            Err(error) if error.kind == Kind::Refused => Ok(None),
            answer => answer,
        }
    }

    pub(super) async fn get_esim(&self, iccid: &str, urgency: Urgency) -> Result<Option<Vec<u8>>> {
        let ask = || Ask::get(READ_ESIM, urgency, &["esims", iccid]);
        match self.found(iccid, &ask().query("additionalFields", self.links_field)).await {
            // The links are only compared with the code; a server that does not know their name has the rest.
            Err(error) if error.kind == Kind::Refused => self.found(iccid, &ask()).await,
            answer => answer,
        }
    }

    /// Every assignment, those that are over too.
    pub(super) async fn get_bundles(&self, iccid: &str, urgency: Urgency) -> Result<Option<Vec<u8>>> {
        let ask = Ask::get(LIST_SERVICES, urgency, &["esims", iccid, "bundles"]);
        self.found(iccid, &ask.query("includeUsed", "true").query("limit", "200")).await
    }

    pub(super) async fn get_compatible(
        &self,
        iccid: &str,
        bundle: &str,
        urgency: Urgency,
    ) -> Result<Vec<u8>> {
        self.read(&Ask::get(CHECK_FIT, urgency, &["esims", iccid, "compatible", bundle])).await
    }

    pub(super) async fn get_assignments(&self, reference: &str) -> Result<Option<Vec<u8>>> {
        let ask = Ask::get(READ_INSTALL, Urgency::Urgent, &["esims", "assignments"]);
        self.found(reference, &ask.query("reference", reference)).await
    }

    pub(super) async fn get_order(&self, reference: &str) -> Result<Option<Vec<u8>>> {
        let ask = Ask::get(READ_ORDER, Urgency::Urgent, &["orders", reference]);
        match self.found(reference, &ask.query("includeIccids", "true")).await {
            // With what an unknown reference is answered is not documented, and a new one may be unknown yet.
            Err(error) if error.kind == Kind::Refused => Ok(None),
            answer => answer,
        }
    }

    /// Whether the order list is open to this key.
    pub(super) async fn get_one_order(&self) -> Result<Vec<u8>> {
        self.read(&Ask::get(LIST_ORDERS, Urgency::Urgent, &["orders"]).query("limit", "1")).await
    }

    /// Tries an order: the same checks, nothing bought.
    pub(super) async fn post_trial(&self, order: &NewOrder<'_>) -> Result<Vec<u8>> {
        let ask = Ask::get(TRY_ORDER, Urgency::Urgent, &["orders"]);
        self.read(&ask.json(body_of(order, TRY_ORDER)?).with_plain_text()).await
    }

    /// The only call that spends.
    pub(super) async fn post_order(&self, order: &NewOrder<'_>) -> Result<Vec<u8>> {
        let ask = Ask::get(BUY, Urgency::Urgent, &["orders"]).query("includeIccids", "true");
        self.once(&ask.json(body_of(order, BUY)?).with_plain_text()).await
    }

    /// Sends what changes something, once; a 403 is told apart as in [`EsimGo::read`].
    pub(super) async fn once(&self, ask: &Ask<'_>) -> Result<Vec<u8>> {
        match self.http.purchase(ask).await {
            Err(error) if error.kind == Kind::Forbidden => Err(self.which_refusal(error).await),
            answer => answer,
        }
    }

    /// Reads; a 403 that means the key or this computer's address is told from the others.
    pub(super) async fn read(&self, ask: &Ask<'_>) -> Result<Vec<u8>> {
        match self.http.read(ask).await {
            Err(error) if error.kind == Kind::Forbidden => Err(self.which_refusal(error).await),
            answer => answer,
        }
    }

    /// A single thing; `None` when there is no such in this account, which 403 says too. An id that cannot
    /// stand in a path names nothing.
    pub(super) async fn found(&self, id: &str, ask: &Ask<'_>) -> Result<Option<Vec<u8>>> {
        if matches!(id, "" | "." | "..") {
            return Ok(None);
        }
        match self.read(ask).await {
            Ok(body) => Ok(Some(body)),
            Err(error) if matches!(error.kind, Kind::NotFound | Kind::Forbidden) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// One status has four causes here: the key, this computer's address, empty stock, and an eSIM of
    /// somebody else. The account, which every good key may read, tells the first two from the rest.
    async fn which_refusal(&self, error: Error) -> Error {
        let probe = Ask::get(READ_ACCOUNT, Urgency::Urgent, &["organisation"]);
        match self.http.read(&probe).await {
            Err(refused) if matches!(refused.kind, Kind::Forbidden | Kind::Credentials) => {
                Error { kind: Kind::Credentials, text: Some(KEY_OR_ADDRESS.to_owned()), ..error }
            }
            Ok(_) | Err(_) => error,
        }
    }
}

/// Whether eSIM Go still works on this one thing: a 503 that says when to come back.
pub(super) fn is_in_the_making(error: &Error) -> bool {
    error.status == Some(503) && error.retry_after.is_some()
}

fn body_of(order: &NewOrder<'_>, operation: &'static str) -> Result<String> {
    serde_json::to_string(order).map_err(|_| Error::without_effect(Kind::Refused, operation))
}
