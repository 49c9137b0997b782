#!/usr/bin/env bash
# Checks out the commit to compare with into the folder base.
#   base.sh COMMIT
set -euo pipefail
commit=$1
[[ $commit =~ ^([0-9a-f]{40}|HEAD\^[12]?)$ ]] || {
  echo "base.sh: \"$commit\" is not a commit: expected 40 hexadecimal digits"
  exit 2
}
git cat-file -e "$commit^{commit}" 2>/dev/null || git fetch --quiet --no-tags --depth=1 origin "$commit"
git merge-base --is-ancestor "$commit" HEAD || {
  echo "base.sh: $commit is not an ancestor of HEAD, so the comparison would miss or repeat changes: give a commit of this branch"
  exit 2
}
git worktree add --quiet --detach base "$commit"
if [ -e base/node_modules ]; then
  : # The commit has it.
elif cmp --silent package-lock.json base/package-lock.json; then
  ln -s ../node_modules base/node_modules
else
  npm --prefix base ci
fi
