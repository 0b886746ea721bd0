//! Connections that can be cut on purpose: without a byte, or in the middle of a body.
//!
//! hyper always finishes what it begins, so the cut is made underneath it: writing fails at the chosen byte,
//! hyper gives the connection up, and the client sees what a broken network shows it.

use super::lock;
use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

#[derive(Debug, Clone, Copy)]
enum Writing {
    Whole,
    /// The head of the answer and so many bytes of its body.
    Body(usize),
    /// So many bytes more.
    Bytes(usize),
}

/// Cuts the connection that a request came by.
#[derive(Debug, Clone)]
pub(super) struct Cutter(Arc<Mutex<Writing>>);

impl Cutter {
    /// Nothing more is sent; the connection closes when the answer would be written.
    pub fn cut(&self) {
        self.set(Writing::Bytes(0));
    }

    /// The next answer is cut after `bytes` bytes of its body.
    pub fn cut_in_body(&self, bytes: usize) {
        self.set(Writing::Body(bytes));
    }

    fn set(&self, writing: Writing) {
        *lock(&self.0) = writing;
    }

    fn get(&self) -> Writing {
        *lock(&self.0)
    }
}

impl Connected<IncomingStream<'_, Lines>> for Cutter {
    fn connect_info(stream: IncomingStream<'_, Lines>) -> Self {
        stream.io().cutter.clone()
    }
}

/// A listener whose connections carry a [`Cutter`].
pub(super) struct Lines(pub TcpListener);

impl Listener for Lines {
    type Io = Line;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Line, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        (Line { stream, cutter: Cutter(Arc::new(Mutex::new(Writing::Whole))) }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

/// One connection.
pub(super) struct Line {
    stream: TcpStream,
    cutter: Cutter,
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let allowed = match self.cutter.get() {
            Writing::Whole => return Pin::new(&mut self.stream).poll_write(cx, buf),
            Writing::Bytes(0) => return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into())),
            Writing::Bytes(n) => n,
            Writing::Body(n) => match buf.windows(4).position(|w| w == b"\r\n\r\n") {
                Some(head) => head + 4 + n,
                None => return Pin::new(&mut self.stream).poll_write(cx, buf),
            },
        };
        let part = &buf[..allowed.min(buf.len())];
        let written = Pin::new(&mut self.stream).poll_write(cx, part);
        if let Poll::Ready(Ok(n)) = written {
            self.cutter.set(Writing::Bytes(allowed - n));
        }
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
