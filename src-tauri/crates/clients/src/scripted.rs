//! A server for tests that answers whatever a closure says, byte by byte. It knows nothing of any supplier.

use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A request as it came in.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub method: String,
    /// With its query.
    pub path: String,
    /// Lower-case names.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// What the server does with a request.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// Status, more head lines, body.
    Say(u16, String, String),
    /// A head that promises more than comes.
    Cut,
    /// Closes without a word.
    Close,
    /// Never answers.
    Hang,
}

/// JSON with status 200.
pub(crate) fn json(body: &str) -> Reply {
    Reply::Say(200, "content-type: application/json\r\n".to_owned(), body.to_owned())
}

/// Another status and no more head lines.
pub(crate) fn status(status: u16, body: &str) -> Reply {
    Reply::Say(status, String::new(), body.to_owned())
}

/// A server on a port of its own; it ends with the test's runtime.
pub(crate) struct Scripted {
    pub url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Scripted {
    pub async fn start(answer: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (answer, log) = (Arc::new(answer), seen.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, answer.clone(), log.clone()));
            }
        });
        Self { url, seen }
    }

    /// Every request so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// How many requests began so, written `GET /esims`.
    pub fn count(&self, begin: &str) -> usize {
        self.seen().iter().filter(|seen| format!("{} {}", seen.method, seen.path).starts_with(begin)).count()
    }
}

async fn serve<A: Fn(&Seen) -> Reply>(mut stream: TcpStream, answer: Arc<A>, log: Arc<Mutex<Vec<Seen>>>) {
    while let Some(request) = receive(&mut stream).await {
        log.lock().unwrap().push(request.clone());
        let (bytes, stays) = match answer(&request) {
            Reply::Say(status, head, body) => {
                let length = body.len();
                (format!("HTTP/1.1 {status} X\r\n{head}content-length: {length}\r\n\r\n{body}"), true)
            }
            Reply::Cut => ("HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n[{\"id\":".to_owned(), false),
            Reply::Close => return,
            Reply::Hang => return std::future::pending().await,
        };
        if stream.write_all(bytes.as_bytes()).await.is_err() || !stays {
            return;
        }
    }
}

async fn receive(stream: &mut TcpStream) -> Option<Seen> {
    let mut bytes = Vec::new();
    let head_end = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        more(stream, &mut bytes).await?;
    };
    let head = String::from_utf8(bytes[..head_end].to_vec()).unwrap();
    let mut lines = head.split("\r\n");
    let mut words = lines.next()?.split(' ');
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let headers: Vec<_> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let mut seen = Seen { method, path, headers, body: String::new() };
    let length: usize = seen.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    while bytes.len() < head_end + 4 + length {
        more(stream, &mut bytes).await?;
    }
    seen.body = String::from_utf8(bytes.split_off(head_end + 4)).unwrap();
    Some(seen)
}

async fn more(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> Option<()> {
    match stream.read_buf(bytes).await {
        Ok(0) | Err(_) => None,
        Ok(_) => Some(()),
    }
}
