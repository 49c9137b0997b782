#!/usr/bin/env bash
# Runs before Atlantis plans: synthesizes base and head of the pull request, and writes atlantis.yaml with a project for
# each changed stack. Needs --checkout-strategy=merge: HEAD is the merge, HEAD^1 its base.
set -euo pipefail
here=$(dirname "$0")
git worktree remove --force base 2>/dev/null || true
[ -n "${PROJECT_NAME:-}" ] || rm -rf .eks-upgrade
bash "$here/synthesize.sh" HEAD^1
bash "$here/../scripts/jobs.sh" "${ENVIRONMENTS:-.github/eks-upgrade.json}"
node "$here/config.cjs" <jobs.json >atlantis.yaml
