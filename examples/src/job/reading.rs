//! Reading the files: every row is checked, and belongs to somebody.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use renown::model::{AudienceMember, Platform, Post, Profile};
use renown::privacy::{Facts, SubjectState};
use renown::report::facts_of;

use super::shelves::{Kept, Shelves, enough};
use super::{Job, JobError, Skipped};
use crate::input::{self, FromRow, InputError, Known, Problem, Records, Sampled};

/// Somebody who watches the job go on.
pub trait Watch {
    /// A stretch of work begins: its name, a counter that the work moves, and where that counter ends.
    fn begin(&mut self, name: &str, done: Arc<AtomicU64>, of: u64);
    /// A row was read, or an influencer dealt with.
    fn step(&mut self);
    /// The stretch of work ends.
    fn end(&mut self);
}

/// Nobody watches.
impl Watch for () {
    fn begin(&mut self, _: &str, _: Arc<AtomicU64>, _: u64) {}
    fn step(&mut self) {}
    fn end(&mut self) {}
}

/// An influencer whose profile was read.
pub(super) struct Influencer {
    pub(super) line: u64,
    pub(super) profile: Profile,
    pub(super) facts: Facts,
}

/// What was read: influencers in the order of their profiles, the rest on shelves beside them.
pub(super) struct Input {
    pub(super) influencers: Vec<Influencer>,
    posts: Shelves<Post>,
    members: Shelves<AudienceMember>,
    shelves: usize,
    pub(super) skipped: Skipped,
    skip: bool,
    posts_file: std::path::PathBuf,
    members_file: std::path::PathBuf,
}

/// An influencer's rows, each once.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) posts: Vec<Post>,
    pub(super) members: Vec<AudienceMember>,
}

pub(super) fn read(job: &Job, watch: &mut dyn Watch) -> Result<Input, JobError> {
    let mut skipped = Skipped::default();
    let influencers = profiles(job, &mut skipped, watch)?;
    let index: HashMap<String, usize> = influencers
        .iter()
        .enumerate()
        .map(|(at, influencer)| (influencer.profile.id().as_str().to_owned(), at))
        .collect();

    let size = |file: &Path| std::fs::metadata(file).map_or(0, |data| data.len());
    let bytes = size(&job.posts).max(job.audience.as_deref().map_or(0, size));
    let shelves = enough(bytes, job.shelf_bytes).min(influencers.len().max(1));
    let write = |reason| JobError::Write { path: job.out.clone(), reason };
    std::fs::create_dir_all(&job.out).map_err(write)?;
    let mut posts = Shelves::new(shelves, influencers.len(), &job.out).map_err(write)?;
    let mut members = Shelves::new(shelves, influencers.len(), &job.out).map_err(write)?;

    // Ids of posts are a platform's own, so the same one cannot be of two influencers there.
    let mut owners: HashMap<(Platform, Box<str>), (usize, u64)> = HashMap::new();
    each::<Post>(job, &job.posts, "posts", &mut skipped, watch, |line, post| {
        let Some(&influencer) = index.get(post.influencer_id().as_str()) else {
            return Ok(Err(("influencer_id", Problem::NoProfile)));
        };
        let profile = influencers.get(influencer).map(|influencer| influencer.profile.platform());
        if let Some(profile) = profile.filter(|platform| *platform != post.platform()) {
            return Ok(Err(("platform", Problem::OtherPlatform { post: post.platform(), profile })));
        }
        match owners.entry((post.platform(), post.id().as_str().into())) {
            Entry::Occupied(owner) if owner.get().0 != influencer => {
                return Ok(Err(("post_id", Problem::Conflicting { what: "post_id", first: owner.get().1 })));
            }
            Entry::Occupied(_) => {}
            Entry::Vacant(entry) => {
                entry.insert((influencer, line));
            }
        }
        posts.put(Kept { influencer, line, value: post }).map(Ok)
    })?;
    drop(owners);
    if let Some(file) = &job.audience {
        each::<Sampled>(job, file, "audience", &mut skipped, watch, |line, Sampled { member, .. }| {
            let Some(&influencer) = index.get(member.influencer_id().as_str()) else {
                return Ok(Err(("influencer_id", Problem::NoProfile)));
            };
            members.put(Kept { influencer, line, value: member }).map(Ok)
        })?;
    }
    let members_file = job.audience.clone().unwrap_or_default();
    let posts_file = job.posts.clone();
    Ok(Input {
        influencers,
        posts,
        members,
        shelves,
        skipped,
        skip: job.skip_bad_rows,
        posts_file,
        members_file,
    })
}

fn profiles(job: &Job, skipped: &mut Skipped, watch: &mut dyn Watch) -> Result<Vec<Influencer>, JobError> {
    let mut influencers: Vec<Influencer> = Vec::new();
    let mut seen: HashMap<String, usize> = HashMap::new();
    each::<Known>(job, &job.profiles, "profiles", skipped, watch, |line, Known { profile, states }| {
        let mut facts = facts_of(&profile);
        facts.states.extend::<Vec<SubjectState>>(states);
        match seen.entry(profile.id().as_str().to_owned()) {
            Entry::Vacant(entry) => {
                entry.insert(influencers.len());
                influencers.push(Influencer { line, profile, facts });
            }
            Entry::Occupied(entry) => {
                let same = influencers.get(*entry.get());
                if let Some(first) = same.filter(|first| first.profile != profile || first.facts != facts) {
                    let what = "influencer_id";
                    return Ok(Err((what, Problem::Conflicting { what, first: first.line })));
                }
            }
        }
        Ok(Ok(()))
    })?;
    Ok(influencers)
}

/// What a row gives: taken in, or at fault in a column.
type Taken = std::io::Result<Result<(), (&'static str, Problem)>>;

/// Reads a file row by row. A row at fault ends the job, or is skipped and counted.
fn each<T: FromRow>(
    job: &Job,
    file: &Path,
    name: &str,
    skipped: &mut Skipped,
    watch: &mut dyn Watch,
    mut take: impl FnMut(u64, T) -> Taken,
) -> Result<(), JobError> {
    let records = Records::<T>::new(input::open(file)?, &job.renamed)?;
    let (done, bytes) = records.rows().progress();
    watch.begin(name, done, bytes);
    for record in records {
        watch.step();
        let fault = match record {
            Ok((line, value)) => match take(line, value) {
                Ok(Ok(())) => continue,
                Ok(Err((column, problem))) => InputError {
                    file: file.to_owned(),
                    line: Some(line),
                    column: Some(job.renamed.theirs(column).to_owned()),
                    problem: Box::new(problem),
                },
                Err(reason) => return Err(JobError::Write { path: job.out.clone(), reason }),
            },
            Err(fault) => fault,
        };
        if !job.skip_bad_rows || !fault.is_of_row() {
            return Err(fault.into());
        }
        skipped.count(name, &fault);
    }
    watch.end();
    Ok(())
}

impl Input {
    /// How many shelves there are.
    pub(super) fn shelves(&self) -> usize {
        self.shelves
    }

    /// The rows of the influencers of one shelf, by the index of the influencer. A row that comes again with the same
    /// content is left out, one with other content is at fault; counted where faults are skipped, once.
    pub(super) fn take(&mut self, shelf: usize, count: bool) -> Result<Vec<(usize, Rows)>, JobError> {
        let reading = |file: &Path| {
            let file = file.to_owned();
            move |reason| {
                JobError::Input(InputError {
                    file,
                    line: None,
                    column: None,
                    problem: Box::new(Problem::Io(reason)),
                })
            }
        };
        let posts = self.posts.take(shelf).map_err(reading(&self.posts_file))?;
        let members = self.members.take(shelf).map_err(reading(&self.members_file))?;
        let mut rows: Vec<(usize, Rows)> = self.of_shelf(shelf).map(|at| (at, Rows::default())).collect();
        let first = rows.first().map_or(0, |(at, _)| *at);

        let mut faults = Vec::new();
        for (influencer, kept) in once(posts, |post| post.id().as_str(), "post_id", &mut faults) {
            if let Some((_, rows)) = rows.get_mut(influencer - first) {
                rows.posts.push(kept);
            }
        }
        self.judge(&self.posts_file.clone(), "posts", faults, count)?;
        let mut faults = Vec::new();
        for (influencer, kept) in once(members, |member| member.id().as_str(), "member_id", &mut faults) {
            if let Some((_, rows)) = rows.get_mut(influencer - first) {
                rows.members.push(kept);
            }
        }
        self.judge(&self.members_file.clone(), "audience", faults, count)?;
        Ok(rows)
    }

    fn judge(
        &mut self,
        file: &Path,
        name: &str,
        faults: Vec<(u64, Problem)>,
        count: bool,
    ) -> Result<(), JobError> {
        for (line, problem) in faults {
            let what = if let Problem::Conflicting { what, .. } = &problem {
                Some((*what).to_owned())
            } else {
                None
            };
            let fault = InputError {
                file: file.to_owned(),
                line: Some(line),
                column: what,
                problem: Box::new(problem),
            };
            if !self.skip {
                return Err(fault.into());
            }
            if count {
                self.skipped.count(name, &fault);
            }
        }
        Ok(())
    }

    /// The influencers of a shelf: those whose rows [`Shelves::put`] lays there.
    fn of_shelf(&self, shelf: usize) -> std::ops::Range<usize> {
        let all = self.influencers.len();
        let begin = |shelf: usize| (shelf * all).div_ceil(self.shelves.max(1));
        begin(shelf)..begin(shelf + 1).min(all)
    }
}

/// The rows, each once, the first of those with the same id; others with that id that differ are faults.
fn once<T: PartialEq>(
    rows: Vec<Kept<T>>,
    id: impl Fn(&T) -> &str,
    what: &'static str,
    faults: &mut Vec<(u64, Problem)>,
) -> Vec<(usize, T)> {
    let mut seen: HashMap<(usize, &str), usize> = HashMap::with_capacity(rows.len());
    let mut keep = vec![true; rows.len()];
    for ((at, row), keep) in rows.iter().enumerate().zip(&mut keep) {
        match seen.entry((row.influencer, id(&row.value))) {
            Entry::Vacant(entry) => {
                entry.insert(at);
            }
            Entry::Occupied(entry) => {
                *keep = false;
                if let Some(first) = rows.get(*entry.get()).filter(|first| first.value != row.value) {
                    faults.push((row.line, Problem::Conflicting { what, first: first.line }));
                }
            }
        }
    }
    rows.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(row, _)| (row.influencer, row.value)).collect()
}
