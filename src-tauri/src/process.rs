//! What the process promises before anything else runs: files of its own only, and no core dump with
//! codes in it.

/// Sets umask and limits, and what the web view reads from the environment.
pub fn prepare() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit, umask};
        umask(rustix::fs::Mode::from_raw_mode(0o077));
        // A system that refuses this keeps its own limit; the program runs all the same.
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    }
    #[cfg(target_os = "linux")]
    for (name, value) in WEBKIT {
        if std::env::var_os(name).is_none() {
            #[expect(
                unsafe_code,
                reason = "no other thread runs yet, and WebKit reads it from the environment only"
            )]
            unsafe {
                std::env::set_var(name, value);
            }
        }
    }
}

/// What WebKitGTK is told, unless the environment says otherwise. Its accelerated renderer leaves windows blank
/// on some drivers. Its just-in-time compilers take 10 MB for a page whose scripts run for milliseconds.
#[cfg(target_os = "linux")]
const WEBKIT: [(&str, &str); 2] = [("WEBKIT_DISABLE_DMABUF_RENDERER", "1"), ("JSC_useBaselineJIT", "0")];
