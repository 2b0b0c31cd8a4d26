//! How the C library shares out memory, which it asks the environment at the start of a program.

/// glibc gives every thread an arena and keeps in each what its largest page took. The service's threads
/// take turns, so that one arena does, and what is large goes back at once.
const WISHES: [(&str, &str); 3] = [
    ("MALLOC_ARENA_MAX", "1"),
    ("MALLOC_MMAP_THRESHOLD_", "131072"),
    ("MALLOC_TRIM_THRESHOLD_", "131072"),
];

/// Starts the program anew in this process with these wishes, unless the environment has any. Where that
/// cannot be done, more memory is used.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub(crate) fn settle() {
    use std::os::unix::process::CommandExt as _;

    if WISHES.iter().any(|(name, _)| std::env::var_os(name).is_some()) {
        return;
    }
    let Ok(program) = std::env::current_exe() else { return };
    let mut args = std::env::args_os();
    let mut command = std::process::Command::new(program);
    if let Some(name) = args.next() {
        command.arg0(name);
    }
    let error = command.args(args).envs(WISHES).exec();
    tracing::debug!(%error, "the wishes for memory are not kept");
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(crate) fn settle() {}
