//! Asking the gate, and showing what it lets pass.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;
use renown::model::Timestamp;
use renown::privacy::{DataCategory, Decision, Policy, Purpose, Receipt, Recipient, Request, SubjectId};
use renown::report::{self, Report};

use super::output::Files;
use super::peers::{Peers, moment};
use super::reading::{Influencer, Input, Rows, Watch};
use super::{Job, JobError, Summary};

/// The gate, with what is the same for all questions of the job.
pub(super) struct Gate<'a> {
    job: &'a Job,
    now: Timestamp,
    recipient: Recipient,
    policy: Policy,
}

/// What became of an influencer: a report with its receipt, or the reason why there is nothing to show.
enum Answer {
    Shown(Box<(Report, Receipt)>),
    Denied(String),
}

impl<'a> Gate<'a> {
    pub(super) fn new(job: &'a Job) -> Result<Self, JobError> {
        let recipient = Recipient::user(&*job.recipient)
            .map_err(|error| JobError::Choice(format!("--recipient: {error}")))?;
        Ok(Gate { job, now: moment(job)?, recipient, policy: Policy::influencer_marketing() })
    }

    pub(super) fn now(&self) -> Timestamp {
        self.now
    }

    fn decide(&self, influencer: &Influencer, subject: SubjectId, categories: Vec<DataCategory>) -> Decision {
        let request =
            Request::disclose(subject, categories, Purpose::INFLUENCER_SEARCH, self.recipient.clone());
        self.policy.decide(&influencer.facts, &request, self.now.datetime())
    }

    /// Whether something of an influencer may be shown.
    pub(super) fn permits(
        &self,
        influencer: &Influencer,
        categories: Vec<DataCategory>,
    ) -> Result<bool, JobError> {
        let subject = SubjectId::new(influencer.profile.id().as_str())
            .map_err(|_| self.no_report(influencer, report::Error::MalformedSubject))?;
        Ok(self.decide(influencer, subject, categories).permit().is_ok())
    }

    /// The error that names the line of the profile.
    pub(super) fn no_report(&self, influencer: &Influencer, reason: report::Error) -> JobError {
        JobError::Report { file: self.job.profiles.clone(), line: influencer.line, reason: Box::new(reason) }
    }

    fn answer(&self, influencer: &Influencer, rows: &Rows, peers: &[f64]) -> Result<Answer, JobError> {
        let input = report::Input {
            audience: &rows.members,
            peers,
            ..report::Input::new(&influencer.profile, &rows.posts, self.now)
        };
        let refused = |reason| self.no_report(influencer, reason);
        let held = report::report(&input, &self.job.options).map_err(refused)?;
        let decision = self.decide(influencer, held.subject().clone(), held.categories().to_vec());
        let Ok(permit) = decision.permit() else { return Ok(Answer::Denied(decision.reason())) };
        let shown = held.open(&permit, self.now.datetime()).map_err(|error| refused(error.into()))?;
        let (report, receipt) = shown.into_parts();
        Ok(Answer::Shown(Box::new((report.clone(), receipt))))
    }
}

/// Makes the reports, shelf by shelf, and writes those that may be shown.
pub(super) fn show(
    job: &Job,
    gate: &Gate<'_>,
    input: &mut Input,
    peers: &Peers,
    files: &mut Files,
    watch: &mut dyn Watch,
) -> Result<Summary, JobError> {
    let done = Arc::new(AtomicU64::new(0));
    watch.begin("reports", Arc::clone(&done), input.influencers.len() as u64);
    let mut summary = Summary { folder: job.out.clone(), ..Summary::default() };
    let mut denied: BTreeMap<String, u64> = BTreeMap::new();
    for shelf in 0..input.shelves() {
        let rows = input.take(shelf, false)?;
        let influencers = &input.influencers;
        let answers: Vec<Result<Answer, JobError>> = rows
            .par_iter()
            .filter_map(|(at, rows)| Some((at, influencers.get(*at)?, rows)))
            .map(|(at, influencer, rows)| {
                let profile = &influencer.profile;
                let peers = peers.of(*at, profile.platform(), profile.followers());
                let answer = gate.answer(influencer, rows, &peers);
                done.fetch_add(1, Ordering::Relaxed);
                answer
            })
            .collect();
        for answer in answers {
            watch.step();
            match answer? {
                Answer::Denied(reason) => *denied.entry(reason).or_default() += 1,
                Answer::Shown(shown) => {
                    let (report, receipt) = *shown;
                    files.add(&report, &receipt)?;
                    if summary.printed.len() < job.print {
                        summary.printed.push(report::text(&report, &job.text));
                    }
                    summary.shown += 1;
                }
            }
        }
    }
    watch.end();
    Ok(Summary { denied, ..summary })
}
