//! A progress bar over the bytes of a file, on a terminal and only for files that take a while.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Files below this are read before anybody looks.
const WORTH_SHOWING: u64 = 8 << 20;

/// How often the bar is brought up to date, in rows.
const EVERY: u64 = 4096;

pub(crate) struct Progress {
    bar: ProgressBar,
    read: Arc<AtomicU64>,
    rows: u64,
}

impl Progress {
    pub(crate) fn over(name: &str, (read, bytes): (Arc<AtomicU64>, u64)) -> Self {
        let bar = if bytes < WORTH_SHOWING {
            ProgressBar::hidden()
        } else {
            ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::stderr())
        };
        // The template is a constant; where it were wrong, the default style serves.
        let style = ProgressStyle::with_template("{msg} {wide_bar} {bytes}/{total_bytes}, {eta} left");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_message(name.to_owned());
        Progress { bar, read, rows: 0 }
    }

    pub(crate) fn row(&mut self) {
        self.rows += 1;
        if self.rows.is_multiple_of(EVERY) {
            self.bar.set_position(self.read.load(Ordering::Relaxed));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
