//! An answer: its body within limits, or what its failure says.

use super::{clock, trouble};
use esim_desk_provider::{Effect, Error, Kind, Result};
use reqwest::Response;
use reqwest::header::RETRY_AFTER;
use serde_json::Value;

/// As much of a failure's body as is read for its text.
const LONGEST_FAILURE: usize = 256 << 10;

/// The body of a success, or the error that the answer is. Its effect is none; who sent a purchase judges
/// for itself.
pub(crate) async fn body(
    response: Response,
    operation: &'static str,
    limit: usize,
    secrets: &[&str],
) -> Result<Vec<u8>> {
    let status = response.status().as_u16();
    let retry_after =
        response.headers().get(RETRY_AFTER).and_then(|value| clock::retry_after(value.to_str().ok()?));
    if response.status().is_success() {
        return read(response, limit)
            .await
            .map_err(|kind| Error { status: Some(status), ..Error::without_effect(kind, operation) });
    }
    let text = read(response, LONGEST_FAILURE.min(limit)).await.ok().and_then(|body| text_of(&body));
    Err(Error {
        kind: trouble::kind_of_status(status),
        effect: Effect::None,
        operation,
        status: Some(status),
        retry_after,
        text: text.map(|text| trouble::presentable(&text, secrets)),
    })
}

async fn read(mut response: Response, limit: usize) -> std::result::Result<Vec<u8>, Kind> {
    let announced = usize::try_from(response.content_length().unwrap_or(0)).unwrap_or(usize::MAX);
    if announced > limit {
        return Err(Kind::TooLarge);
    }
    let mut body = Vec::with_capacity(announced);
    while let Some(piece) = response.chunk().await.map_err(|error| trouble::kind(&error))? {
        if body.len() + piece.len() > limit {
            return Err(Kind::TooLarge);
        }
        body.extend_from_slice(&piece);
    }
    Ok(body)
}

/// The first readable text of a failure's JSON body, in any of the shapes that gateways and frameworks
/// use; JSON without one is its own text. `None` for HTML, plain text and nothing.
fn text_of(body: &[u8]) -> Option<String> {
    let json: Value = serde_json::from_slice(body).ok()?;
    let error = json.get("error");
    let places = [
        json.get("message"),
        error.and_then(|error| error.get("message")),
        json.get("error_description"),
        error,
        json.get("errors"),
        error.and_then(|error| error.get("code")),
        json.get("detail"),
        json.get("title"),
        json.get("code"),
        Some(&json),
    ];
    places.into_iter().flatten().find_map(sentence)
}

fn sentence(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Array(items) => {
            let texts: Vec<_> = items.iter().filter_map(sentence).collect();
            Some(texts.join("; ")).filter(|text| !text.is_empty())
        }
        Value::Object(fields) => (!fields.is_empty()).then(|| value.to_string()),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_readable_text_is_found_in_every_shape() {
        let table = [
            (
                r#"{"statusCode":400,"message":["planID must be a string","x"],"error":"Bad Request"}"#,
                "planID must be a string; x",
            ),
            (r#"{"message":"Forbidden"}"#, "Forbidden"),
            (r#"{"error":{"message":"no money","code":"E1"}}"#, "no money"),
            (r#"{"error":"invalid_client","error_description":"who?"}"#, "who?"),
            (r#"{"error":"invalid_client"}"#, "invalid_client"),
            (r#"{"errors":{"planID":["unknown"]}}"#, r#"{"planID":["unknown"]}"#),
            (r#"{"code":"LIMIT"}"#, "LIMIT"),
            (r#"{"statusCode":400}"#, r#"{"statusCode":400}"#),
            (r#"["a"]"#, "a"),
        ];
        for (body, text) in table {
            assert_eq!(text_of(body.as_bytes()).as_deref(), Some(text), "{body}");
        }
        for body in ["", "<html>message</html>", "Unauthorized", "{}", "null", "12"] {
            assert_eq!(text_of(body.as_bytes()), None, "{body}");
        }
    }
}
