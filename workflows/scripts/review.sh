#!/usr/bin/env bash
# Reviews the plans of all stacks together: review.md for the summary of the run, review.sarif for code scanning.
#   review.sh STACKS PLANS OUTPUT
# STACKS is JSON from `cdktf-eks-upgrade jobs`. Each stack must have a plan. Exits with 0 if the plans are accepted, with
# 1 if one is rejected, and with 2 if a plan is missing or cannot be read.
# WAIVERS and CATALOG name files for the review. A file that does not exist is left out.
set -euo pipefail
source "$(dirname "$0")/common.sh"
stacks=$1 plans=$2 output=$3
mkdir -p "$output"

lines=$(stack_lines "$stacks")
files=()
missing=()
while IFS=$'\t' read -r stack _; do
  [ -n "$stack" ] || continue
  plan=$(plan_of "$plans" "$stack")
  if [ -f "$plan" ]; then files+=("$plan"); else missing+=("$stack"); fi
done <<<"$lines"
[ -f "${WAIVERS:=.github/eks-upgrade-waivers.json}" ] && judging+=(--waivers "$WAIVERS")

code=0
if [ ${#files[@]} -gt 0 ]; then
  "${upgrade[@]}" review "${judging[@]}" --format sarif --output "$output/review.sarif" "${files[@]}" >/dev/null || code=$?
  "${upgrade[@]}" review "${judging[@]}" --format markdown --output "$output/review.md" "${files[@]}" || code=$?
  [ "$code" -gt 1 ] || tell "$(cat "$output/review.md")"
fi
if [ ${#missing[@]} -gt 0 ]; then
  tell "**Not evaluated, because there is no plan: ${missing[*]}.** The job that plans it shows the error."
  code=2
fi
exit "$code"
