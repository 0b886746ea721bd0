//! The path templates of the API. Only three of them are documented, so a test may move every one.

/// Paths below the base URL. `{…}` stands for one id whatever its name. No two templates of one method may meet
/// the same path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// GET: the list of SIMs.
    pub sims: String,
    /// POST: links over many SIMs.
    pub bulk_provision: String,
    /// GET: one SIM.
    pub sim: String,
    /// GET: what is needed to install an eSIM.
    pub installation: String,
    /// POST: reads a SIM's state upstream.
    pub refresh: String,
    /// GET: the list of tasks.
    pub tasks: String,
    /// GET: one task.
    pub task: String,
    /// GET: the items of a task.
    pub task_items: String,
    /// GET: the list of links.
    pub links: String,
    /// GET: one link.
    pub link: String,
    /// GET: a link's activations; POST: one more.
    pub activations: String,
    /// POST: suspends a link.
    pub suspend: String,
    /// POST: ends a suspension.
    pub resume: String,
    /// GET: the list of plans.
    pub plans: String,
    /// GET: one plan.
    pub plan: String,
    /// GET: the list of coverages; POST: one more.
    pub coverages: String,
    /// GET: the organisation.
    pub organization: String,
    /// GET: its balance.
    pub balance: String,
    /// GET: its cost of a month.
    pub costs: String,
}

impl Default for Paths {
    fn default() -> Self {
        Self {
            sims: "/sims".into(),
            bulk_provision: "/sims/bulk-provision".into(),
            sim: "/sims/{sim_id}".into(),
            installation: "/sims/{sim_id}/esim-installation".into(),
            refresh: "/sims/{sim_id}/refresh".into(),
            tasks: "/tasks".into(),
            task: "/tasks/{task_id}".into(),
            task_items: "/tasks/{task_id}/items".into(),
            links: "/links".into(),
            link: "/links/{link_id}".into(),
            activations: "/links/{link_id}/activations".into(),
            suspend: "/links/{link_id}/suspend".into(),
            resume: "/links/{link_id}/resume".into(),
            plans: "/plans".into(),
            plan: "/plans/{plan_id}".into(),
            coverages: "/coverages".into(),
            organization: "/organization".into(),
            balance: "/organization/balance".into(),
            costs: "/organization/costs".into(),
        }
    }
}

/// The template as a route: two templates that name the same place differently must not contradict each other.
pub(crate) fn route(prefix: &str, template: &str) -> String {
    let named = template.split('/').map(|part| if part.starts_with('{') { "{id}" } else { part });
    format!("{prefix}{}", named.collect::<Vec<_>>().join("/"))
}

/// Whether the template, below `prefix`, meets `path`.
pub(crate) fn meets(prefix: &str, template: &str, path: &str) -> bool {
    path.strip_prefix(prefix).is_some_and(|path| {
        let (mut wanted, mut given) = (template.split('/'), path.split('/'));
        loop {
            match (wanted.next(), given.next()) {
                (None, None) => return true,
                (Some(part), Some(id)) if part.starts_with('{') && !id.is_empty() => {}
                (Some(part), Some(word)) if part == word => {}
                (_, _) => return false,
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_one_part_of_a_path() {
        for (template, path, met) in [
            ("/links/{link_id}/activations", "/telkor/links/7/activations", true),
            ("/links/{link_id}/activations", "/links/7/activations", false),
            ("/links/{link_id}/activations", "/telkor/links//activations", false),
            ("/links/{link_id}/activations", "/telkor/links/7/8/activations", false),
            ("/links/{link_id}", "/telkor/links", false),
            ("/links", "/telkor/links/7", false),
        ] {
            assert_eq!(meets("/telkor", template, path), met, "{template} {path}");
        }
        assert_eq!(route("/telkor", "/v1/sims/{sim_id}/refresh"), "/telkor/v1/sims/{id}/refresh");
    }
}
