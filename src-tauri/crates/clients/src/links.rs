//! Install links that suppliers send along. The desk makes its own of the code and never shows theirs; one that
//! carries another code says that something is wrong at the supplier.

use esim_desk_model::ActivationCode;
use reqwest::Url;

/// Stands in for a link with another code; staff read it.
const DISAGREES: &str = "An install link that came with it carries another code. The link is not used here. Ask the \
                         supplier before this eSIM is given to anybody.";

/// What to tell staff where one of these links carries another code than this one. A link in which no code can be
/// read says nothing.
pub(crate) fn disagreement<'a>(
    code: &ActivationCode,
    links: impl IntoIterator<Item = Option<&'a str>>,
) -> Option<String> {
    let differs = |link: &str| {
        code_in(link).is_some_and(|other| {
            other.matching_id() != code.matching_id() || !other.smdp().eq_ignore_ascii_case(code.smdp())
        })
    };
    links.into_iter().flatten().any(differs).then(|| DISAGREES.to_owned())
}

/// The code in a link: the whole of it, or its `carddata`.
fn code_in(link: &str) -> Option<ActivationCode> {
    if let Ok(code) = ActivationCode::parse(link) {
        return Some(code);
    }
    let url = Url::parse(link).ok()?;
    let data = url.query_pairs().find(|(name, _)| name.eq_ignore_ascii_case("carddata"))?.1;
    ActivationCode::parse(&data).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn disagrees(link: &str) -> bool {
        let code = ActivationCode::parse("LPA:1$rsp.example.com$SIM01-AAAAA").unwrap();
        disagreement(&code, [None, Some(link)]).is_some()
    }

    #[test]
    fn a_link_with_the_same_code_or_with_none_says_nothing() {
        for link in [
            "https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=LPA:1$rsp.example.com$SIM01-AAAAA",
            "https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=LPA%3A1%24RSP.example.com%24SIM01-AAAAA",
            "LPA:1$rsp.example.com$SIM01-AAAAA",
            "https://somewhere.example.com/install/12345",
            "",
            "no link",
        ] {
            assert!(!disagrees(link), "{link}");
        }
    }

    #[test]
    fn a_link_with_another_code_is_told() {
        for link in [
            "https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=LPA:1$rsp.example.com$SIM01-BBBBB",
            "https://esimsetup.android.com/esim_qrcode_provisioning?carddata=LPA%3A1%24other.example.com%24SIM01-AAAAA",
            "LPA:1$rsp.example.com$SIM01-BBBBB",
        ] {
            assert!(disagrees(link), "{link}");
        }
    }
}
