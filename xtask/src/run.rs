//! Steps: named, timed, counted.

use std::time::{Duration, Instant};

use crate::passed::Passed;

/// What became of a step.
#[derive(Clone, PartialEq, Eq)]
enum Outcome {
    Passed,
    PassedBefore,
    Skipped(String),
    Failed(String),
}

/// How a step that did not fail ended.
pub(crate) enum Done {
    /// All was checked.
    Passed,
    /// Nothing was checked, and why.
    Skipped(String),
}

/// What a step does; the error says what went wrong.
pub(crate) type Work<'a> = &'a dyn Fn() -> Result<Done, String>;

/// The steps so far.
pub(crate) struct Run {
    steps: Vec<(&'static str, Outcome, Duration)>,
    passed: Passed,
    listing: bool,
}

impl Run {
    pub(crate) fn new(resume: bool) -> Run {
        Run { steps: Vec::new(), passed: Passed::open(resume), listing: false }
    }

    /// Names the steps and runs none.
    pub(crate) fn listing() -> Run {
        Run { steps: Vec::new(), passed: Passed::open(false), listing: true }
    }

    /// A step that makes what later steps need: once in every run, even where it passed in an earlier one.
    pub(crate) fn prepare(&mut self, name: &'static str, needs: &[&'static str], work: Work<'_>) {
        if self.steps.iter().all(|(step, ..)| *step != name) {
            self.one(name, needs, work, true);
        }
    }

    /// A step that checks something. It fails unrun where a step that it needs has failed.
    pub(crate) fn check(&mut self, name: &'static str, needs: &[&'static str], work: Work<'_>) {
        self.one(name, needs, work, false);
    }

    fn one(&mut self, name: &'static str, needs: &[&'static str], work: Work<'_>, always: bool) {
        if self.listing {
            println!("{name}");
            self.steps.push((name, Outcome::PassedBefore, Duration::ZERO));
            return;
        }
        if !always && self.passed.holds(name) {
            self.steps.push((name, Outcome::PassedBefore, Duration::ZERO));
            return;
        }
        println!("\n== {name}");
        let started = Instant::now();
        let outcome = match needs.iter().find(|need| self.has_failed(need)) {
            Some(need) => Outcome::Failed(format!("not run: it needs {need:?}, which failed")),
            None => match work() {
                Ok(Done::Passed) => Outcome::Passed,
                Ok(Done::Skipped(why)) => Outcome::Skipped(why),
                Err(message) => Outcome::Failed(message),
            },
        };
        match &outcome {
            Outcome::Passed => self.passed.add(name),
            Outcome::PassedBefore => {}
            Outcome::Skipped(why) => println!("skipped: {why}"),
            Outcome::Failed(message) => println!("FAILED: {message}"),
        }
        self.steps.push((name, outcome, started.elapsed()));
    }

    fn has_failed(&self, name: &str) -> bool {
        self.steps.iter().any(|(step, outcome, _)| *step == name && matches!(outcome, Outcome::Failed(_)))
    }

    /// Prints what became of every step; true where none failed.
    pub(crate) fn finish(self) -> bool {
        if self.listing {
            return true;
        }
        println!();
        let (mut passed, mut failed, mut skipped) = (0, 0, 0);
        for (name, outcome, took) in &self.steps {
            let seconds = took.as_secs_f64();
            match outcome {
                Outcome::Passed => {
                    passed += 1;
                    println!("passed   {seconds:7.1} s  {name}");
                }
                Outcome::PassedBefore => {
                    passed += 1;
                    println!("passed    before    {name}");
                }
                Outcome::Skipped(why) => {
                    skipped += 1;
                    println!("skipped  {seconds:7.1} s  {name}: {why}");
                }
                Outcome::Failed(message) => {
                    failed += 1;
                    println!("FAILED   {seconds:7.1} s  {name}: {message}");
                }
            }
        }
        let total: Duration = self.steps.iter().map(|(_, _, took)| *took).sum();
        println!("\n{passed} passed, {failed} failed, {skipped} skipped in {:.0} s", total.as_secs_f64());
        failed == 0
    }
}
