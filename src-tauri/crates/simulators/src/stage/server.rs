//! Listening on loopback, serving a supplier, and stopping.

use super::gate::gate;
use super::supplier::Supplier;
use super::wire::{Cutter, Lines};
use super::{Error, lock};
use axum::Router;
use axum::middleware::from_fn_with_state;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How long open connections may take to end when the server stops.
const FAREWELL: Duration = Duration::from_millis(500);

/// A port on 127.0.0.1 that is ours, before anybody answers on it: the ledger is opened after it, so that a taken
/// port leaves no trace.
#[derive(Debug)]
pub struct Door {
    listener: TcpListener,
    port: u16,
}

impl Door {
    /// Takes `port`, or any free one.
    ///
    /// # Errors
    /// The port is taken, or the system refuses to listen.
    pub async fn open(port: Option<u16>) -> Result<Self, Error> {
        let port = port.unwrap_or(0);
        let listen = |source| Error::Listen { port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(listen)?;
        let port = listener.local_addr().map_err(listen)?.port();
        Ok(Self { listener, port })
    }

    /// Answers until the server is stopped or dropped. `routes` bring their own answers to an unknown path and to
    /// a wrong method; every request passes the gate first.
    pub fn serve<S: Supplier>(self, supplier: Arc<S>, routes: Router<Arc<S>>) -> Server {
        let Self { listener, port } = self;
        let stop = supplier.stage().stop.clone();
        let mut told = stop.subscribe();
        let stopped = async move {
            let _stopped = told.wait_for(|stopped| *stopped).await;
        };
        let gate = from_fn_with_state((supplier.clone(), port), gate::<S>);
        let service = routes.layer(gate).with_state(supplier).into_make_service_with_connect_info::<Cutter>();
        let task = tokio::spawn(async move {
            let _never_fails = axum::serve(Lines(listener), service).with_graceful_shutdown(stopped).await;
        });
        Server { port, stop, task: Mutex::new(Some(task)) }
    }
}

/// A server that answers. Dropping it stops it.
#[derive(Debug)]
pub struct Server {
    port: u16,
    stop: watch::Sender<bool>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Server {
    /// `http://127.0.0.1:PORT`, without a trailing slash.
    pub fn base_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Stops listening, lets running requests end for a moment, and returns when the server is gone.
    pub async fn stop(&self) {
        self.stop.send_replace(true);
        let Some(mut task) = lock(&self.task).take() else { return };
        if tokio::time::timeout(FAREWELL, &mut task).await.is_err() {
            task.abort();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.send_replace(true);
    }
}
