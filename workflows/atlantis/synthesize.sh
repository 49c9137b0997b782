#!/usr/bin/env bash
# Synthesizes the commit to compare with in the folder base, then the working tree, so that the code of the working tree
# runs after the base is synthesized.
#   synthesize.sh COMMIT
set -euo pipefail
commit=$(bash "$(dirname "$0")/../scripts/base.sh" "$1")
git worktree add --quiet --detach base "$commit"
if [ -e base/node_modules ]; then
  : # The commit has it.
elif cmp --silent package-lock.json base/package-lock.json; then
  ln -s ../node_modules base/node_modules
else
  npm --prefix base ci
fi
(cd base && npx --no-install cdktf synth --output cdktf.out)
npx --no-install cdktf synth --output cdktf.out
