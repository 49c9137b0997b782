# shellcheck shell=bash disable=SC2034
# The other scripts source this file.

# The installed command of the package.
read -ra upgrade <<<"${CDKTF_EKS_UPGRADE:-npx --no-install cdktf-eks-upgrade}"

# Options of review and preflight. A file that does not exist is left out. DAY is for tests.
judging=()
[ -f "${CATALOG:=.github/eks-upgrade-catalog.json}" ] && judging+=(--catalog "$CATALOG")
[ -z "${DAY:-}" ] || judging+=(--day "$DAY")

# Writes to the log, and to the summary of the run if there is one.
tell() { printf '%s\n' "$1" | tee -a "${GITHUB_STEP_SUMMARY:-/dev/null}"; }

# Prints a text as a Markdown block. Its fence is longer than any in the text, so that nothing in the text can end it.
fenced() {
  local fence='```'
  while grep -qF -- "$fence" <<<"$1"; do fence+='`'; done
  printf '%stext\n%s\n%s' "$fence" "$1" "$fence"
}

# Prints a line for each stack of the JSON from `cdktf-eks-upgrade jobs`: name, folder, whether it is destroyed, region.
stack_lines() {
  node -e 'for (const { stack, directory, destroy, region } of JSON.parse(process.argv[1])) console.log([stack, directory, destroy, region].join("\t"));' "$1"
}

# Prints a value of a JSON file: json_value FILE .plan
json_value() {
  node -e 'const { readFileSync } = require("node:fs");
    const path = process.argv[2].split(".").slice(1);
    const value = path.reduce((at, key) => at?.[key], JSON.parse(readFileSync(process.argv[1], "utf8")));
    console.log(typeof value === "string" ? value : JSON.stringify(value ?? null));' "$1" "$2"
}

# Prints the plan of a stack in a folder: of its own artifact, which holds no other stack's plan, or fetched by reviewed.sh.
plan_of() {
  local own="$1/plan-$2/$2.json"
  if [ -f "$own" ]; then echo "$own"; else echo "$1/$2.json"; fi
}

init() {
  terraform -chdir="$1" init -input=false -no-color >"$2" 2>&1 || {
    cat "$2"
    return 1
  }
}

# Prints what Terraform reports, from its first error on. Terraform masks sensitive values itself.
errors_in() { sed -n '/Error: /,$p' "$1"; }
