//! The install kit: everything that installs one eSIM, shown only after its QR was read back, and given to
//! one traveller. All of it is local; nothing here asks a supplier.

mod clipboard;
mod give;
mod guard;
mod hand_over;
mod support;

use crate::api::{Act, Code, EsimRef, Failure, Kit, Nothing};
use crate::app::{App, blocking};
use crate::desk::Desk;
use crate::ports::QrPictures;
pub(crate) use clipboard::Clipboard;
use esim_desk_model::{
    Coverage, EsimId, Iccid, InstallData, InstallLinks, Plan, ProfileStatus, Timestamp, WalletId,
};
use esim_desk_store::cache::EsimFull;
use esim_desk_store::record::Assignment;
pub(crate) use give::give;
pub(crate) use hand_over::of_row;
use std::sync::Arc;

/// A kit and its proven pictures.
struct Proven {
    kit: Kit,
    pictures: QrPictures,
    install: InstallData,
    plan: Option<Plan>,
}

/// The kit of one eSIM.
pub(crate) async fn read(app: &Arc<App>, request: EsimRef) -> Result<Kit, Failure> {
    Ok(prove(&app.desk(), &request.wallet_id, &request.esim_id).await?.kit)
}

/// Leaves on the clipboard what is there.
pub(crate) async fn keep_clipboard(app: &Arc<App>, _: Act) -> Result<Nothing, Failure> {
    app.clipboard.keep(app.ports());
    Ok(Nothing {})
}

/// What is known of an eSIM, from the record first: the cache may have been fetched anew, or not yet.
struct Known {
    install: Option<InstallData>,
    plan: Option<Plan>,
    iccid: Option<Iccid>,
    msisdn: Option<String>,
    profile: ProfileStatus,
    bought_elsewhere: Option<String>,
    doubt: Option<String>,
    assignment: Assignment,
}

/// Puts the kit together and has its QR drawn and read back.
///
/// # Errors
/// `esim_not_found`, `not_confirmed`, `no_code`, `code_misread`.
async fn prove(desk: &Desk, wallet: &WalletId, esim: &EsimId) -> Result<Proven, Failure> {
    let row = desk.wallets.wallet(wallet).await?;
    let known = known(desk, wallet, esim).await?;
    if known.assignment.unconfirmed {
        return Err(Failure::new(Code::NotConfirmed));
    }
    let install = known.install.ok_or_else(|| Failure::new(Code::NoCode))?;
    let links = InstallLinks::of(&install.code);
    let (pictures, hand_overs, used_since) = tokio::try_join!(
        pictures(desk, &install),
        async { Ok(desk.record.hand_overs(wallet, esim).await?) },
        used_since(desk, wallet, esim),
    )?;
    let (coverage, data, days) = plan_parts(known.plan.as_ref());
    let kit = Kit {
        wallet_id: wallet.clone(),
        esim_id: esim.clone(),
        supplier: desk.wallets.supplier(&row.provider).to_owned(),
        traveller: known.assignment.traveller,
        booking: known.assignment.booking,
        coverage,
        data,
        days,
        qr: pictures.data_url.clone(),
        proven_at: desk.now(),
        apple_link: links.apple,
        android_link: links.android,
        smdp: install.code.smdp().to_owned(),
        matching_id: install.code.matching_id().to_owned(),
        matching_id_masked: install.code.masked(),
        one_line: install.code.for_qr(),
        confirmation_code: install.confirmation_code.clone(),
        pin: install.pin.clone(),
        puk: install.puk.clone(),
        iccid: known.iccid,
        msisdn: known.msisdn,
        profile: known.profile,
        used_since,
        given: hand_overs.first().map(of_row),
        bought_elsewhere: known.bought_elsewhere,
        doubt: known.doubt,
    };
    Ok(Proven { kit, pictures, install, plan: known.plan })
}

async fn known(desk: &Desk, wallet: &WalletId, esim: &EsimId) -> Result<Known, Failure> {
    let kept = desk.record.kit(wallet, esim).await?;
    let listed = desk.cache.esim(wallet, esim).await?;
    if kept.is_none() && listed.is_none() {
        return Err(Failure::new(Code::EsimNotFound));
    }
    let assignment = desk.record.assignment(wallet, esim).await?;
    let profile = listed.as_ref().map_or(ProfileStatus::Unknown, |esim| esim.profile);
    let bought_elsewhere = listed.as_ref().and_then(|esim| esim.row.bought_elsewhere.clone());
    let doubt = listed.as_ref().and_then(|esim| esim.install_problem.clone());
    let (listed_install, listed_plan, listed_iccid, listed_msisdn) = match listed {
        Some(EsimFull { install, row, msisdn, .. }) => {
            let services = desk.cache.services_of(wallet, esim).await?;
            (install, services.into_iter().find_map(|service| service.plan), row.iccid, msisdn)
        }
        None => (None, None, None, None),
    };
    let (install, plan, iccid, msisdn) = match kept {
        Some(kit) => (Some(kit.install), kit.plan, kit.iccid, kit.msisdn),
        None => (None, None, None, None),
    };
    Ok(Known {
        install: completed(install, listed_install),
        plan: plan.or(listed_plan),
        iccid: iccid.or(listed_iccid),
        msisdn: msisdn.or(listed_msisdn),
        profile,
        bought_elsewhere,
        doubt,
        assignment,
    })
}

/// The record's, with a PIN and PUK that the supplier told later.
fn completed(kept: Option<InstallData>, listed: Option<InstallData>) -> Option<InstallData> {
    match (kept, listed) {
        (Some(kept), Some(listed)) => {
            let (pin, puk) = (kept.pin.or(listed.pin), kept.puk.or(listed.puk));
            Some(InstallData { pin, puk, ..kept })
        }
        (kept, listed) => kept.or(listed),
    }
}

/// Drawing and reading back takes milliseconds of pure computing, so not on the async threads.
async fn pictures(desk: &Desk, install: &InstallData) -> Result<QrPictures, Failure> {
    let (documents, code) = (desk.ports.documents.clone(), install.code.clone());
    let drawn = blocking(move || documents.qr(&code)).await?;
    drawn.map_err(|_| Failure::new(Code::CodeMisread))
}

/// When it was first seen on a phone, as far as a sync saw it change.
async fn used_since(desk: &Desk, wallet: &WalletId, esim: &EsimId) -> Result<Option<Timestamp>, Failure> {
    let events = desk.record.profile_events(wallet, esim).await?;
    Ok(events.iter().find(|event| event.became.code_is_used()).map(|event| event.at))
}

fn plan_parts(plan: Option<&Plan>) -> (Option<Coverage>, Option<esim_desk_model::Data>, Option<u32>) {
    match plan {
        Some(plan) => {
            let coverage = Some(plan.coverage.clone()).filter(|place| *place != Coverage::NotSaid);
            (coverage, plan.data, plan.days)
        }
        None => (None, None, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use esim_desk_model::ActivationCode;

    fn install(id: &str, pin: Option<&str>) -> InstallData {
        let code = ActivationCode::from_parts("smdp.example.com", id, false).unwrap();
        InstallData { pin: pin.map(str::to_owned), ..code.into() }
    }

    #[test]
    fn a_pin_that_came_later_completes_what_the_record_keeps() {
        let (kept, listed) = (install("KEPT", None), install("LISTED", Some("2580")));
        let whole = completed(Some(kept.clone()), Some(listed.clone()));
        assert_eq!(whole, Some(install("KEPT", Some("2580"))));
        let known = install("KEPT", Some("0000"));
        assert_eq!(completed(Some(known.clone()), Some(listed.clone())), Some(known));
        assert_eq!(completed(Some(kept.clone()), None), Some(kept));
        assert_eq!(completed(None, Some(listed.clone())), Some(listed));
        assert_eq!(completed(None, None), None);
    }
}
