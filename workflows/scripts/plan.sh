#!/usr/bin/env bash
# Plans one stack without locking its state: nothing is written. Keeps the plan as JSON without sensitive values, and
# deletes the plan itself, which contains them.
#   plan.sh STACK DIRECTORY DESTROY PLANS
set -euo pipefail
source "$(dirname "$0")/common.sh"
stack=$1 directory=$2 destroy=$3 plans=$4
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$plans"

init "$directory" "$scratch/log"
options=(-input=false -no-color -lock=false "-out=$scratch/plan")
[ "$destroy" = true ] && options+=(-destroy)
if ! terraform -chdir="$directory" plan "${options[@]}" 2>&1 | tee "$scratch/log"; then
  tell "### Terraform cannot plan $stack

$(fenced "$(errors_in "$scratch/log")")"
  exit 1
fi
terraform -chdir="$directory" show -json "$scratch/plan" | "${upgrade[@]}" redact - --output "$plans/$stack.json"
