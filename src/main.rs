//! Reads the clock, the environment and argv.

use chrono::SubsecRound;
use clusterwire::cli::{self, World};
use std::{
    env,
    io::{self, IsTerminal},
    process::ExitCode,
};

/// How glibc keeps memory, unless whoever starts the program says it: one heap for all threads instead of one for each,
/// and what is freed goes back to the system. A run over a thousand sources holds a quarter less at its peak.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const MEMORY: [(&str, &str); 3] = [
    ("MALLOC_ARENA_MAX", "1"),
    ("MALLOC_MMAP_THRESHOLD_", "65536"),
    ("MALLOC_TRIM_THRESHOLD_", "65536"),
];

fn main() -> ExitCode {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    begin_anew();
    let mut stdout = io::stdout();
    let mut stderr = io::stderr();
    let world = World {
        now: now(),
        variables: &variable,
        folder: env::current_dir().unwrap_or_default(),
        stdout_is_terminal: stdout.is_terminal(),
        stderr_is_terminal: stderr.is_terminal(),
        stdout: &mut stdout,
        stderr: &mut stderr,
    };
    cli::main(env::args_os(), world)
}

/// Begins again with [`MEMORY`], which glibc reads before anything else. Where that fails, the program goes on as it is.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn begin_anew() {
    use std::{os::unix::process::CommandExt, process::Command};
    let mut arguments = env::args_os();
    let (Some(name), Ok(program)) = (arguments.next(), env::current_exe()) else {
        return;
    };
    if MEMORY.iter().any(|(key, _)| variable(key).is_some()) {
        return;
    }
    let mut again = Command::new(program);
    let _ = again.arg0(name).args(arguments).envs(MEMORY).exec();
}

/// In whole seconds: no reader and no server tells time more finely.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that reads the clock"
)]
fn now() -> clusterwire::model::Timestamp {
    chrono::Utc::now().trunc_subsecs(0)
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that reads the environment"
)]
fn variable(name: &str) -> Option<std::ffi::OsString> {
    env::var_os(name)
}
