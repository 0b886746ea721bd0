//! What runs in the background of one desk, and how it ends.

use crate::ports::Clock;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How long a purchase on the wire may take when the desk closes. What is not answered by then is looked up
/// after the next start.
const FAREWELL: Duration = Duration::from_secs(10);

/// The background tasks of one desk.
pub(crate) struct Tasks {
    stop: watch::Sender<bool>,
    /// Ended wherever they stand.
    cut: Mutex<JoinSet<()>>,
    /// Told to stop, and waited for.
    finish: Mutex<JoinSet<()>>,
}

impl Default for Tasks {
    fn default() -> Self {
        Self { stop: watch::Sender::new(false), cut: Mutex::default(), finish: Mutex::default() }
    }
}

impl Tasks {
    /// Runs what may end anywhere: reading, waiting, telling the window.
    pub fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.start(&self.cut, work);
    }

    /// Runs what must come to a good place first; it listens to [`Tasks::stopping`].
    pub fn spawn_careful(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.start(&self.finish, work);
    }

    /// Becomes `true` when the desk closes.
    pub fn stopping(&self) -> watch::Receiver<bool> {
        self.stop.subscribe()
    }

    /// Ends everything; returns when it has ended.
    pub async fn end(&self, clock: &Arc<dyn Clock>) {
        self.stop.send_replace(true);
        take(&self.cut).shutdown().await;
        let mut careful = take(&self.finish);
        tokio::select! {
            () = async { while careful.join_next().await.is_some() {} } => {}
            () = clock.sleep(FAREWELL) => {}
        }
        careful.shutdown().await;
    }

    fn start(&self, set: &Mutex<JoinSet<()>>, work: impl Future<Output = ()> + Send + 'static) {
        let mut set = set.lock().unwrap_or_else(PoisonError::into_inner);
        // Those that ended are let go here; nobody waits for them.
        while set.try_join_next().is_some() {}
        if !*self.stop.borrow() {
            set.spawn(work);
        }
    }
}

fn take(set: &Mutex<JoinSet<()>>) -> JoinSet<()> {
    std::mem::take(&mut *set.lock().unwrap_or_else(PoisonError::into_inner))
}
