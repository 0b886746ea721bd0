//! Telkor's paths. The overview shows four of them; the others are read out of its words, so every one can be
//! changed in the wallet.

use esim_desk_provider::ConnectError;

/// One call's path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Path {
    Sims,
    Provision,
    Sim,
    Installation,
    Refresh,
    Tasks,
    Task,
    TaskItems,
    Links,
    Link,
    Activations,
    Suspend,
    Resume,
    Plans,
    Plan,
    Coverages,
    Organisation,
    Balance,
    Costs,
}

/// A path as the form shows it.
pub(super) struct Known {
    pub path: Path,
    /// Key of the field.
    pub key: &'static str,
    /// As staff read it.
    pub label: &'static str,
    pub default: &'static str,
}

const fn known(path: Path, key: &'static str, label: &'static str, default: &'static str) -> Known {
    Known { path, key, label, default }
}

/// Every path, in the order of the form.
pub(super) const KNOWN: [Known; 19] = [
    known(Path::Sims, "path_sims", "Path: SIMs", "/sims"),
    known(Path::Provision, "path_provision", "Path: provision links", "/sims/bulk-provision"),
    known(Path::Sim, "path_sim", "Path: one SIM", "/sims/{sim_id}"),
    known(Path::Installation, "path_installation", "Path: installation", "/sims/{sim_id}/esim-installation"),
    known(Path::Refresh, "path_refresh", "Path: refresh a SIM", "/sims/{sim_id}/refresh"),
    known(Path::Tasks, "path_tasks", "Path: tasks", "/tasks"),
    known(Path::Task, "path_task", "Path: one task", "/tasks/{task_id}"),
    known(Path::TaskItems, "path_task_items", "Path: items of a task", "/tasks/{task_id}/items"),
    known(Path::Links, "path_links", "Path: links", "/links"),
    known(Path::Link, "path_link", "Path: one link", "/links/{link_id}"),
    known(
        Path::Activations,
        "path_activations",
        "Path: activations of a link",
        "/links/{link_id}/activations",
    ),
    known(Path::Suspend, "path_suspend", "Path: suspend a link", "/links/{link_id}/suspend"),
    known(Path::Resume, "path_resume", "Path: resume a link", "/links/{link_id}/resume"),
    known(Path::Plans, "path_plans", "Path: plans", "/plans"),
    known(Path::Plan, "path_plan", "Path: one plan", "/plans/{plan_id}"),
    known(Path::Coverages, "path_coverages", "Path: coverages", "/coverages"),
    known(Path::Organisation, "path_organization", "Path: organisation", "/organization"),
    known(Path::Balance, "path_balance", "Path: balance", "/organization/balance"),
    known(Path::Costs, "path_costs", "Path: monthly cost", "/organization/costs"),
];

/// Where the installation view may be while nobody changed its path: the default, then these.
const OTHER_INSTALLATIONS: [&str; 2] = ["/sims/{sim_id}/esim", "/sims/{sim_id}/installation"];

/// A path with at most one place for an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Template(Vec<String>);

impl Template {
    /// Reads what was typed; it must have a place for an id exactly where the default has one.
    fn parse(text: &str, default: &str) -> Option<Self> {
        let segments: Vec<_> = text.strip_prefix('/')?.split('/').map(str::to_owned).collect();
        let places = segments.iter().filter(|segment| is_place(segment)).count();
        let wanted = usize::from(default.contains('{'));
        let is_plain = |segment: &String| {
            !matches!(segment.as_str(), "" | "." | "..")
                && segment.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.~:".contains(&b))
        };
        let fits = places == wanted && segments.iter().all(|segment| is_place(segment) || is_plain(segment));
        fits.then_some(Self(segments))
    }

    /// Its segments with the id in place; `None` for an id that cannot stand in a path.
    pub fn filled<'a>(&'a self, id: &'a str) -> Option<Vec<&'a str>> {
        let filled = |segment: &'a String| if is_place(segment) { id } else { segment.as_str() };
        let segments: Vec<_> = self.0.iter().map(filled).collect();
        let fits = !segments.iter().any(|segment| matches!(*segment, "" | "." | ".."));
        fits.then_some(segments)
    }

    /// As staff read it.
    pub fn shown(&self) -> String {
        self.0.iter().fold(String::new(), |text, segment| text + "/" + segment)
    }
}

fn is_place(segment: &str) -> bool {
    segment.starts_with('{') && segment.ends_with('}')
}

/// The paths of one wallet.
#[derive(Clone, Debug)]
pub(super) struct Paths {
    all: Vec<(Path, Template)>,
    /// In the order in which they are tried.
    pub installations: Vec<Template>,
}

impl Paths {
    /// What was typed for each key, or its default where that is empty.
    ///
    /// # Errors
    /// `Unusable` with the key of the first that is no path, or has no place for its id.
    pub fn read(typed: impl Fn(&str) -> String) -> Result<Self, ConnectError> {
        let mut all = Vec::with_capacity(KNOWN.len());
        for known in &KNOWN {
            let text = typed(known.key);
            let text = if text.is_empty() { known.default } else { &text };
            let template = Template::parse(text, known.default)
                .ok_or_else(|| ConnectError::Unusable { field: known.key.to_owned() })?;
            all.push((known.path, template));
        }
        let mut paths = Self { all, installations: Vec::new() };
        paths.installations = paths.of(Path::Installation).into_iter().cloned().collect();
        let default = KNOWN.iter().find(|known| known.path == Path::Installation).map(|known| known.default);
        if paths.installations.first().map(Template::shown).as_deref() == default {
            let others = OTHER_INSTALLATIONS.iter().filter_map(|text| Template::parse(text, text));
            paths.installations.extend(others);
        }
        Ok(paths)
    }

    /// The template of one call.
    pub fn of(&self, path: Path) -> Option<&Template> {
        self.all.iter().find(|(of, _)| *of == path).map(|(_, template)| template)
    }
}
