//! Reads the clock, the environment and argv.

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the clock"
)]
fn main() -> std::process::ExitCode {
    clusterwire::cli::run(std::env::args_os(), chrono::Utc::now())
}
