/**
 * Reloads HAProxy when the contents of one of its files change, and once at the start. Arguments: `sh -c … reload`, the
 * configuration, the file with the master's process id, and other files that the configuration names.
 *
 * It compares contents, because Kubernetes replaces a mounted file as a whole, by a link. HAProxy does not reload an
 * invalid configuration: it keeps the running one, also after a crash of a worker, and the log says so.
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
 * Runs in a pod before it stops: `sh -c … stop`, then the file with the master's process id. It waits until no new
 * connections arrive, and then HAProxy finishes its requests.
 */
export const STOP_SCRIPT = `
master=$(cat "$1")
sleep 15
kill -USR1 "$master"
while kill -0 "$master" 2>/dev/null; do
  sleep 1
done
`.trim();

/** Seconds that the stop script waits before HAProxy starts to stop, and a few more to finish. */
export const STOP_SECONDS = 20;

/** The command of HAProxy: in the foreground, with a master that accepts SIGUSR2. */
export function haproxyArguments(configuration: string, pidFile: string): readonly string[] {
  return ["-W", "-db", "-p", pidFile, "-f", configuration];
}
