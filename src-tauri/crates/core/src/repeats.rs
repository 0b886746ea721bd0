//! A write that arrives twice is done once: the second arrival waits for, or gets, the answer of the first.
//!
//! The host's way from the window is at-least-once. What this forgets after a while, the UNIQUE columns of the
//! record remember.

use crate::api::{Code, Failure};
use esim_desk_model::Timestamp;
use serde_json::Value;
use std::collections::HashMap;
use std::future::Future;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::SetOnce;

/// How long an answer is kept for a late repeat, in seconds.
const KEPT_SECONDS: i64 = 600;

type Answer = Result<Value, Failure>;

/// The writes of the last minutes by command and request id.
#[derive(Default)]
pub(crate) struct Repeats {
    calls: Mutex<HashMap<(&'static str, String), Call>>,
    /// Only a hash is kept of what was asked: a connection form has secrets in it.
    hasher: RandomState,
}

struct Call {
    since: Timestamp,
    content: u64,
    answer: Arc<SetOnce<Answer>>,
}

impl Repeats {
    /// Runs `work` for the first call of this id and gives its answer to every call.
    pub async fn join<F>(
        &self,
        name: &'static str,
        id: &str,
        content: &str,
        now: Timestamp,
        work: impl FnOnce() -> F,
    ) -> Answer
    where
        F: Future<Output = Answer> + Send + 'static,
    {
        let (answer, first) = self.enter(name, id, self.hasher.hash_one(content), now)?;
        if first {
            let (work, answer) = (work(), answer.clone());
            tokio::spawn(async move {
                // Set here alone, once for each id.
                drop(answer.set(work.await));
            });
        }
        answer.wait().await.clone()
    }

    fn enter(
        &self,
        name: &'static str,
        id: &str,
        content: u64,
        now: Timestamp,
    ) -> Result<(Arc<SetOnce<Answer>>, bool), Failure> {
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        calls.retain(|_, call| call.answer.get().is_none() || !is_old(call.since, now));
        let key = (name, id.to_owned());
        if let Some(call) = calls.get(&key) {
            return if call.content == content {
                Ok((call.answer.clone(), false))
            } else {
                Err(Failure::at(Code::KeyReused, "request_id"))
            };
        }
        let answer = Arc::new(SetOnce::new());
        calls.insert(key, Call { since: now, content, answer: answer.clone() });
        Ok((answer, true))
    }
}

fn is_old(since: Timestamp, now: Timestamp) -> bool {
    (now.as_second() - since.as_second()).abs() > KEPT_SECONDS
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    async fn call(repeats: &Repeats, content: &str, second: i64, runs: &Arc<AtomicU32>) -> Answer {
        let now = Timestamp::from_second(second).unwrap();
        let runs = runs.clone();
        let work = move || async move { Ok(Value::from(runs.fetch_add(1, Ordering::SeqCst))) };
        repeats.join("kit_give", "id", content, now, work).await
    }

    #[tokio::test]
    async fn two_at_once_and_a_late_one_run_once() {
        let (repeats, runs) = (Repeats::default(), Arc::default());
        let (one, two) = tokio::join!(call(&repeats, "{}", 0, &runs), call(&repeats, "{}", 0, &runs));
        assert_eq!((one, two), (Ok(Value::from(0)), Ok(Value::from(0))));
        assert_eq!(call(&repeats, "{}", 599, &runs).await, Ok(Value::from(0)));
        assert_eq!(call(&repeats, "{}", 601, &runs).await, Ok(Value::from(1)), "the record remembers longer");
    }

    #[tokio::test]
    async fn the_same_id_with_other_content_is_refused() {
        let (repeats, runs) = (Repeats::default(), Arc::default());
        call(&repeats, "{}", 0, &runs).await.unwrap();
        assert_eq!(call(&repeats, "{1}", 0, &runs).await.unwrap_err().code, Code::KeyReused);
    }

    #[tokio::test]
    async fn the_work_goes_on_when_nobody_waits() {
        let repeats = Repeats::default();
        let (go, gone) = tokio::sync::oneshot::channel::<()>();
        let done = Arc::new(tokio::sync::Notify::new());
        let told = done.clone();
        let work = move || async move {
            gone.await.unwrap();
            told.notify_one();
            Ok(Value::Null)
        };
        {
            let waiting = repeats.join("sync_now", "id", "{}", Timestamp::UNIX_EPOCH, work);
            let lost = tokio::time::timeout(std::time::Duration::ZERO, waiting).await;
            assert!(lost.is_err(), "nothing let it end yet");
        }
        go.send(()).unwrap();
        done.notified().await;
    }
}
