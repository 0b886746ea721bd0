//! Work that Telkor does in the background. How far a task is, its counters say; its words are not published.

use super::calls::Call;
use super::paths::Path;
use super::wire::{self, Provision};
use super::{Telkor, complete, must_be, translate};
use esim_desk_model::{EsimId, PlanId, Timestamp};
use esim_desk_provider::{Effect, Error, Kind, Listing, Result};

/// `GET /tasks`, in the desk's words.
pub(super) const LIST_TASKS: &str = "list tasks";
const READ_TASK: &str = "read a task";
const LIST_ITEMS: &str = "list the items of a task";
/// `POST /sims/bulk-provision`.
pub(super) const PROVISION: &str = "provision links";

/// One task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Telkor's id.
    pub id: String,
    /// Telkor's own word for its kind.
    pub kind: Option<String>,
    /// Telkor's own word for its state.
    pub word: Option<String>,
    /// Items in all.
    pub total: u64,
    /// Items that are done.
    pub completed: u64,
    /// Items that failed; they never fail the others.
    pub failed: u64,
    /// Items still to come.
    pub pending: u64,
    /// When Telkor took it.
    pub created_at: Option<Timestamp>,
    /// When Telkor last changed it.
    pub updated_at: Option<Timestamp>,
}

impl Task {
    /// Whether nothing more will come of it.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.total > 0 && self.pending == 0
    }
}

/// What became of one item of a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskItem {
    /// Telkor's id.
    pub id: String,
    /// What it is about: a SIM's ICCID or id, or a link's id.
    pub reference: Option<String>,
    /// The SIM, where the item repeats what was asked.
    pub sim: Option<String>,
    /// The link that came of it, where the item says so.
    pub link: Option<String>,
    /// How it ended.
    pub outcome: Outcome,
    /// Telkor's own word for that.
    pub word: Option<String>,
}

/// How an item of a task ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Still to come, or a word we do not know.
    Open,
    /// It worked.
    Done,
    /// It did not; the others go on.
    Failed {
        /// Telkor's reason.
        reason: Option<String>,
    },
}

impl Telkor {
    /// Every task, newest change first.
    ///
    /// # Errors
    /// Those of reading; `Path` where the path does not fit.
    pub async fn tasks(&self) -> Result<Listing<Task>> {
        self.listed(Call::usual(LIST_TASKS, Path::Tasks), translate::task).await
    }

    /// Whether the account may see its tasks, without which a lost purchase is never proven absent.
    pub(super) async fn may_list_tasks(&self) -> Result<bool> {
        let mut pages = self.pages(Call::urgent(LIST_TASKS, Path::Tasks));
        match pages.next(translate::task).await {
            Err(error) if matches!(error.kind, Kind::Forbidden | Kind::Path { .. }) => Ok(false),
            answer => answer.map(|_| true),
        }
    }

    /// One task; `None` when there is no such.
    ///
    /// # Errors
    /// As [`Self::tasks`].
    pub async fn task(&self, id: &str) -> Result<Option<Task>> {
        let Some(body) = self.found(&Call::urgent(READ_TASK, Path::Task).of(id)).await? else {
            return Ok(None);
        };
        let (row, raw) = wire::object(&body, READ_TASK)?;
        let task = translate::task(&row, raw).map_err(|misfit| wire::unreadable(misfit, READ_TASK))?;
        must_be(id, &task.id, READ_TASK)?;
        Ok(Some(task))
    }

    /// What became of each item of a task; with `failed` of those alone that failed.
    ///
    /// # Errors
    /// As [`Self::tasks`].
    pub async fn task_items(&self, id: &str, failed: bool) -> Result<Listing<TaskItem>> {
        let call = Call::urgent(LIST_ITEMS, Path::TaskItems).of(id);
        let call = if failed { call.query("status", "failed") } else { call };
        self.listed(call, translate::item).await
    }

    pub(super) async fn all_items(&self, id: &str) -> Result<Vec<TaskItem>> {
        complete(self.task_items(id, false).await?, LIST_ITEMS)
    }

    /// Binds each SIM to a new link, `prefix_1` and so on, with these plans on it. Sent once. A SIM that is
    /// bound already fails as an item and harms no other.
    ///
    /// # Errors
    /// The effect says whether the task may have begun all the same.
    pub async fn provision(&self, prefix: &str, sims: &[EsimId], plans: &[PlanId]) -> Result<Task> {
        let sim_ids: Vec<_> = sims.iter().map(EsimId::as_str).collect();
        let plan_ids: Vec<_> = plans.iter().map(PlanId::as_str).collect();
        let wanted =
            Provision { name_prefix: prefix, sim_ids: &sim_ids, plan_ids: &plan_ids, counter_start: 1 };
        let body = self.post(&Call::urgent(PROVISION, Path::Provision), &wanted).await?;
        // From here on links may be made, so whatever cannot be read is no refusal.
        let unknown = |error| Error { effect: Effect::Unknown, ..error };
        let (row, raw) = wire::object(&body, PROVISION).map_err(unknown)?;
        translate::task(&row, raw).map_err(|misfit| unknown(wire::unreadable(misfit, PROVISION)))
    }
}
