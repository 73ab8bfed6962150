# Sourced by the scripts in bin: builds the project where it has changed and runs a main class of it.
#
#   run_main CLASS [ARGUMENT...]
#
# MODULE       the module whose class path is used; "examples" if not set
# JVM_OPTIONS  options for the JVM, separated by spaces
#
# From the environment: JAVA_HOME, the JDK to use, and PROXYSTORE_JAVA_OPTIONS, more options for the
# JVMs that the scripts start, which come last and so win.

set -euo pipefail

fail() {
  echo "$0: $*" >&2
  exit 1
}

find_java() {
  if [ -n "${JAVA_HOME:-}" ]; then
    java="$JAVA_HOME/bin/java"
    [ -x "$java" ] || fail "JAVA_HOME is $JAVA_HOME, but there is no bin/java in it. Set it to a JDK 17 or later."
  else
    java=$(command -v java) || fail "No java was found. Install a JDK 17 or later, or set JAVA_HOME to one."
  fi
  local version
  version=$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
  [ "${version:-0}" -ge 17 ] || fail "$java is Java ${version:-of an unknown version}, expected 17 or later. Set JAVA_HOME to a JDK 17 or later."
  # What Flink, Kryo and Netty still use, later JDKs warn of unless told not to.
  unsafe=""
  [ "$version" -lt 23 ] || unsafe="--sun-misc-unsafe-memory-access=allow"
}

# All jars of the class path that the last build wrote are there, and no source is newer than it. The
# launcher of the private Redis is among the sources of tests.
is_built() {
  local stamp="$target/job-classpath.txt" entry
  [ -f "$target/$MODULE.jar" ] && [ -f "$stamp" ] && [ -f "$target/flink-classpath.txt" ] || return 1
  while IFS= read -r -d : entry; do
    [ -f "$entry" ] || return 1
  done <<< "$(cat "$stamp"):$(cat "$target/flink-classpath.txt"):"
  local newer
  newer=$(find "$root/pom.xml" "$root"/*/pom.xml "$root"/*/src/main "$root"/proxystore-redis-connector/src/test -newer "$stamp" 2> /dev/null | head -n 1)
  [ -z "$newer" ]
}

build() {
  echo "Building the project; the first time takes a few minutes." >&2
  # Maven's output goes to stderr: stdout belongs to the program.
  (cd "$root" && ./mvnw -q -DskipTests -Dspotless.check.skip=true package >&2) || fail "The project cannot be built; the reason stands above."
}

# Of several scripts that are started at once one builds, and the others wait for it: two builds of
# one folder would break each other. Where there is no flock, as on macOS, they are not told apart.
build_once() {
  if command -v flock > /dev/null; then
    exec 9< "$root/pom.xml"
    flock -n 9 || { echo "Waiting for another build of the project." >&2; flock 9; }
    is_built || build 9<&-
    exec 9<&-
  else
    build
  fi
}

# The JVM reads the names of files in the locale's encoding; an ASCII one would lose some of them.
use_utf8() {
  case "${LC_ALL:-${LC_CTYPE:-${LANG:-}}}" in
    *[Uu][Tt][Ff]*) ;;
    *) export LC_ALL=C.UTF-8 ;;
  esac
}

run_main() {
  local java unsafe root target main="$1"
  shift
  : "${MODULE:=examples}"
  root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
  target="$root/$MODULE/target"
  find_java
  is_built || build_once
  use_utf8
  CLASSPATH="$target/$MODULE.jar:$(cat "$target/job-classpath.txt"):$(cat "$target/flink-classpath.txt")"
  export CLASSPATH
  # shellcheck disable=SC2086 # several options in one variable
  exec "$java" -Dproxystore.home="$root" -Dorg.slf4j.simpleLogger.defaultLogLevel=warn $unsafe ${JVM_OPTIONS:-} ${PROXYSTORE_JAVA_OPTIONS:-} "$main" "$@"
}
