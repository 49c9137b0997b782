#!/usr/bin/env bash
# Prints the commit to compare with: 40 digits. It must be an ancestor of HEAD.
#   base.sh COMMIT
set -euo pipefail
commit=$1
[[ $commit =~ ^([0-9a-f]{40}|HEAD\^[12]?)$ ]] || {
  echo "base.sh: \"$commit\" is not a commit: expected 40 hexadecimal digits" >&2
  exit 2
}
git cat-file -e "$commit^{commit}" 2>/dev/null || git fetch --quiet --no-tags --depth=1 origin "$commit"
git merge-base --is-ancestor "$commit" HEAD || {
  echo "base.sh: $commit is not an ancestor of HEAD, so the comparison would miss or repeat changes: give a commit of this branch" >&2
  exit 2
}
git rev-parse "$commit^{commit}"
