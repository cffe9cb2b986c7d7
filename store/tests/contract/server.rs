//! A PostgreSQL server of the tests' own, from the binaries that Debian installs: on loopback, in a temporary folder,
//! gone when the tests are.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// Ends the server and removes its folder when the tests close its input, in whatever way they end. PostgreSQL refuses
/// to run as root, which tests in a container often are.
const SCRIPT: &str = r#"
bin=$1; port=$2
as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
cd /
dir=$(as mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
as "$bin/initdb" -D "$dir/data" -U renown -A trust -E UTF8 --locale=C.UTF-8 --no-sync > /dev/null || exit 1
as "$bin/pg_ctl" -D "$dir/data" -w -l "$dir/log" -o "-c listen_addresses=127.0.0.1 -p $port -k $dir" start > /dev/null || exit 1
echo "$dir/data"
read -r _
as "$bin/pg_ctl" -D "$dir/data" -m immediate stop > /dev/null
"#;

pub(crate) struct Server {
    pub(crate) data: PathBuf,
    port: u16,
    /// Its input is open as long as the tests run.
    _shell: Child,
}

impl Server {
    pub(crate) fn parameters(&self, database: &str) -> String {
        format!("host=127.0.0.1 port={} user=renown dbname={database} connect_timeout=10", self.port)
    }
}

/// The folder of the binaries of the newest version that is installed.
fn binaries() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let folders = versions.filter_map(|entry| Some(entry.ok()?.path()));
    let number = |path: &PathBuf| path.file_name()?.to_str()?.parse::<u32>().ok();
    let newest =
        folders.filter_map(|path| Some((number(&path)?, path))).filter(|(version, _)| *version >= 15);
    newest.max().map(|(_, path)| path.join("bin"))
}

/// The server; none where there are no binaries.
#[expect(clippy::print_stdout, reason = "says what is skipped")]
pub(crate) fn server() -> Option<&'static Server> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    let server = SERVER.get_or_init(|| {
        let bin = binaries()?;
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut shell = Command::new("sh")
            .args(["-c", SCRIPT, "sh", bin.to_str().unwrap(), &port.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(shell.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert!(!line.trim().is_empty(), "PostgreSQL is installed and does not start");
        Some(Server { data: PathBuf::from(line.trim()), port, _shell: shell })
    });
    if server.is_none() {
        println!("skipped: no PostgreSQL");
    }
    server.as_ref()
}
