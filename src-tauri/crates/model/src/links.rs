//! The links that open a phone's own installer. Sources: Apple and Android as published by carriers; see
//! the domain notes in ARCHITECTURE.md.

use crate::ActivationCode;

/// Links that install one eSIM. They carry the whole activation code and are as secret as it is.
#[derive(Clone, PartialEq, Eq)]
pub struct InstallLinks {
    /// iOS and iPadOS 17.4 and later, opened in Safari.
    pub apple: String,
    /// Android 10 and later on many phones, opened in Chrome; an extra beside QR and fields.
    pub android: String,
}

impl InstallLinks {
    /// Builds both from the code. `carddata` stands raw: `:` and `$` are legal in a query, and it is how
    /// carriers publish it.
    #[must_use]
    pub fn of(code: &ActivationCode) -> Self {
        let data = code.for_qr();
        Self {
            apple: format!("https://esimsetup.apple.com/esim_qrcode_provisioning?carddata={data}"),
            android: format!("https://esimsetup.android.com/esim_qrcode_provisioning?carddata={data}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_stands_raw_in_both_links() {
        let links = InstallLinks::of(&ActivationCode::parse("1$smdp.example.com$T0K").unwrap());
        assert_eq!(
            links.apple,
            "https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=LPA:1$smdp.example.com$T0K"
        );
        assert_eq!(
            links.android,
            "https://esimsetup.android.com/esim_qrcode_provisioning?carddata=LPA:1$smdp.example.com$T0K"
        );
    }
}
