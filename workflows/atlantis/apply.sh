#!/usr/bin/env bash
# The step "apply" of a project, from the top of the repository: all plans of the pull request are judged together
# once more, then this one is made anew, compared with the one that was shown, and applied.
set -euo pipefail
here=$(dirname "$0")
bash "$here/../scripts/review.sh" "$(node "$here/stacks.cjs")" .eks-upgrade/plans .eks-upgrade/review
bash "$here/../scripts/apply.sh" "$(node "$here/stacks.cjs" "$PROJECT_NAME")" .eks-upgrade/plans
