//! The install kit, and giving it to a traveller.

use super::HandOverView;
use esim_desk_model::{Coverage, Data, EsimId, Iccid, ProfileStatus, Timestamp, WalletId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Everything that installs one eSIM. It exists only after its QR was read back and compared.
#[derive(Clone, Serialize, TS)]
pub struct Kit {
    /// Its wallet.
    pub wallet_id: WalletId,
    /// Its id.
    pub esim_id: EsimId,
    /// How staff call the supplier.
    pub supplier: String,
    /// Who has it, or for whom it was bought.
    pub traveller: Option<String>,
    /// The agency's booking.
    pub booking: Option<String>,
    /// Where its plan works.
    pub coverage: Option<Coverage>,
    /// The plan's allowance.
    pub data: Option<Data>,
    /// The plan's days.
    pub days: Option<u32>,
    /// The QR as a PNG `data:` URL, at least 560 px wide for 280 CSS px.
    pub qr: String,
    /// When it was read back and found equal.
    pub proven_at: Timestamp,
    /// For an iPhone.
    pub apple_link: String,
    /// For an Android phone.
    pub android_link: String,
    /// SM-DP+ ("Address").
    pub smdp: String,
    /// Matching id ("Code").
    pub matching_id: String,
    /// The same with all but four characters hidden.
    pub matching_id_masked: String,
    /// The whole code on one line (Android).
    pub one_line: String,
    /// The code the phone asks for.
    pub confirmation_code: Option<String>,
    /// What a phone asks for to unlock the eSIM.
    pub pin: Option<String>,
    /// What unlocks a blocked PIN.
    pub puk: Option<String>,
    /// Its number.
    pub iccid: Option<Iccid>,
    /// Its own phone number.
    pub msisdn: Option<String>,
    /// Is it on a phone?
    pub profile: ProfileStatus,
    /// When it was first seen on a phone.
    pub used_since: Option<Timestamp>,
    /// The last hand-over.
    pub given: Option<HandOverView>,
    /// Code of the desk whose order number is on it, where nobody here bought it or gave it.
    pub bought_elsewhere: Option<String>,
    /// What speaks against the code, in plain words: something else that came with it disagrees.
    pub doubt: Option<String>,
}

impl std::fmt::Debug for Kit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Kit({} {})", self.wallet_id, self.esim_id)
    }
}

/// Gives a kit to one traveller, or copies what is no secret. What counts as a hand-over is guarded and
/// recorded before anything is shown, copied or saved.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct KitGive {
    /// UUID of this user action.
    pub request_id: String,
    /// The eSIM's wallet.
    pub wallet_id: WalletId,
    /// The eSIM.
    pub esim_id: EsimId,
    /// To whom; empty is refused for a hand-over.
    pub traveller: String,
    /// The agency's booking.
    pub booking: String,
    /// What to do.
    pub action: KitAction,
    /// Typed after a warning (given to somebody else, bought at another desk, on a phone already).
    pub reason: Option<String>,
}

/// What is done with a kit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum KitAction {
    /// Show it full screen.
    Show,
    /// Only note that it is this traveller's ("use one of these").
    Assign,
    /// Copy a part.
    Copy {
        /// Which.
        part: KitPart,
    },
    /// Save the QR into Downloads.
    Save {
        /// As what.
        format: PictureFormat,
    },
}

/// What can be copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KitPart {
    /// The link for an iPhone.
    AppleLink,
    /// The link for an Android phone.
    AndroidLink,
    /// SM-DP+; no secret.
    Smdp,
    /// Matching id.
    MatchingId,
    /// The whole code on one line.
    OneLine,
    /// The code the phone asks for.
    ConfirmationCode,
    /// What a phone asks for to unlock the eSIM.
    Pin,
    /// What unlocks a blocked PIN.
    Puk,
    /// The QR as a picture.
    Picture,
    /// Its number; no secret.
    Iccid,
    /// Its own phone number; no secret.
    Msisdn,
    /// What the supplier's support needs, without the code; no secret.
    ForSupport,
}

impl KitPart {
    /// Whether whoever has it can install the eSIM or unlock it.
    #[must_use]
    pub fn is_secret(self) -> bool {
        match self {
            Self::AppleLink | Self::AndroidLink | Self::MatchingId | Self::OneLine => true,
            Self::ConfirmationCode | Self::Pin | Self::Puk | Self::Picture => true,
            Self::Smdp | Self::Iccid | Self::Msisdn | Self::ForSupport => false,
        }
    }
}

/// As what a QR is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PictureFormat {
    /// Pixels.
    Png,
    /// Vectors.
    Svg,
}

/// What was done.
#[derive(Clone, Debug, Serialize, TS)]
pub struct KitGiven {
    /// The hand-over that was recorded, where it was one.
    pub hand_over: Option<HandOverView>,
    /// The clipboard is cleared after so many seconds.
    pub clears_in: Option<u32>,
    /// Name of the saved file, in Downloads.
    pub saved_as: Option<String>,
}
