# Read by scripts that use programs of Debian. They have say, lacks and a log.

# Installs packages with apt-get where a program is absent and this is root: install_debian WHAT NAME PROGRAM PACKAGE...
# WHAT is skipped without it, such as "the tests are".
install_debian() {
  what=$1
  name=$2
  program=$3
  shift 3
  command -v "$program" >/dev/null && return
  started=$(date +%s)
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    lacks "$what skipped, since $name is not installed (Debian: apt install $*)"
    return
  fi
  export DEBIAN_FRONTEND=noninteractive
  if { apt-get install --yes --no-install-recommends "$@" || { apt-get update && apt-get install --yes --no-install-recommends "$@"; }; } \
    >>"$log" 2>&1; then
    say "installed $name in $(($(date +%s) - started)) s"
  else
    lacks "$what skipped, since Debian's registry does not give $name ($log)"
  fi
}
