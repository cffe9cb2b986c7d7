#!/usr/bin/env bash
# Does what a newcomer does: in three empty folders, with a fresh clone and nothing but the text of README.md, follows
# the quick start of each language, checks the first figure, and prints how long that took.
#
#   tests/newcomer.sh [rust] [python] [node]      all three by default
#
# The builds start from nothing, so it takes many minutes: run it by hand, or once before a release. What is committed
# is what is tried.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
[ $# -gt 0 ] || set -- rust python node
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset CARGO_TARGET_DIR # a newcomer has none: each folder has its own
git clone --quiet "file://$root" "$work/renown"
readme=$work/renown/README.md

# The first block of README.md in a language, without its fence.
block() { awk -v fence="\`\`\`$1" '$0 == fence { on = 1; next } on && /^```/ { exit } on' "$readme"; }

# The line of the install block that begins with a word, with the path of the clone in it and without its comment.
install_line() {
  local line
  line=$(block sh | grep "^$1 ") || { echo "README.md has no line for $1" >&2; exit 1; }
  printf '%s' "${line%%#*}" | sed -e "s#--path #--path $work/renown/#" -e "s# \./# $work/renown/#"
}

# The file that a block is to be saved as: its first line is a comment that says so.
name_of() { head -n 1 <<<"$1" | sed 's#^[/# ]*##'; }

write_example() {
  local text name
  text=$(block "$1")
  name=$(name_of "$text")
  case $name in *.rs | *.py | *.mjs) ;; *) echo "the $1 block does not say where it belongs: $name" >&2; exit 1 ;; esac
  mkdir -p "$(dirname "$name")"
  printf '%s\n' "$text" >"$name"
  printf '%s' "$name"
}

# Each comment behind a print says what is printed, as far as the first colon: nothing else may come out.
expected() { sed -nE 's/^ *(print|println!|console\.log)\(.*(\/\/|#) ([^:]+).*$/\3/p' "$1"; }

follow() {
  mkdir "$work/$1"
  cd "$work/$1"
  case $1 in
    rust) cargo new --quiet --vcs none first && cd first && eval "$(install_line cargo)" && name=$(write_example rust) && run="cargo run --quiet" ;;
    python) "${PYTHON:-python3}" -m venv .venv && . .venv/bin/activate && eval "$(install_line pip)" && name=$(write_example python) && run="python $(name_of "$(block python)")" ;;
    node) npm init --yes >/dev/null && eval "$(install_line npm)" && name=$(write_example js) && run="node $(name_of "$(block js)")" ;;
    *) echo "no language $1; there are rust, python and node" >&2; exit 2 ;;
  esac >"$work/$1.log" 2>&1 || { cat "$work/$1.log" >&2; echo "$1: the quick start fails" >&2; exit 1; }
  printed=$($run)
  wanted=$(expected "$name")
  [ -n "$wanted" ] || { echo "$1: the example does not say what it prints" >&2; exit 1; }
  [ "$printed" = "$wanted" ] || { printf '%s: it prints\n%s\nand README.md says\n%s\n' "$1" "$printed" "$wanted" >&2; exit 1; }
  grep -q '0\.05' <<<"$printed" || { echo "$1: the figure of README.md is not in what it prints" >&2; exit 1; }
}

failed=0
for language in "$@"; do
  started=$SECONDS
  # A shell of its own, so that neither its folder nor its virtual environment is left over for the next.
  if (set -e; follow "$language"); then
    printf '%-7s first figure after %d s\n' "$language" $((SECONDS - started))
  else
    failed=1
  fi
done
exit $failed
