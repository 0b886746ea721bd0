//! Places where a test ends the program as a power cut would, to see that nothing is bought twice or forgotten.

/// Ends the process here if `ESIM_DESK_KILL_AT` names this place. Only a debug build listens.
pub(super) fn kill_point(place: &str) {
    #[cfg(debug_assertions)]
    {
        static AT: std::sync::OnceLock<Option<String>> = std::sync::OnceLock::new();
        if AT.get_or_init(|| std::env::var("ESIM_DESK_KILL_AT").ok()).as_deref() == Some(place) {
            std::process::abort();
        }
    }
    #[cfg(not(debug_assertions))]
    let _ = place;
}
