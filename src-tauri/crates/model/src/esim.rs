//! What the desk lists: an eSIM, the plans on it, and their use.

use crate::{ActivationCode, Data, EsimId, Iccid, Plan, ProfileStatus, ServiceId, ServiceStatus, Timestamp};

/// One eSIM as its supplier describes it, translated.
#[derive(Clone, Debug, PartialEq)]
pub struct Esim {
    /// The supplier's id.
    pub id: EsimId,
    /// Absent while the supplier still prepares it.
    pub iccid: Option<Iccid>,
    /// Its own phone number, digits only, up to 15 (E.164).
    pub msisdn: Option<String>,
    /// What else staff may find it by, as the supplier says it now: the numbers of the subscriber (IMSI, up to 15
    /// digits), of the phone it is in (IMEI, 15 or 16) and of the chip (EID, 32).
    pub numbers: Vec<String>,
    /// Whether it is on a phone.
    pub profile: ProfileStatus,
    /// The supplier's own word for that.
    pub profile_word: Option<String>,
    /// What installs it; absent while it is prepared.
    pub install: Option<InstallData>,
    /// Why there is no install data although the supplier sent some, in plain words.
    pub install_problem: Option<String>,
    /// What a person or a desk wrote onto it at the supplier, without blanks around it and never empty; a desk
    /// writes the number of its order.
    pub note: Option<String>,
    /// The supplier's answer as it came, codes masked, for *Supplier's data*.
    pub raw: String,
}

/// What installs one eSIM and unlocks it. `Debug` shows the code masked and the rest not at all.
#[derive(Clone, PartialEq, Eq)]
pub struct InstallData {
    /// The code.
    pub code: ActivationCode,
    /// What the phone asks for after the scan, up to 32 characters; never in the code.
    pub confirmation_code: Option<String>,
    /// What a phone asks for to unlock the eSIM, 4 to 8 digits. Source: ETSI TS 102 221.
    pub pin: Option<String>,
    /// What unlocks a blocked PIN, digits.
    pub puk: Option<String>,
}

/// A code that nothing else was said with.
impl From<ActivationCode> for InstallData {
    fn from(code: ActivationCode) -> Self {
        Self { code, confirmation_code: None, pin: None, puk: None }
    }
}

impl std::fmt::Debug for InstallData {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("InstallData").field("code", &self.code).finish_non_exhaustive()
    }
}

/// One plan on one eSIM (ZIM: subscription).
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// The supplier's id.
    pub id: ServiceId,
    /// The eSIM it is on; absent where the supplier does not say.
    pub esim: Option<EsimId>,
    /// What was bought, often sparse.
    pub plan: Option<Plan>,
    /// Whether it can be used.
    pub status: ServiceStatus,
    /// The supplier's own word for that.
    pub status_word: Option<String>,
    /// When it ends, where the supplier says so.
    pub ends_at: Option<Timestamp>,
    /// The supplier's answer as it came.
    pub raw: String,
}

/// How much of one plan is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    /// Left; absent where the supplier does not say.
    pub left: Option<Data>,
    /// Used, in bytes.
    pub used: Option<u64>,
    /// The whole allowance.
    pub allowance: Option<Data>,
    /// When the supplier measured it.
    pub measured_at: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_neither_code_nor_what_unlocks_it() {
        let secrets = ["CODE-64DF", "4711", "2580", "87654321"];
        let [id, confirmation, pin, puk] = secrets;
        let install = InstallData {
            confirmation_code: Some(confirmation.to_owned()),
            pin: Some(pin.to_owned()),
            puk: Some(puk.to_owned()),
            ..ActivationCode::from_parts("smdp.example.com", id, false).unwrap().into()
        };
        let shown = format!("{install:?}");
        assert!(shown.contains("smdp.example.com"), "{shown}");
        assert!(secrets.iter().all(|secret| !shown.contains(secret)), "{shown}");
    }
}
