//! Reads the clock, the environment and argv.

use chrono::SubsecRound;
use clusterwire::cli::{self, World};
use std::{
    env,
    io::{self, IsTerminal},
    process::ExitCode,
};

/// Unless whoever starts the program says it, glibc keeps a heap for each thread, with what was freed in it: large
/// documents, too, once there was one. With two for all, and what is large beside them, a run over a thousand sources
/// holds a fifth less at its peak; with one, its threads wait for each other.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const HEAPS: [(&str, &str); 3] = [
    ("MALLOC_ARENA_MAX", "2"),
    ("MALLOC_MMAP_THRESHOLD_", "1048576"),
    ("MALLOC_TRIM_THRESHOLD_", "2097152"),
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

/// Begins again with [`HEAPS`], which glibc reads before anything else. Where that cannot be, the program goes on as it
/// is: it begins again once only, and not where a loader or another name runs it.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn begin_anew() {
    use std::{os::unix::process::CommandExt, process::Command};
    let mut arguments = env::args_os();
    let (Some(name), Ok(program)) = (arguments.next(), env::current_exe()) else {
        return;
    };
    let ours = program.file_name() == Some(env!("CARGO_BIN_NAME").as_ref());
    let unsaid = HEAPS.iter().filter(|(key, _)| variable(key).is_none());
    if !ours || unsaid.clone().next().is_none() || variable(BEGUN).is_some() {
        return;
    }
    let mut again = Command::new(program);
    let again = again.arg0(name).args(arguments).envs(unsaid.copied());
    let _ = again.env(BEGUN, "1").exec();
}

/// Where a program runs with more rights than who starts it, glibc takes its own variables away.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const BEGUN: &str = "CLUSTERWIRE_BEGUN";

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
