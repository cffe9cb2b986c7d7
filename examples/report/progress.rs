//! A progress bar, on a terminal and only for work that takes a while.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use renown_examples::job::Watch;

/// How often the bar is brought up to date, in steps.
const EVERY: u64 = 1024;

#[derive(Default)]
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
    done: Arc<AtomicU64>,
    steps: u64,
}

impl Watch for Progress {
    fn begin(&mut self, name: &str, done: Arc<AtomicU64>, of: u64) {
        let bar = ProgressBar::with_draw_target(Some(of), ProgressDrawTarget::stderr());
        // The template is a constant; where it were wrong, the default style serves.
        let style = ProgressStyle::with_template("{msg} {wide_bar} {percent} %, {eta} left");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_message(name.to_owned());
        (self.bar, self.done, self.steps) = (Some(bar), done, 0);
    }

    fn step(&mut self) {
        self.steps += 1;
        if let Some(bar) = self.bar.as_ref().filter(|_| self.steps.is_multiple_of(EVERY)) {
            bar.set_position(self.done.load(Ordering::Relaxed));
        }
    }

    fn end(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}
