//! What went wrong in, what a person reads and the exit status out.

use super::Exit;
use crate::config::ConfigError;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use std::path::Path;

/// Why a command ended: what, where, and the next step.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Complaint {
    /// The status to leave with.
    pub(super) exit: Exit,
    /// What is wrong; one line, or a rendered report.
    pub(super) message: String,
    /// The next step; empty where the message holds it.
    pub(super) next: String,
}

impl Complaint {
    /// Wrong words on the command line or in the configuration.
    pub(super) fn usage(message: impl Into<String>, next: impl Into<String>) -> Self {
        Self {
            exit: Exit::Usage,
            message: message.into(),
            next: next.into(),
        }
    }

    /// Could not work.
    pub(super) fn failed(message: impl Into<String>, next: impl Into<String>) -> Self {
        Self {
            exit: Exit::Failed,
            message: message.into(),
            next: next.into(),
        }
    }
}

/// An error and all that led to it, on one line.
pub(super) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.ends_with(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        source = cause.source();
    }
    text
}

/// Every problem of a configuration with the line it stands on.
pub(super) fn configuration(
    error: &ConfigError,
    text: &str,
    path: &Path,
    renderer: &Renderer,
) -> Complaint {
    let path = path.display().to_string();
    let mut message = String::new();
    for problem in &error.problems {
        let mut snippet = Snippet::source(text).path(path.as_str());
        let title = Level::ERROR.primary_title(problem.message.as_str());
        let span = problem.span.clone();
        snippet = snippet.annotation(AnnotationKind::Primary.span(span));
        let mut group = title.element(snippet);
        if let Some(help) = &problem.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        message.push_str(&renderer.render(&[group]));
        message.push('\n');
    }
    Complaint {
        exit: Exit::Usage,
        message: message.trim_end().to_owned(),
        next: String::new(),
    }
}
