#!/usr/bin/env bash
# The step "plan" of a project, in the root of the repository: plans it, and reviews the plan.
set -euo pipefail
here=$(dirname "$0")
destroy=false
[[ $REPO_REL_DIR == base/* ]] && destroy=true
rm -f ".eks-upgrade/plans/$PROJECT_NAME.json"
bash "$here/../scripts/plan.sh" "$PROJECT_NAME" "$REPO_REL_DIR" "$destroy" .eks-upgrade/plans
bash "$here/../scripts/review.sh" "$(node "$here/stacks.cjs" "$PROJECT_NAME")" .eks-upgrade/plans .eks-upgrade/review
