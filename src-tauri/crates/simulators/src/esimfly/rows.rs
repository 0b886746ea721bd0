//! eSIMs and orders as the lists and the order answers show them.

use super::catalogue::{Catalogue, MB, Package, Place, flag};
use super::clock::{iso, iso_ms};
use super::ledger::{Esim, Ledger, Order};
use super::money::Currency;
use super::options::{Options, PendingForm};
use serde_json::{Value, json};

/// The picture of every QR code: its bytes are not what a client should read a code from.
const PICTURE: &str = "data:image/png;base64,iVBORw0KGgo=";

impl Esim {
    pub fn lpa(&self) -> String {
        format!("LPA:1${}${}", self.smdp, self.matching_id)
    }

    fn picture_url(&self) -> String {
        let tail = self.matching_id.get(..8).unwrap_or_default().to_lowercase();
        format!("https://storage.esimfly.net/qr-codes/{}-{tail}.png", self.id)
    }

    fn apple_url(&self) -> String {
        format!("https://esimsetup.apple.com/esim_qrcode_provisioning?carddata={}", self.lpa())
    }

    /// A page of a third party, where there is one.
    fn android_url(&self) -> Option<String> {
        (self.id % 2 == 0).then(|| format!("https://esim-install.example/android?carddata={}", self.lpa()))
    }

    fn unlimited(&self) -> bool {
        self.total_bytes == 0
    }

    /// The object `data` of a list row, of what is stored.
    pub fn data(&self) -> Value {
        let left = if self.unlimited() { 0 } else { self.total_bytes - self.stored_bytes };
        let half = self.total_bytes / 2;
        let percent = if self.unlimited() { 0 } else { (self.stored_bytes * 100 + half) / self.total_bytes };
        json!({
            "total_mb": hundredths(self.total_bytes, MB),
            "used_mb": hundredths(self.stored_bytes, MB),
            "remaining_mb": hundredths(left, MB),
            "usage_percentage": percent,
            "is_unlimited": self.unlimited(),
        })
    }

    /// The object `validity` of a list row.
    pub fn validity(&self, now: i64) -> Value {
        json!({
            "days": self.days,
            "activated_at": self.activated_at.map(iso),
            "expires_at": self.expires_at.map(iso),
            "is_expired": self.expires_at.is_some_and(|end| end <= now),
        })
    }
}

/// `part` in units of `whole`, two decimals, an integer when it is one.
pub(crate) fn hundredths(part: i64, whole: i64) -> Value {
    let n = i64::try_from(i128::from(part) * 100 / i128::from(whole)).unwrap_or(i64::MAX);
    Currency::Usd.amount(n)
}

/// A row of `GET /esims`.
pub(crate) fn esim(
    ledger: &Ledger,
    catalogue: &Catalogue,
    n: usize,
    options: &Options,
    picture: bool,
    now: i64,
) -> Value {
    let esim = &ledger.esims[n];
    let package = catalogue.get(&esim.package_code);
    let mut row = json!({
        "id": esim.id,
        "iccid": shown_iccid(esim, options),
        "package_name": ledger.orders[esim.order].package_name,
        "package_code": package.map_or(esim.package_code.as_str(), Package::short_code),
        "countries": package.map(|p| p.place.countries().iter().map(|c| c.name).collect::<Vec<_>>()),
        "status": esim.status,
        "data": esim.data(),
        "validity": esim.validity(now),
        "flag_url": package.and_then(local_flag),
        "created_at": iso(esim.created_at),
    });
    add_install(&mut row, esim, picture);
    if options.newer_fields {
        let ready = !esim.pending;
        row["is_pending"] = esim.pending.into();
        row["phone_number"] = esim.msisdn.as_deref().into();
        row["imsi"] = ready.then_some(esim.imsi.as_str()).into();
        row["sim_status"] = ready.then_some(esim.sim_status.as_str()).into();
        row["esim_status"] = ready.then_some(esim.esim_status.as_str()).into();
        row["profile_status"] = esim.profile_status.as_deref().into();
    }
    row
}

/// How to install it: nulls while it is pending.
fn add_install(row: &mut Value, esim: &Esim, picture: bool) {
    let ready = !esim.pending;
    row["qr_code"] = ready.then(|| esim.picture_url()).into();
    row["manual_installation"] = match ready {
        true => json!({
            "smdp_address": esim.smdp, "activation_code": esim.matching_id, "lpa_format": esim.lpa(),
        }),
        false => Value::Null,
    };
    row["direct_apple_installation_url"] = ready.then(|| esim.apple_url()).into();
    if ready && picture {
        row["qr_code_base64"] = PICTURE.into();
    }
    if let Some(url) = esim.android_url().filter(|_| ready) {
        row["direct_android_installation_url"] = url.into();
    }
}

fn shown_iccid<'a>(esim: &'a Esim, options: &Options) -> &'a str {
    match options.pending {
        PendingForm::Placeholder if esim.pending => &esim.placeholder,
        PendingForm::Placeholder | PendingForm::Empty => &esim.iccid,
    }
}

fn local_flag(package: &Package) -> Option<String> {
    match package.place {
        Place::Local(country) => Some(flag(country)),
        Place::Regional(_) | Place::Global => None,
    }
}

/// An item of `esims` in the answer to a new order.
fn bought(esim: &Esim, newer_fields: bool) -> Value {
    let mut item = json!({
        "iccid": esim.iccid,
        "lpaString": esim.lpa(),
        "qrCodeUrl": PICTURE,
        "directAppleInstallUrl": esim.apple_url(),
        "directAndroidInstallUrl": esim.android_url(),
        "status": "New",
        "imsi": esim.imsi,
        "msisdn": esim.msisdn,
        "esim_status": esim.esim_status,
        "profile_status": esim.profile_status,
        "unlimited": esim.unlimited(),
        "total_volume": esim.total_bytes,
        "total_duration": esim.days,
        "expired_time": esim.expires_at.map(iso_ms),
        "isPending": false,
    });
    item[if newer_fields { "sim_status" } else { "profileStatus" }] = esim.sim_status.as_str().into();
    item
}

/// An item of `esims` while the details are pending, in the older form.
pub(crate) fn placeholder(esim: &Esim) -> Value {
    json!({
        "iccid": esim.placeholder, "qrCodeUrl": "", "directAppleInstallUrl": "",
        "status": "PENDING", "isPending": true,
    })
}

/// An item of `esims` in the answer to a repeated order: fewer fields, and the picture by address.
pub(crate) fn replayed(esim: &Esim) -> Value {
    json!({
        "iccid": esim.iccid, "lpaString": esim.lpa(), "qrCodeUrl": esim.picture_url(),
        "status": "New", "isPending": false,
    })
}

/// Puts the eSIMs into a new order's answer, whose own fields repeat the first.
pub(crate) fn add_bought(answer: &mut Value, esims: &[&Esim], newer_fields: bool) {
    if let Some(first) = esims.first() {
        answer["lpaString"] = first.lpa().into();
        answer["qrCodeUrl"] = PICTURE.into();
        answer["directAppleInstallUrl"] = first.apple_url().into();
    }
    answer["esims"] = esims.iter().map(|esim| bought(esim, newer_fields)).collect();
}

/// The object `order` of `GET /esims/order`, whose details are there or will never be.
pub(crate) fn order(ledger: &Ledger, order: &Order, currency: Currency) -> Value {
    let esim = order.esims.first().map(|&n| &ledger.esims[n]);
    json!({
        "id": order.id,
        "packageName": order.package_name,
        "packageCode": order.package_code,
        "status": order.status,
        "amount": currency.amount(order.amount),
        "finalPrice": currency.amount(order.amount),
        "orderDate": iso(order.created_at),
        "orderReference": order.reference,
        "paymentMethod": "balance",
        "paymentStatus": if order.status == "refunded" { "refunded" } else { "succeeded" },
        "esim": match esim {
            Some(esim) if !esim.pending => order_esim(esim),
            Some(_) => pending_esim(),
            None => json!({"iccid": null, "isPending": false}),
        },
    })
}

/// All that an order's `esim` says while it is pending.
pub(crate) fn pending_esim() -> Value {
    json!({"iccid": null, "isPending": true})
}

fn order_esim(esim: &Esim) -> Value {
    json!({
        "iccid": esim.iccid,
        "status": if esim.status == "NEW" { "New" } else { esim.status.as_str() },
        "imsi": esim.imsi,
        "msisdn": esim.msisdn,
        "sim_status": esim.sim_status,
        "esim_status": esim.esim_status,
        "profile_status": esim.profile_status,
        "qrCodeUrl": PICTURE,
        "directAppleInstallUrl": esim.apple_url(),
        "directAndroidInstallUrl": esim.android_url(),
        "lpaString": esim.lpa(),
        "isPending": false,
        "unlimited": esim.unlimited(),
        "totalVolume": esim.total_bytes,
        "totalDuration": esim.days,
        "expiredTime": esim.expires_at.map(iso_ms),
    })
}

/// A row of `GET /orders`.
pub(crate) fn order_row(ledger: &Ledger, catalogue: &Catalogue, order: &Order, currency: Currency) -> Value {
    let esim = order.esims.first().map(|&n| &ledger.esims[n]).filter(|esim| !esim.pending);
    json!({
        "id": order.id,
        "order_reference": order.reference,
        "package_name": order.package_name,
        "package_code": order.package_code,
        "amount": currency.amount(order.amount),
        "currency": order.currency,
        "status": order.status,
        "flag_url": catalogue.get(&order.package_code).and_then(local_flag),
        "created_at": iso(order.created_at),
        "esim": esim.map(|esim| json!({
            "iccid": esim.iccid,
            "imsi": esim.imsi,
            "msisdn": esim.msisdn,
            "sim_status": esim.sim_status,
            "esim_status": esim.esim_status,
            "profile_status": esim.profile_status,
            "unlimited": esim.unlimited(),
            "total_volume": esim.total_bytes,
            "total_duration": esim.days,
            "expired_time": esim.expires_at.map(iso_ms),
        })),
    })
}
