//! Reads the clock, the environment and argv.

use chrono::SubsecRound;
use clusterwire::cli::{self, World};
use std::{
    env,
    io::{self, IsTerminal},
    process::ExitCode,
};

/// Unlike that of glibc it gives back what nobody uses: how soon, and how many heaps there are, `.cargo/config.toml` says.
#[cfg(target_os = "linux")]
#[global_allocator]
static HEAP: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
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
