#!/usr/bin/env bash
# Compares what base and head synthesize (base/cdktf.out, cdktf.out), and lists what to plan and apply: jobs.json, a table in
# the summary of the run, and the outputs "plan" and "environments" for the next jobs.
#   jobs.sh ENVIRONMENTS [--anew]
set -euo pipefail
source "$(dirname "$0")/common.sh"
environments=$1
shift
compare=(jobs --base base/cdktf.out --head cdktf.out --environments "$environments" "$@")
"${upgrade[@]}" "${compare[@]}" --json >jobs.json
tell "$("${upgrade[@]}" "${compare[@]}")"
for output in plan environments; do
  echo "$output=$(json_value jobs.json ".$output")" >>"${GITHUB_OUTPUT:-/dev/null}"
done
