//! Giving a kit: guarded, written down, and only then shown, copied or saved.

use super::clipboard::CLEARS_IN;
use super::hand_over::{how, of_row, word};
use super::{Proven, guard, prove, support};
use crate::api::{
    Code, Failure, HandOverHow, HandOverView, Kit, KitAction, KitGive, KitGiven, KitPart, PictureFormat,
    Topic,
};
use crate::app::{App, blocking};
use crate::desk::Desk;
use esim_desk_model::{TravellerName, TravellerNameError};
use esim_desk_store::record::KitRow;
use esim_desk_store::record::NewHandOver;
use std::sync::Arc;

/// Gives a kit, or copies what is no secret.
///
/// # Errors
/// `no_traveller`, `name_too_long` at `traveller`; those of the kit; the warnings of `guard`;
/// `clipboard_failed`, `file_not_saved`, after which the hand-over stays written down.
pub(crate) async fn give(app: &Arc<App>, request: KitGive) -> Result<KitGiven, Failure> {
    let desk = app.desk();
    let Some(how) = how(request.action) else { return copy_plain(app, &desk, &request).await };
    let traveller = traveller(&request.traveller)?;
    let proven = prove(&desk, &request.wallet_id, &request.esim_id).await?;
    let known = desk.record.hand_over(&request.request_id).await?;
    if known.is_none() {
        guard::check(&proven.kit, &traveller, request.reason.as_deref())?;
    }
    let hand_over = write_down(&desk, &request, &proven, traveller, how).await?;
    let mut given = KitGiven { hand_over: Some(hand_over), clears_in: None, saved_as: None };
    match request.action {
        KitAction::Show | KitAction::Assign => {}
        KitAction::Copy { part } => {
            copy_secret(app, &proven, part).await?;
            given.clears_in = Some(CLEARS_IN);
        }
        KitAction::Save { format } => given.saved_as = Some(save(&desk, proven, &request, format).await?),
    }
    Ok(given)
}

fn traveller(name: &str) -> Result<TravellerName, Failure> {
    TravellerName::parse(name).map_err(|error| match error {
        TravellerNameError::Empty => Failure::at(Code::NoTraveller, "traveller"),
        TravellerNameError::Length(_) => Failure::at(Code::NameTooLong, "traveller"),
        TravellerNameError::TooMany(_) => Failure::at(Code::TooManyTravellers, "traveller"),
    })
}

/// The kit goes into the record with the hand-over: what was given can be shown again without the cache.
async fn write_down(
    desk: &Desk,
    request: &KitGive,
    proven: &Proven,
    traveller: TravellerName,
    how: HandOverHow,
) -> Result<HandOverView, Failure> {
    keep_kit(desk, proven).await?;
    let settings = desk.settings().await?;
    let reason = request.reason.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let new = NewHandOver {
        request_id: request.request_id.clone(),
        wallet_id: request.wallet_id.clone(),
        esim_id: request.esim_id.clone(),
        traveller,
        booking: Some(request.booking.trim().to_owned()).filter(|text| !text.is_empty()),
        how: word(how).to_owned(),
        reason: reason.map(str::to_owned),
        desk: settings.desk,
        staff: settings.working,
        at: desk.now(),
    };
    desk.record.give(new).await?;
    desk.refresh_assignment(&request.wallet_id, &request.esim_id).await?;
    desk.stale(Topic::Esims);
    let row = desk.record.hand_over(&request.request_id).await?;
    row.as_ref().map(of_row).ok_or_else(|| crate::failures::internal("a hand-over was not written down"))
}

async fn keep_kit(desk: &Desk, proven: &Proven) -> Result<(), Failure> {
    let kit = &proven.kit;
    let row = KitRow {
        wallet_id: kit.wallet_id.clone(),
        esim_id: kit.esim_id.clone(),
        iccid: kit.iccid.clone(),
        msisdn: kit.msisdn.clone(),
        install: proven.install.clone(),
        plan: proven.plan.clone(),
        stored_at: desk.now(),
    };
    desk.record.save_kit(row).await?;
    Ok(())
}

async fn copy_plain(app: &Arc<App>, desk: &Desk, request: &KitGive) -> Result<KitGiven, Failure> {
    let (wallet, esim) = (&request.wallet_id, &request.esim_id);
    if let KitAction::Copy { part } = request.action {
        let text = match part {
            // A card, or an eSIM without a code yet, has a support as well.
            KitPart::ForSupport => support::text(desk, wallet, esim).await?,
            part => {
                let kit = prove(desk, wallet, esim).await?.kit;
                text(&kit, part).ok_or_else(|| Failure::new(Code::NoCode))?
            }
        };
        app.clipboard.copy_plain(app.ports(), text).await?;
    }
    Ok(KitGiven { hand_over: None, clears_in: None, saved_as: None })
}

async fn copy_secret(app: &Arc<App>, proven: &Proven, part: KitPart) -> Result<(), Failure> {
    match text(&proven.kit, part) {
        Some(text) => app.clipboard.copy_secret(app.ports(), text).await,
        None if part == KitPart::Picture => {
            app.clipboard.copy_picture(app.ports(), proven.pictures.png.clone()).await
        }
        None => Err(Failure::new(Code::NoCode)),
    }
}

/// What a part of the kit reads; `None` for the picture, for what is not of the kit, and for what this kit does not
/// have.
fn text(kit: &Kit, part: KitPart) -> Option<String> {
    match part {
        KitPart::AppleLink => Some(kit.apple_link.clone()),
        KitPart::AndroidLink => Some(kit.android_link.clone()),
        KitPart::Smdp => Some(kit.smdp.clone()),
        KitPart::MatchingId => Some(kit.matching_id.clone()),
        KitPart::OneLine => Some(kit.one_line.clone()),
        KitPart::ConfirmationCode => kit.confirmation_code.clone(),
        KitPart::Pin => kit.pin.clone(),
        KitPart::Puk => kit.puk.clone(),
        KitPart::Picture | KitPart::ForSupport => None,
        KitPart::Iccid => kit.iccid.as_ref().map(ToString::to_string),
        KitPart::Msisdn => kit.msisdn.clone(),
    }
}

/// Saves the QR into Downloads under the traveller's name, and gives the file's name.
async fn save(
    desk: &Desk,
    proven: Proven,
    request: &KitGive,
    format: PictureFormat,
) -> Result<String, Failure> {
    let Proven { kit, pictures, .. } = proven;
    let (extension, bytes) = match format {
        PictureFormat::Png => ("png", pictures.png),
        PictureFormat::Svg => ("svg", pictures.svg.into_bytes()),
    };
    let last = kit.iccid.as_ref().map_or("", |iccid| &iccid.as_str()[iccid.as_str().len() - 4..]);
    let stem = format!("eSIM {} {last}", request.traveller);
    let (documents, desktop) = (desk.ports.documents.clone(), desk.ports.desktop.clone());
    let saved = blocking(move || documents.save_new(&desktop.downloads(), &stem, extension, &bytes)).await?;
    let path = saved.map_err(|error| Failure::new(Code::FileNotSaved).details(error))?;
    Ok(path.file_name().unwrap_or_default().to_string_lossy().into_owned())
}
