#!/usr/bin/env bash
# Fetches the reviewed plans from the pull requests of the commits since BASE, the newest first.
#   reviewed.sh BASE STACKS REVIEWED
# STACKS is JSON from `cdktf-eks-upgrade jobs`. Only accepted reviews of branches of this repository count. apply.sh
# reports a stack without a plan.
set -euo pipefail
source "$(dirname "$0")/common.sh"
base=$1 stacks=$2 reviewed=$3
mkdir -p "$reviewed"
mapfile -t wanted < <(stack_lines "$stacks" | cut -f1)

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

for commit in $(git rev-list --first-parent "$base..HEAD"); do
  pulls=$(gh api "repos/{owner}/{repo}/commits/$commit/pulls" --jq '.[] | select(.merged_at != null and .head.repo.full_name == .base.repo.full_name) | "\(.number) \(.head.sha)"')
  while read -r number head; do
    [ -n "$number" ] || continue
    # Two pull requests can have one head: the title of a run has the number.
    run=$(gh run list --workflow eks-upgrade-review.yaml --event pull_request --status success --commit "$head" --limit 20 --json databaseId,displayTitle --jq "[.[] | select(.displayTitle == \"eks-upgrade review of #$number\")][0].databaseId // empty")
    [ -n "$run" ] || continue
    for stack in "${wanted[@]}"; do
      if [ ! -f "$reviewed/$stack.json" ] && gh run download "$run" --name "plan-$stack" --dir "$scratch/$run-$stack" 2>/dev/null; then
        cp "$scratch/$run-$stack/$stack.json" "$reviewed/$stack.json"
      fi
    done
  done <<<"$pulls"
done
