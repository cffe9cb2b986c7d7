//! The benchmarks: both packages as users get them, then `benches/run.py` with the caller's words.

use crate::run::Run;
use crate::{node, python};

pub(crate) fn run(run: &mut Run, words: &[String]) {
    python::build(run);
    node::build(run);
    run.check("benchmarks", &[python::PACKAGE], &|| python::script("benches/run.py", words));
}
