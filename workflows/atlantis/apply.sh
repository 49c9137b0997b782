#!/usr/bin/env bash
# The step "apply" of a project, in the root of the repository. Reviews all plans of the pull request together again.
# Then plans this project again, compares it with the reviewed plan, and applies it.
set -euo pipefail
here=$(dirname "$0")
bash "$here/../scripts/review.sh" "$(node "$here/stacks.cjs")" .eks-upgrade/plans .eks-upgrade/review
bash "$here/../scripts/apply.sh" "$(node "$here/stacks.cjs" "$PROJECT_NAME")" .eks-upgrade/plans
