#!/usr/bin/env bash
# Prints the commit that was last applied to its end: what is merged since then is to be applied, also what an earlier
# run has left.
#   last-applied.sh OTHERWISE
set -euo pipefail
otherwise=$1
commit=$(gh run list --workflow eks-upgrade-apply.yaml --branch "${GITHUB_REF_NAME:-main}" --status success --limit 1 --json headSha --jq '.[0].headSha // empty')
echo "${commit:-$otherwise}"
