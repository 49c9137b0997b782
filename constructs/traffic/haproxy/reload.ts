/**
 * Reloads HAProxy as soon as one of its files has other contents, at least once: `sh -c … reload`, then the
 * configuration, the file with the master's process id, and further files that the configuration names.
 *
 * It compares contents, for Kubernetes exchanges a mounted file as a whole, by a link. A configuration that
 * HAProxy does not take is left alone: what runs goes on, also over a crash of a worker, and the log says so.
 */
export const RELOAD_SCRIPT = `
configuration=$1
pid_file=$2
shift 2
applied=
while :; do
  contents=$(cat "$configuration" "$@" | cksum)
  if [ "$contents" != "$applied" ] && [ -s "$pid_file" ]; then
    applied=$contents
    if haproxy -c -q -f "$configuration"; then
      kill -USR2 "$(cat "$pid_file")" && echo "reloaded: $contents"
    else
      echo "not reloaded, HAProxy does not take it: $contents" >&2
    fi
  fi
  sleep 1
done
`.trim();

/**
 * What runs in a pod before it is stopped: `sh -c … stop`, then the file with the master's process id. First it
 * waits until nothing sends new connections here, then HAProxy ends what it has.
 */
export const STOP_SCRIPT = `
master=$(cat "$1")
sleep 15
kill -USR1 "$master"
while kill -0 "$master" 2>/dev/null; do
  sleep 1
done
`.trim();

/** Seconds that the stop script waits before HAProxy begins to stop, and a few more to end. */
export const STOP_SECONDS = 20;

/** How HAProxy is started: with a master that takes SIGUSR2, in the foreground. */
export function haproxyArguments(configuration: string, pidFile: string): readonly string[] {
  return ["-W", "-db", "-p", pidFile, "-f", configuration];
}
