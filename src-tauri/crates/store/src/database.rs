//! One writer thread and a few reader threads for one SQLite file.
//!
//! Writes stand in one line, each in a transaction of its own; reads run beside them on connections that cannot
//! write. The threads need no runtime; an answer comes back through a channel. Work that was handed over runs to
//! its end even if nobody waits for the answer any more.

use crate::Error;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use tokio::sync::oneshot;

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// The threads of one file. Dropping it waits until everything handed over is done.
pub(crate) struct Database {
    writer: Option<Sender<Job>>,
    readers: Option<Sender<Job>>,
    writing: Option<JoinHandle<()>>,
    reading: Vec<JoinHandle<()>>,
}

impl Database {
    /// Starts the threads over connections that are already set up.
    pub(crate) fn start(
        name: &str,
        writer: Connection,
        readers: Vec<Connection>,
    ) -> Result<Self, std::io::Error> {
        let (write, writes) = channel();
        let (read, reads) = channel();
        let writing = spawn(format!("{name}-writer"), writer, Arc::new(Mutex::new(writes)))?;
        let reads = Arc::new(Mutex::new(reads));
        let reading = readers
            .into_iter()
            .map(|reader| spawn(format!("{name}-reader"), reader, Arc::clone(&reads)))
            .collect::<Result<_, _>>()?;
        Ok(Self { writer: Some(write), readers: Some(read), writing: Some(writing), reading })
    }

    /// Runs in one immediate transaction, which is committed before this returns and undone on an error.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.ask_writer(work).await.unwrap_or_else(|_| Err(stopped()))
    }

    /// After much was written: folds the WAL into the file, from where readers read faster, and gives back memory.
    pub(crate) async fn settle(&self) -> Result<(), Error> {
        let settled = ask(self.writer.as_ref(), |connection| {
            connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
            Ok(connection.execute_batch("PRAGMA shrink_memory")?)
        });
        settled.await.unwrap_or_else(|_| Err(stopped()))
    }

    /// Runs on a connection that cannot write.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.ask_reader(work).await.unwrap_or_else(|_| Err(stopped()))
    }

    fn ask_writer<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Error> + Send + 'static,
    ) -> oneshot::Receiver<Result<T, Error>> {
        ask(self.writer.as_ref(), move |connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = work(&transaction)?;
            transaction.commit()?;
            Ok(value)
        })
    }

    fn ask_reader<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Error> + Send + 'static,
    ) -> oneshot::Receiver<Result<T, Error>> {
        // One transaction, so that several queries of one read see the same moment.
        ask(self.readers.as_ref(), move |connection| {
            let transaction = connection.transaction()?;
            work(&transaction)
        })
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // SQLite folds the WAL into the file when its last connection closes, and one that cannot write cannot do
        // it: the writer goes last, so that the file is whole by itself.
        self.readers = None;
        for thread in self.reading.drain(..) {
            let _ended = thread.join();
        }
        self.writer = None;
        if let Some(thread) = self.writing.take() {
            let _ended = thread.join();
        }
    }
}

fn ask<T: Send + 'static>(
    line: Option<&Sender<Job>>,
    work: impl FnOnce(&mut Connection) -> Result<T, Error> + Send + 'static,
) -> oneshot::Receiver<Result<T, Error>> {
    let (answer, answered) = oneshot::channel();
    let job: Job = Box::new(move |connection| {
        let _nobody_waits = answer.send(work(connection));
    });
    if let Some(line) = line {
        // A line without a thread drops the job, and with it `answer`: the asker sees that it stopped.
        let _thread_gone = line.send(job);
    }
    answered
}

fn spawn(
    name: String,
    mut connection: Connection,
    jobs: Arc<Mutex<Receiver<Job>>>,
) -> Result<JoinHandle<()>, std::io::Error> {
    std::thread::Builder::new().name(name).spawn(move || {
        loop {
            let next = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(job) = next else { return };
            job(&mut connection);
        }
    })
}

fn stopped() -> Error {
    Error::Other("the database thread has stopped".to_owned())
}
