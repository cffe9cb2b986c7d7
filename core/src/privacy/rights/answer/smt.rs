//! The rows of answers as SMT-LIB, each fact a Boolean.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::table::{Deed, Rule, Says, rules};
use crate::privacy::Strength;
use crate::privacy::smt::{and, or};

/// In the order in which rows are joined.
const SAYS: [Says; 5] = [Says::Permit, Says::Partial, Says::NeedsHuman, Says::Deny, Says::NotApplicable];

fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Writes what each source says of each right, and what it does.
pub(in crate::privacy) fn write_smtlib(text: &mut String) -> std::fmt::Result {
    let rules = rules();
    let order: Vec<String> =
        SAYS.iter().zip(0..).map(|(says, rank)| format!("{rank} {}", word(says))).collect();
    writeln!(text, "; How requests are answered for one item. -1 no row, {}", order.join(", "))?;
    let facts: BTreeSet<&String> =
        rules.iter().flat_map(|rule| rule.when.iter().chain(&rule.unless)).collect();
    for fact in facts {
        writeln!(text, "(declare-const |fact {fact}| Bool)")?;
    }
    for (at, rule) in rules.iter().enumerate() {
        let when = rule.when.iter().map(|fact| format!("|fact {fact}|"));
        let unless = rule.unless.iter().map(|fact| format!("(not |fact {fact}|)"));
        writeln!(text, "(define-fun |row {at}| () Bool {})", and(&when.chain(unless).collect::<Vec<_>>()))?;
    }
    let rights: BTreeSet<&String> =
        rules.iter().flat_map(|rule| &rule.rights).filter(|right| *right != "*").collect();
    for right in rights {
        for by in [Strength::Statute, Strength::Promise] {
            write_source(text, right, by, rules)?;
        }
    }
    Ok(())
}

fn write_source(text: &mut String, right: &str, by: Strength, rules: &[Rule]) -> std::fmt::Result {
    let name = format!("{right} {}", word(&by));
    let speaks =
        |rule: &Rule| rule.by.contains(&by) && rule.rights.iter().any(|one| one == "*" || one == right);
    let own: Vec<(usize, &Rule)> = rules.iter().enumerate().filter(|(_, rule)| speaks(rule)).collect();
    let rows = |fits: &dyn Fn(&Rule) -> bool| -> Vec<String> {
        own.iter().filter(|(_, rule)| fits(rule)).map(|(at, _)| format!("|row {at}|")).collect()
    };
    writeln!(text, "(define-fun |{name} first| () Bool {})", or(&rows(&|rule| rule.first)))?;
    // Where a first row matches, no other counts.
    let counts = |at: usize, rule: &Rule| match rule.first {
        true => format!("|row {at}|"),
        false => format!("(and |row {at}| (not |{name} first|))"),
    };
    let mut says = "(- 1)".to_owned();
    for (rank, one) in SAYS.iter().enumerate() {
        let counting: Vec<String> =
            own.iter().filter(|(_, rule)| rule.says == *one).map(|(at, rule)| counts(*at, rule)).collect();
        says = format!("(ite {} {rank} {says})", or(&counting));
    }
    writeln!(text, "(define-fun |{name} says| () Int {says})")?;
    let deeds: BTreeSet<Deed> = own.iter().flat_map(|(_, rule)| rule.effects.iter().copied()).collect();
    for deed in deeds {
        let decisive: Vec<String> = own
            .iter()
            .filter(|(_, rule)| rule.effects.contains(&deed))
            .map(|(at, rule)| {
                let rank = SAYS.iter().position(|one| *one == rule.says).unwrap_or_default();
                format!("(and {} (= |{name} says| {rank}))", counts(*at, rule))
            })
            .collect();
        writeln!(text, "(define-fun |{name} does {}| () Bool {})", word(&deed), or(&decisive))?;
    }
    Ok(())
}
