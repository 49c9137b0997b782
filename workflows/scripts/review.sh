#!/usr/bin/env bash
# Judges the plans of all stacks together: review.md, for the page of the run, and review.sarif, for code scanning.
#   review.sh STACKS PLANS OUTPUT
# STACKS is JSON, as `cdktf-eks-upgrade jobs` gives it: each must have its plan. Ends with 0 where nothing is refused, 1
# where something is, and 2 where a plan is missing or cannot be judged.
# WAIVERS and CATALOG name files for the review, and are left out where there is no such file.
set -euo pipefail
source "$(dirname "$0")/common.sh"
stacks=$1 plans=$2 output=$3
mkdir -p "$output"

lines=$(stack_lines "$stacks")
files=()
missing=()
while IFS=$'\t' read -r stack _; do
  [ -n "$stack" ] || continue
  if [ -f "$plans/$stack.json" ]; then files+=("$plans/$stack.json"); else missing+=("$stack"); fi
done <<<"$lines"
[ -f "${WAIVERS:=.github/eks-upgrade-waivers.json}" ] && judging+=(--waivers "$WAIVERS")

code=0
if [ ${#files[@]} -gt 0 ]; then
  "${upgrade[@]}" review "${judging[@]}" --format sarif --output "$output/review.sarif" "${files[@]}" >/dev/null || code=$?
  "${upgrade[@]}" review "${judging[@]}" --format markdown --output "$output/review.md" "${files[@]}" || code=$?
  [ "$code" -gt 1 ] || tell "$(cat "$output/review.md")"
fi
if [ ${#missing[@]} -gt 0 ]; then
  tell "**Not judged, for there is no plan: ${missing[*]}.** The job that plans it says why."
  code=2
fi
exit "$code"
