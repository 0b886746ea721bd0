//! What the process promises before anything else runs: files of its own only, and no core dump with
//! codes in it.

/// Sets umask and limits, and works around blank windows of WebKitGTK on some drivers.
pub fn prepare() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit, umask};
        umask(rustix::fs::Mode::from_raw_mode(0o077));
        // A system that refuses this keeps its own limit; the program runs all the same.
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    }
    #[cfg(target_os = "linux")]
    if std::env::var_os("WEBKIT_DISABLE_DMABUF_RENDERER").is_none() {
        #[expect(
            unsafe_code,
            reason = "no other thread runs yet, and GTK reads it from the environment only"
        )]
        unsafe {
            std::env::set_var("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
        }
    }
}
