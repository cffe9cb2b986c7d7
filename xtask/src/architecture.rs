//! Who may import whom, in the core and between the crates; `docs/design.md` says why.

use std::fs;
use std::path::{Path, PathBuf};

use crate::run::{Done, Run};

/// A room of the core, and the rooms that it may name.
const ROOMS: &[(&str, &[&str])] = &[
    ("stats", &[]),
    ("model", &[]),
    ("metrics", &["model", "stats"]),
    ("credibility", &["model", "stats"]),
    ("audience", &["model", "stats"]),
    // Nobody searches without a permit, so search names that of privacy.
    ("search", &["audience", "credibility", "metrics", "model", "privacy", "stats"]),
    ("privacy", &["model"]),
    ("import", &["audience", "credibility", "model"]),
    ("transparency", &[]),
    ("usage", &["model"]),
    ("report", &["audience", "credibility", "metrics", "model", "privacy", "search", "stats", "usage"]),
    (
        "columnar",
        &[
            "audience",
            "calls",
            "credibility",
            "metrics",
            "model",
            "privacy",
            "report",
            "search",
            "stats",
            "usage",
        ],
    ),
    (
        "calls",
        &[
            "audience",
            "credibility",
            "import",
            "metrics",
            "model",
            "privacy",
            "report",
            "search",
            "stats",
            "transparency",
            "usage",
        ],
    ),
];

/// A crate of the workspace, and the ones that it may depend on.
const CRATES: &[(&str, &[&str])] = &[
    ("core", &[]),
    ("store", &["renown"]),
    ("bindings-python", &["renown", "renown-store"]),
    ("bindings-node", &["renown", "renown-store"]),
    ("examples", &["renown", "renown-store"]),
    ("xtask", &[]),
];

pub(crate) fn step(run: &mut Run) {
    run.check("rust: architecture", &[], &check);
}

fn check() -> Result<Done, String> {
    let mut faults = Vec::new();
    for entry in directory(Path::new("core/src"))? {
        let name = entry.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if name == "lib" || name == "policies" {
            continue;
        }
        let Some((_, allowed)) = ROOMS.iter().find(|(room, _)| *room == name) else {
            faults.push(format!("core/src/{name} is a room that xtask/src/architecture.rs does not know"));
            continue;
        };
        for file in sources(&entry)? {
            let text = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
            for (line, fault) in faults_of_source(&text, depth(&file), &name, allowed) {
                faults.push(format!("{}:{line}: {fault}", file.display()));
            }
        }
    }
    for (member, allowed) in CRATES {
        let manifest = Path::new(member).join("Cargo.toml");
        let Ok(text) = fs::read_to_string(&manifest) else { continue };
        for dependency in members_depended_on(&text) {
            if !allowed.contains(&dependency) {
                faults.push(format!("{}: {member} may not depend on {dependency}", manifest.display()));
            }
        }
    }
    if faults.is_empty() { Ok(Done::Passed) } else { Err(faults.join("\n        ")) }
}

fn directory(path: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}

/// The Rust files at or below a path.
fn sources(path: &Path) -> Result<Vec<PathBuf>, String> {
    if path.is_file() {
        let is_rust = path.extension().is_some_and(|extension| extension == "rs");
        return Ok(if is_rust { vec![path.to_owned()] } else { Vec::new() });
    }
    let mut found = Vec::new();
    for entry in directory(path)? {
        found.extend(sources(&entry)?);
    }
    Ok(found)
}

/// How many modules deep a file's own module lies: `core/src/metrics/mod.rs` is 1.
fn depth(file: &Path) -> usize {
    let below_src = file.components().count().saturating_sub(2);
    if file.ends_with("mod.rs") { below_src.saturating_sub(1) } else { below_src }
}

/// What a file names and may not, with the line.
fn faults_of_source(text: &str, depth: usize, room: &str, allowed: &[&str]) -> Vec<(usize, String)> {
    let mut faults = Vec::new();
    let code: String =
        text.lines().map(|line| line.split("//").next().unwrap_or("")).collect::<Vec<_>>().join("\n");
    for (at, names) in paths_from_the_root(&code, depth) {
        let line = code.get(..at).unwrap_or("").matches('\n').count() + 1;
        for name in names {
            let known = ROOMS.iter().any(|(other, _)| *other == name);
            if known && name != room && !allowed.contains(&name) {
                faults.push((line, format!("{room} may not import {name}")));
            }
        }
    }
    if room != "columnar" {
        for (number, line) in code.lines().enumerate() {
            if words(line).any(|word| word.starts_with("arrow_")) {
                faults.push((number + 1, format!("only columnar may import Arrow, not {room}")));
            }
        }
    }
    faults
}

/// Every `crate::…` or `super::super::…` that starts at the root of the crate, with the names that follow.
fn paths_from_the_root(code: &str, depth: usize) -> Vec<(usize, Vec<&str>)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        if !code.get(..at).unwrap_or("").ends_with(is_of_a_word) {
            found.push((at, names_after(code.get(at + "crate::".len()..).unwrap_or(""))));
        }
    }
    let climb = "super::".repeat(depth);
    for (at, _) in code.match_indices(&climb) {
        let before = code.get(..at).unwrap_or("");
        if depth > 0 && !before.ends_with("super::") && !before.ends_with(is_of_a_word) {
            found.push((at, names_after(code.get(at + climb.len()..).unwrap_or(""))));
        }
    }
    found
}

/// The first name, or in a group `{a::x, b::{y, z}}` the first name of each member.
fn names_after(rest: &str) -> Vec<&str> {
    let Some(group) = rest.strip_prefix('{') else {
        return words(rest).next().into_iter().collect();
    };
    let (mut names, mut nesting, mut start) = (Vec::new(), 0_usize, 0);
    for (at, character) in group.char_indices() {
        let ends = match character {
            '{' => {
                nesting += 1;
                false
            }
            '}' if nesting == 0 => true,
            '}' => {
                nesting -= 1;
                false
            }
            ',' => nesting == 0,
            _ => false,
        };
        if ends {
            names.extend(words(group.get(start..at).unwrap_or("")).next());
            start = at + 1;
            if character == '}' {
                break;
            }
        }
    }
    names
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character| !is_of_a_word(character)).filter(|word| !word.is_empty())
}

fn is_of_a_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// The dependencies of a manifest that are members of the workspace, those of tests included.
fn members_depended_on(manifest: &str) -> Vec<&str> {
    let mut inside = false;
    let mut found = Vec::new();
    for line in manifest.lines() {
        if let Some(table) = line.strip_prefix('[') {
            inside = table.trim_end_matches(']').ends_with("dependencies");
        } else if inside && line.starts_with("renown") {
            found.extend(line.split(|character: char| character != '-' && !is_of_a_word(character)).next());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{depth, faults_of_source, members_depended_on};
    use std::path::Path;

    fn faults(code: &str) -> usize {
        faults_of_source(code, 2, "metrics", &["model", "stats"]).len()
    }

    #[test]
    fn an_import_along_an_arrow_is_no_fault() {
        assert_eq!(faults("use crate::stats::Figure;\nuse crate::{model::Post, metrics::Options};"), 0);
    }

    #[test]
    fn an_import_against_an_arrow_is_a_fault_however_it_is_written() {
        assert_eq!(faults("use crate::report::Report;"), 1);
        assert_eq!(faults("use crate::{stats::{a, b}, report::{c}, model};"), 1);
        assert_eq!(faults("fn f(x: crate::columnar::Error) {}"), 1);
        assert_eq!(faults("use super::super::privacy::Gate;"), 1);
        assert_eq!(faults("use arrow_array::Array;"), 1);
    }

    #[test]
    fn a_link_in_a_comment_is_no_import() {
        assert_eq!(faults("/// See [`Report`](crate::report::Report).\nfn f() {}"), 0);
    }

    #[test]
    fn the_place_of_a_fault_is_its_line() {
        let found = faults_of_source("\n\nuse crate::usage::Meter;", 2, "metrics", &[]);
        assert_eq!(found.first().map(|(line, _)| *line), Some(3));
    }

    #[test]
    fn a_file_lies_as_deep_as_its_module() {
        assert_eq!(depth(Path::new("core/src/metrics/mod.rs")), 1);
        assert_eq!(depth(Path::new("core/src/metrics/codec.rs")), 2);
        assert_eq!(depth(Path::new("core/src/metrics/engagement/mod.rs")), 2);
    }

    #[test]
    fn a_dependency_between_members_is_seen() {
        let manifest = "[package]\nname = \"renown-x\"\n[dependencies]\nrenown.workspace = true\nserde = \"1\"\n\
                        [dev-dependencies]\nrenown-store = { path = \"../store\" }\n";
        assert_eq!(members_depended_on(manifest), ["renown", "renown-store"]);
    }
}
