#!/usr/bin/env bash
# Opens the pull request of the next step, if there is one, none is open and the last step is applied.
#   next.sh OPTIONS
# OPTIONS is a file with options of `cdktf-eks-upgrade next`, one or more a line: --to 1.36, --soak control-plane=72, or
# --goal and a file. A soak starts at the last apply.
set -euo pipefail
source "$(dirname "$0")/common.sh"
options=()
since=()
while read -ra words || [ ${#words[@]} -gt 0 ]; do
  [[ ${words[0]:-#} == \#* ]] || options+=("${words[@]}")
done <"$1"

open=$(gh pr list --state open --limit 200 --json headRefName,isCrossRepository,url --jq '[.[] | select((.isCrossRepository | not) and (.headRefName | startswith("eks-upgrade/"))) | .url] | join(" ")')
if [ -n "$open" ]; then
  tell "A step is already open: $open"
  exit 0
fi
# Without an answer of gh there is no next step.
last=$(gh run list --workflow eks-upgrade-apply.yaml --limit 1 --json status,conclusion,updatedAt --jq '.[] | "\(.status)/\(.conclusion) \(.updatedAt)"')
read -r state applied <<<"$last" || true
if [ "${state:-completed/success}" != completed/success ]; then
  tell "The last step is not applied yet (${state%/}). The next step waits for it."
  exit 0
fi
[ -z "${applied:-}" ] || since=(--last-change "$applied")
step=$(mktemp)
trap 'rm -f "$step"' EXIT
"${upgrade[@]}" next "${options[@]}" "${since[@]}" --write --format json >"$step"
if [ "$(json_value "$step" .step)" = null ]; then
  before=$(json_value "$step" .notBefore)
  if [ "$before" = null ]; then tell "The goal is reached: no step is left."; else tell "The next step waits until $before."; fi
  exit 0
fi
if [ "$(json_value "$step" .written)" != true ]; then
  tell "The next step changes no code: $(json_value "$step" .pullRequest.title)"
  exit 0
fi
title=$(json_value "$step" .pullRequest.title)
branch="eks-upgrade/${GITHUB_RUN_ID:-$(date -u +%Y%m%d%H%M%S)}"
git switch --quiet --create "$branch"
git -c user.name=cdktf-eks-upgrade -c user.email=cdktf-eks-upgrade@users.noreply.github.com commit --quiet --all --message "$title"
git push --quiet origin "$branch"
json_value "$step" .pullRequest.body >"$step.md"
tell "$(gh pr create --head "$branch" --title "$title" --body-file "$step.md")"
rm -f "$step.md"
