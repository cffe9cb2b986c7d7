//! The virtual environment, the Python package in it, and its checks.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::command::{Program, absolute, version};
use crate::run::{Done, Run};

const VENV: &str = ".venv";
const REQUIREMENTS: &str = "tests/requirements.txt";
const WHEELS: &str = "target/wheels";
const OLDEST: (u32, u32) = (3, 11);

const ENVIRONMENT: &str = "python: environment";
/// The step that installs the package.
pub(crate) const PACKAGE: &str = "python: package";

pub(crate) fn build(run: &mut Run) {
    run.prepare(ENVIRONMENT, &[], &environment);
    run.prepare(PACKAGE, &[ENVIRONMENT], &package);
}

pub(crate) fn test(run: &mut Run) {
    run.check("python: lint", &[ENVIRONMENT], &|| tool("ruff")?.args(["check", "."]).step());
    run.check("python: format", &[ENVIRONMENT], &|| tool("ruff")?.args(["format", "--check", "."]).step());
    run.check("python: types of the sources", &[ENVIRONMENT], &|| {
        python()?
            .args(["-m", "mypy", "--config-file", "tests/python/mypy.ini", "bindings-python/renown"])
            .args(["tests/python/typed_queries.py"])
            .step()
    });
    run.check("python: stubs agree with the package", &[PACKAGE], &|| {
        // Away from the sources, which would hide the installed package.
        let configuration = absolute(Path::new("tests/python/mypy.ini"))?;
        let allowed = absolute(Path::new("tests/python/stubtest.txt"))?;
        python()?
            .args(["-m", "mypy.stubtest", "renown", "--mypy-config-file"])
            .args([configuration])
            .args(["--allowlist".into(), allowed])
            .within("target")
            .step()
    });
    run.check("python: tests", &[PACKAGE], &|| pytest("tests/python"));
    run.check("python: oracles", &[PACKAGE], &|| {
        if !Path::new("tests/oracle").is_dir() {
            return Err("tests/oracle is missing".into());
        }
        pytest("tests/oracle")
    });
    run.check("python: Spark", &[PACKAGE], &spark);
}

/// Runs tests on all cores.
fn pytest(folder: &str) -> Result<Done, String> {
    python()?.args(["-m", "pytest", "--numprocesses", "auto", "--dist", "worksteal", folder]).step()
}

/// Runs a script of the repository.
pub(crate) fn script(path: &str, words: &[String]) -> Result<Done, String> {
    python()?.args([path]).args(words).step()
}

/// The environment of all checks but that of Spark.
fn environment() -> Result<Done, String> {
    made(VENV, REQUIREMENTS, &[])?;
    Ok(Done::Passed)
}

/// Makes an environment and installs the packages that a file pins, unless that list is installed already. All come as
/// wheels, but for those named in `sources`.
fn made(environment: &str, requirements: &str, sources: &[&str]) -> Result<(), String> {
    let wanted = fs::read_to_string(requirements).map_err(|error| format!("{requirements}: {error}"))?;
    let stamp = Path::new(environment).join("renown-requirements");
    let python = || program(environment, "python").map(Program::new);
    if python().is_ok() && fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        println!("{environment} holds what {requirements} lists");
        return Ok(());
    }
    Program::new(interpreter()?).args(["-m", "venv", environment]).run()?;
    python()?.args(["-m", "pip", "install", "--quiet", "--upgrade", "pip"]).run()?;
    python()?
        .args(["-m", "pip", "install", "--quiet", "--only-binary", ":all:"])
        .args(sources.iter().flat_map(|name| ["--no-binary", name]))
        .args(["--requirement", requirements])
        .run()?;
    fs::write(&stamp, wanted).map_err(|error| format!("{}: {error}", stamp.display()))
}

/// Builds a wheel as users get it, and installs that: the checks then see what is shipped, not the sources.
fn package() -> Result<Done, String> {
    let wheels = || fs::read_dir(WHEELS).into_iter().flatten().flatten().map(|entry| entry.path());
    for old in wheels() {
        fs::remove_file(&old).map_err(|error| format!("{}: {error}", old.display()))?;
    }
    tool("maturin")?
        .args(["build", "--release", "--locked", "--quiet", "--out", WHEELS])
        .args(["--manifest-path", "bindings-python/Cargo.toml"])
        .args(["--interpreter".into(), program(VENV, "python")?])
        .run()?;
    installed(VENV)
}

/// Installs the wheel that [`package`] built.
fn installed(environment: &str) -> Result<Done, String> {
    let mut wheels = fs::read_dir(WHEELS).into_iter().flatten().flatten().map(|entry| entry.path());
    let wheel = wheels.next().ok_or_else(|| format!("there is no wheel in {WHEELS}"))?;
    Program::new(program(environment, "python")?)
        .args(["-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--force-reinstall"])
        .args([wheel])
        .step()
}

/// The figures on a cluster, which needs Java, and an environment of its own for the pandas that Spark knows.
fn spark() -> Result<Done, String> {
    const ENVIRONMENT: &str = ".venv-spark";
    if Program::new("java").args(["-version"]).output().is_none() {
        return Ok(Done::Skipped("no java on PATH, which Spark needs (17 or newer)".into()));
    }
    // PySpark alone has no wheel; it has nothing to compile either.
    made(ENVIRONMENT, "tests/spark/requirements.txt", &["pyspark"])?;
    installed(ENVIRONMENT)?;
    Program::new(program(ENVIRONMENT, "python")?).args(["-m", "pytest", "tests/spark"]).step()
}

/// A program of an environment.
fn program(environment: &str, name: &str) -> Result<PathBuf, String> {
    let path = if cfg!(windows) {
        Path::new(environment).join("Scripts").join(name).with_extension("exe")
    } else {
        Path::new(environment).join("bin").join(name)
    };
    if path.exists() { absolute(&path) } else { Err(format!("{} is missing", path.display())) }
}

fn tool(name: &str) -> Result<Program, String> {
    program(VENV, name).map(Program::new)
}

fn python() -> Result<Program, String> {
    tool("python")
}

/// An interpreter that is new enough: the one that `PYTHON` names, else the first on the path.
fn interpreter() -> Result<String, String> {
    if let Ok(named) = env::var("PYTHON") {
        return if is_new_enough(&named) {
            Ok(named)
        } else {
            Err(format!("PYTHON={named} is not Python {}.{} or newer", OLDEST.0, OLDEST.1))
        };
    }
    let names = ["python3", "python", "python3.14", "python3.13", "python3.12", "python3.11"];
    let found = names.into_iter().find(|name| is_new_enough(name));
    found.map(str::to_owned).ok_or_else(|| {
        format!("no Python {}.{} or newer is on PATH; PYTHON can name one", OLDEST.0, OLDEST.1)
    })
}

fn is_new_enough(interpreter: &str) -> bool {
    let answer = Program::new(interpreter).args(["--version"]).output();
    answer.as_deref().and_then(version).is_some_and(|version| version >= OLDEST)
}
