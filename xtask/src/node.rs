//! The Node package and its checks, and the programs of other checks that come from npm.

use std::fs;
use std::path::Path;

use crate::command::{Program, absolute, version};
use crate::run::{Done, Run};

const OLDEST: (u32, u32) = (20, 0);

const ENVIRONMENT: &str = "node: environment";
const PACKAGE: &str = "node: package";
/// The example of a backend has packages of its own.
const SERVICE: &str = "node: packages of the example service";

/// The package as users get it.
pub(crate) fn build(run: &mut Run) {
    run.prepare(ENVIRONMENT, &[], &|| install("bindings-node"));
    run.prepare(PACKAGE, &[ENVIRONMENT], &|| script("build"));
}

/// The package out of the development build that the tests of Rust use too: a release build of its own would take
/// longer than all of its tests.
pub(crate) fn build_for_tests(run: &mut Run) {
    run.prepare(ENVIRONMENT, &[], &|| install("bindings-node"));
    run.prepare(PACKAGE, &[ENVIRONMENT], &|| script("build:workspace"));
}

pub(crate) fn test(run: &mut Run) {
    run.check("node: lint, format and types", &[PACKAGE], &|| script("check"));
    run.prepare(SERVICE, &[ENVIRONMENT], &|| install("examples/node-service"));
    run.check("node: tests", &[PACKAGE, SERVICE], &|| script("test"));
}

/// The one check of Python that is a Node program; the environment and the package of Python are there by now.
pub(crate) fn pyright(run: &mut Run, needs: &[&'static str]) {
    run.check("python: types", needs, &|| {
        install("tests")?;
        let name = if cfg!(windows) { "pyright.cmd" } else { "pyright" };
        let pyright = absolute(&Path::new("tests/node_modules/.bin").join(name))?;
        Program::new(pyright).args(["--project", "pyrightconfig.json"]).step()
    });
}

/// Installs what the lock file of a folder lists, unless that very list is installed already.
fn install(folder: &str) -> Result<Done, String> {
    let found = Program::new("node").args(["--version"]).output();
    if found.as_deref().and_then(version).is_none_or(|version| version < OLDEST) {
        let found = found.unwrap_or_else(|| "none".into());
        return Err(format!("Node {} or newer is needed on PATH; found: {found}", OLDEST.0));
    }
    let lock = Path::new(folder).join("package-lock.json");
    let wanted = fs::read_to_string(&lock).map_err(|error| format!("{}: {error}", lock.display()))?;
    let stamp = Path::new(folder).join("node_modules").join(".renown-lock");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        println!("{folder}/node_modules holds what {} lists", lock.display());
        return Ok(Done::Passed);
    }
    // Without scripts: what the package builds when users install it is built by a step of its own.
    npm()
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"])
        .within(folder)
        .run()?;
    fs::write(&stamp, wanted).map_err(|error| format!("{}: {error}", stamp.display()))?;
    Ok(Done::Passed)
}

fn script(name: &str) -> Result<Done, String> {
    npm().args(["run", "--silent", name]).within("bindings-node").step()
}

fn npm() -> Program {
    Program::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
}
