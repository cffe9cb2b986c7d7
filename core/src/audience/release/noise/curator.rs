//! Who answers with noise, and keeps the account.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::budget::Budget;
use super::mechanism::Mechanism;
use super::stream::{Secret, Stream};
use crate::audience::release::cube::Cube;
use crate::audience::release::rules::out_of_range;
use crate::audience::release::{Error, Place, Population, Quantity};
use crate::audience::{Axis, Table};

/// An answer with noise. It may be negative: that is what keeps it unbiased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Noisy {
    /// The true value plus noise.
    pub value: i64,
    /// The noise is within this of 0 with probability 95 %.
    pub margin: u64,
}

/// A table of noisy counts that adds up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoisyTable {
    axes: Vec<Axis>,
    /// In the order of the cells of a release.
    cells: Vec<(Place, i64)>,
    /// The noise of an innermost cell is within this of 0 with probability 95 %.
    margin: u64,
}

impl NoisyTable {
    /// The axes of the table.
    pub fn axes(&self) -> &[Axis] {
        &self.axes
    }

    /// All cells, subtotals and totals with their noisy counts.
    pub fn cells(&self) -> &[(Place, i64)] {
        &self.cells
    }

    /// The noise of an innermost cell is within this of 0 with probability 95 %; a total has the noise of all its parts.
    pub fn margin(&self) -> u64 {
        self.margin
    }

    /// The noisy count at a place; none where the table has no such place.
    pub fn n(&self, at: &[Option<usize>]) -> Option<i64> {
        self.cells.iter().find(|(place, _)| place == at).map(|(_, n)| *n)
    }
}

/// Answers questions with noise and pays for them from a budget.
///
/// Asking again costs nothing and gives the same answer. The account ([`Curator::account`]) is saved and
/// restored by the caller; a lost account is a lost budget.
///
/// ```
/// use renown::audience::{Axis, Dimension};
/// use renown::audience::release::{Budget, Contribution, Curator, Domain, Mechanism, Quantity, Secret};
///
/// let gender = Axis::flat(Dimension::Gender, ["female".into(), "male".into()])?;
/// let domain = Domain::new(vec![gender])?;
/// let women = domain.select(&[(Dimension::Gender, &["female".into()])])?;
/// let not_men = domain.everybody().minus(&domain.select(&[(Dimension::Gender, &["male".into()])])?)?;
///
/// // In earnest, 32 bytes from the system's source of randomness.
/// let mut curator = Curator::new(Secret::new(vec![7; 32])?, Budget::pure(1.0)?);
/// let noise = Mechanism::laplace(0.25, Contribution::COUNT)?;
/// let first = curator.answer(&women, Quantity::Count, "monday", 512, &noise)?;
/// let again = curator.answer(&not_men, Quantity::Count, "monday", 512, &noise)?;
/// assert_eq!(first, again);
/// assert_eq!(curator.budget().share_spent(), 0.25);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Curator {
    secret: Secret,
    account: Account,
}

/// What was spent, and on what: digests under the secret, from which nobody else can tell the questions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    budget: Budget,
    /// Digest of the question, then digest of the true value.
    answered: BTreeMap<String, String>,
}

impl Curator {
    /// A curator with a fresh account.
    pub fn new(secret: Secret, budget: Budget) -> Self {
        Curator { secret, account: Account { budget, answered: BTreeMap::new() } }
    }

    /// A curator who goes on where another stopped, with the same secret.
    pub fn resume(secret: Secret, account: Account) -> Self {
        Curator { secret, account }
    }

    /// The account, to be saved.
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// The budget as it stands.
    pub fn budget(&self) -> &Budget {
        &self.account.budget
    }

    /// One figure with noise. `snapshot` names the state of the data and changes whenever the data does.
    /// For sums, `value` is of contributions that were clamped to the bound of the mechanism.
    ///
    /// # Errors
    /// [`Error::BudgetExhausted`]; [`Error::SnapshotChanged`] where the same question was answered for this
    /// snapshot with another true value; [`Error::ValueTooLarge`]; [`Error::ParameterOutOfRange`] for Gaussian noise
    /// on a pure budget.
    pub fn answer(
        &mut self,
        population: &Population,
        quantity: Quantity,
        snapshot: &str,
        value: u64,
        mechanism: &Mechanism,
    ) -> Result<Noisy, Error> {
        let kind: &[u8] = if quantity == Quantity::Count { b"count" } else { b"sum" };
        let question = [kind, &population.canonical(), snapshot.as_bytes(), &mechanism.key()];
        let key = self.secret.digest(&question);
        let value = whole(value)?;
        self.pay(&key, &value.to_le_bytes(), snapshot, mechanism)?;
        Ok(Noisy { value: self.noisy(value, &key, mechanism), margin: mechanism.margin(0.95) })
    }

    /// A whole table with noise on the innermost counts; totals are sums of noisy counts, so the table adds up.
    /// One person changes one innermost count by 1, so all cells together cost what one does. With a multi-valued
    /// axis a person changes the count of people too: `cells` of the mechanism is then one more than the most
    /// categories that one person has.
    ///
    /// # Errors
    /// As [`Curator::answer`] and [`suppress`](crate::audience::release::suppress).
    pub fn table(
        &mut self,
        table: &Table,
        snapshot: &str,
        mechanism: &Mechanism,
    ) -> Result<NoisyTable, Error> {
        if table.people().is_some() && mechanism.contribution().cells < 2 {
            return Err(out_of_range(
                "the number of cells of one person",
                mechanism.contribution().cells,
                "2 or more for a multi-valued axis: the count of people, and one per category of a person",
            ));
        }
        let cube = Cube::of(table)?;
        let mut cells: Vec<(Vec<u8>, usize)> = (0..cube.len())
            .filter(|&cell| cube.is_innermost(cell))
            .map(|cell| (cube.canonical(cell), cell))
            .collect();
        // Neither the order of the axes nor that of their nodes makes another question.
        cells.sort_unstable();
        let mut whole_question = hmac_sha256::Hash::new();
        let mut values = Vec::new();
        for (name, cell) in &cells {
            whole_question.update((name.len() as u64).to_le_bytes());
            whole_question.update(name);
            values.extend(cube.counts().get(*cell).copied().unwrap_or(0).to_le_bytes());
        }
        let question = whole_question.finalize();
        let key = self.secret.digest(&[b"table", &question, snapshot.as_bytes(), &mechanism.key()]);
        self.pay(&key, &values, snapshot, mechanism)?;
        let mut noisy = vec![0; cube.len()];
        for (name, cell) in &cells {
            let value = whole(cube.counts().get(*cell).copied().unwrap_or(0))?;
            let key = self.secret.digest(&[b"cell", &key, name]);
            if let Some(place) = noisy.get_mut(*cell) {
                *place = self.noisy(value, &key, mechanism);
            }
        }
        let sums = cube.resummed(|cell| noisy.get(cell).copied().unwrap_or(0));
        let cells = sums.into_iter().enumerate().map(|(cell, n)| (cube.place(cell), n)).collect();
        Ok(NoisyTable { axes: table.axes().to_vec(), cells, margin: mechanism.margin(0.95) })
    }

    fn noisy(&self, value: i64, key: &[u8; 32], mechanism: &Mechanism) -> i64 {
        let noise = i64::try_from(mechanism.draw(&mut Stream::new(*key))).unwrap_or(0);
        value.saturating_add(noise)
    }

    /// Pays for a question that was not answered before.
    fn pay(
        &mut self,
        key: &[u8; 32],
        value: &[u8],
        snapshot: &str,
        mechanism: &Mechanism,
    ) -> Result<(), Error> {
        // The digest of the true value tells changed data from a repetition, and nothing to anybody else.
        let value = hex(&self.secret.digest(&[b"value", key, value]));
        let question = hex(&self.secret.digest(&[b"question", key]));
        match self.account.answered.get(&question) {
            Some(known) if *known == value => Ok(()),
            Some(_) => Err(Error::SnapshotChanged { snapshot: snapshot.to_owned() }),
            None => {
                self.account.budget.spend(mechanism)?;
                self.account.answered.insert(question, value);
                Ok(())
            }
        }
    }
}

fn whole(value: u64) -> Result<i64, Error> {
    let limit = crate::audience::release::MAX_VALUE;
    i64::try_from(value)
        .ok()
        .filter(|_| value <= limit)
        .ok_or_else(|| Error::ValueTooLarge { cell: "the answer".to_owned(), limit })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
