#!/usr/bin/env bash
# Before Atlantis plans: synthesizes both sides of the pull request, and writes atlantis.yaml with a project for each
# stack that it changes. Needs --checkout-strategy=merge: HEAD is the merge, HEAD^1 what it is merged into.
set -euo pipefail
here=$(dirname "$0")
git worktree remove --force base 2>/dev/null || true
[ -n "${PROJECT_NAME:-}" ] || rm -rf .eks-upgrade
bash "$here/../scripts/base.sh" HEAD^1
bash "$here/../scripts/jobs.sh" "${ENVIRONMENTS:-.github/eks-upgrade.json}"
node "$here/config.cjs" <jobs.json >atlantis.yaml
