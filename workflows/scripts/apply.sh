#!/usr/bin/env bash
# Applies stacks one after the other, as they were reviewed. For each stack: plans again, stops if the plan differs from
# the reviewed one, runs the preflight against AWS, and applies at once.
#   apply.sh STACKS REVIEWED [PLANNED]
# STACKS is JSON from `cdktf-eks-upgrade jobs`. REVIEWED is a folder with a plan for each stack, written by plan.sh. PLANNED is
# JSON of the stacks that this run has planned: the plan of each is in an artifact of its own, and only theirs are used.
# Exits with 1 if a plan differs from the reviewed one, or if a step is rejected or fails. Later stacks are not applied.
# In a later attempt of the same run, changes that an earlier attempt applied do not count as a difference. It applies
# nothing if a newer run has begun: its commit is then no longer what the branch applies.
set -euo pipefail
source "$(dirname "$0")/common.sh"
stacks=$1 reviewed=$2 planned=${3:-[]}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
same=(same)
if [ "${GITHUB_RUN_ATTEMPT:-1}" -gt 1 ]; then
  same+=(--rest)
  newer=$(gh run list --workflow eks-upgrade-apply.yaml --branch "${GITHUB_REF_NAME:-main}" --limit 50 --json databaseId,status,conclusion,url --jq "[.[] | select(.databaseId > $GITHUB_RUN_ID and (.status == \"in_progress\" or (.status == \"completed\" and .conclusion != \"cancelled\" and .conclusion != \"skipped\"))) | .url] | first // empty")
  if [ -n "$newer" ]; then
    tell "**Nothing is applied: a newer run has begun ($newer).** This run has an older commit. Run the newer one again."
    exit 1
  fi
fi

apply() {
  local stack=$1 directory=$2 destroy=$3 region=$4 cluster plan
  local options=(-input=false -no-color "-out=$scratch/plan")
  [ "$destroy" = true ] && options+=(-destroy)
  plan="$reviewed/$stack.json"
  ! grep -Fxq -- "$stack" <<<"$planned" || plan="$reviewed/plan-$stack/$stack.json"
  if [ ! -f "$plan" ]; then
    tell "**$stack is not applied: it has no reviewed plan.** The plan may have expired. Run this workflow by hand with anew: true."
    return 1
  fi
  init "$directory" "$scratch/log" || return 1
  terraform -chdir="$directory" plan "${options[@]}" 2>&1 | tee "$scratch/log" || {
    tell "**$stack is not applied: Terraform cannot plan it.**

$(fenced "$(errors_in "$scratch/log")")"
    return 1
  }
  terraform -chdir="$directory" show -json "$scratch/plan" | "${upgrade[@]}" redact - --output "$scratch/now.json" || return 1
  if ! "${upgrade[@]}" "${same[@]}" "$plan" "$scratch/now.json" >"$scratch/same" 2>&1; then
    tell "**$stack is not applied.**

$(fenced "$(cat "$scratch/same")")"
    return 1
  fi
  "${upgrade[@]}" clusters "$scratch/now.json" >"$scratch/clusters" || return 1
  while read -r cluster; do
    if ! "${upgrade[@]}" preflight "$cluster" --region "$region" --plan "$scratch/now.json" "${judging[@]}" --format markdown >"$scratch/preflight.md" </dev/null; then
      tell "**$stack is not applied: $cluster is not ready.**

$(cat "$scratch/preflight.md")"
      return 1
    fi
  done <"$scratch/clusters"
  terraform -chdir="$directory" apply -input=false -no-color "$scratch/plan" || {
    tell "**$stack is partly applied: Terraform failed.** Fix the cause and run the failed job again. It applies the rest."
    return 1
  }
  rm -f "$scratch/plan" "$scratch/now.json"
  tell "- $stack is applied. $(cat "$scratch/same")"
}

lines=$(stack_lines "$stacks")
planned=$(stack_lines "$planned" | cut -f1)
stopped=()
while IFS=$'\t' read -r stack directory destroy region; do
  [ -n "$stack" ] || continue
  if [ ${#stopped[@]} -eq 0 ] && apply "$stack" "$directory" "$destroy" "$region" </dev/null; then continue; fi
  stopped+=("$stack")
done <<<"$lines"
if [ ${#stopped[@]} -gt 1 ]; then
  tell "Not applied after that: ${stopped[*]:1}."
fi
[ ${#stopped[@]} -eq 0 ]
