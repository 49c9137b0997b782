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

for commit in $(git rev-list --first-parent "$base..HEAD"); do
  for head in $(gh api "repos/{owner}/{repo}/commits/$commit/pulls" --jq '.[] | select(.merged_at != null and .head.repo.full_name == .base.repo.full_name) | .head.sha'); do
    run=$(gh run list --workflow eks-upgrade-review.yaml --event pull_request --status success --commit "$head" --limit 1 --json databaseId --jq '.[0].databaseId // empty')
    [ -n "$run" ] || continue
    for stack in "${wanted[@]}"; do
      [ -f "$reviewed/$stack.json" ] || gh run download "$run" --name "plan-$stack" --dir "$reviewed" 2>/dev/null || true
    done
  done
done
