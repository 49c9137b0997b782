#!/usr/bin/env bash
# Prints the commit of the last run that succeeded. Everything merged since then must be applied.
#   last-applied.sh OTHERWISE
set -euo pipefail
otherwise=$1
commit=$(gh run list --workflow eks-upgrade-apply.yaml --branch "${GITHUB_REF_NAME:-main}" --status success --limit 1 --json headSha --jq '.[0].headSha // empty')
echo "${commit:-$otherwise}"
