//! Addresses: which may be typed, and how a path is put onto one.

use esim_desk_provider::ConnectError;
use reqwest::Url;
use std::net::IpAddr;

/// Reads an address that somebody pasted. White space and line breaks within it are dropped.
///
/// # Errors
/// `NotHttps` unless it is https, or http on a loopback address; `NotUrl` for anything malformed or with a
/// login, query or fragment in it; both name `field`.
pub(crate) fn parse(text: &str, field: &str) -> Result<Url, ConnectError> {
    let not_https = || ConnectError::NotHttps { field: field.to_owned() };
    let not_url = || ConnectError::NotUrl { field: field.to_owned() };
    let text: String = text.split_whitespace().collect();
    if !text.contains("://") {
        return Err(not_https());
    }
    let url = Url::parse(&text).map_err(|_| not_url())?;
    let has_login = !url.username().is_empty() || url.password().is_some();
    if url.host_str().is_none() || has_login || url.query().is_some() || url.fragment().is_some() {
        return Err(not_url());
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        _ => Err(not_https()),
    }
}

/// Whether the address stays on this computer: 127.0.0.0/8, `::1` or `localhost`.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let Some(host) = url.host_str() else { return false };
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// The address of a path below `base`, each segment percent-encoded.
pub(crate) fn join(base: &Url, segments: &[&str], trailing_slash: bool) -> Url {
    let mut url = base.clone();
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().extend(segments);
        if trailing_slash {
            path.push("");
        }
    }
    url
}

/// Whether both are the same scheme, host and port.
pub(crate) fn same_origin(one: &Url, other: &Url) -> bool {
    one.scheme() == other.scheme()
        && one.host_str() == other.host_str()
        && one.port_or_known_default() == other.port_or_known_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<String, ConnectError> {
        parse(text, "base_url").map(String::from)
    }

    #[test]
    fn https_anywhere_and_http_on_this_computer_alone() {
        assert_eq!(parsed(" https://zim.example.com/\napi ").unwrap(), "https://zim.example.com/api");
        for local in ["http://127.0.0.1:8080/", "http://127.9.9.9/", "http://[::1]:1/", "http://localhost:5/"]
        {
            assert_eq!(parsed(local).unwrap(), local);
        }
        for other in [
            "http://zim.example.com",
            "http://128.0.0.1",
            "http://localhost.example.com",
            "http://[::2]",
            "ftp://zim.example.com",
            "zim.example.com",
            "",
        ] {
            assert_eq!(parsed(other), Err(ConnectError::NotHttps { field: "base_url".into() }), "{other}");
        }
    }

    #[test]
    fn nothing_may_hide_in_an_address() {
        for text in [
            "https://",
            "https://me@zim.example.com",
            "https://me:pw@zim.example.com",
            "https://zim.example.com/?a=b",
            "https://zim.example.com/#x",
            "https://zim.example.com:99999",
            "http://127.0.0.1@evil.example.com/",
        ] {
            assert_eq!(parsed(text), Err(ConnectError::NotUrl { field: "base_url".into() }), "{text}");
        }
    }

    #[test]
    fn segments_are_encoded_and_cannot_leave_the_path() {
        let base = Url::parse("https://h.example.com/v3/").unwrap();
        assert_eq!(
            join(&base, &["esims", "a/b?c#d"], false).as_str(),
            "https://h.example.com/v3/esims/a%2Fb%3Fc%23d"
        );
        assert_eq!(join(&base, &["subscriptions"], true).as_str(), "https://h.example.com/v3/subscriptions/");
        assert_eq!(join(&base, &["esims", ".."], false).as_str(), "https://h.example.com/v3/esims");
    }

    #[test]
    fn another_port_is_another_origin() {
        let url = |text| Url::parse(text).unwrap();
        assert!(same_origin(&url("https://a.example/x"), &url("https://a.example:443/y")));
        assert!(!same_origin(&url("https://a.example"), &url("http://a.example")));
        assert!(!same_origin(&url("http://127.0.0.1:1"), &url("http://127.0.0.1:2")));
        assert!(!same_origin(&url("https://a.example"), &url("https://b.example")));
    }
}
