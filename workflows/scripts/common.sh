# shellcheck shell=bash disable=SC2034
# For the other scripts: source it.

# The command of the package, as installed.
read -ra upgrade <<<"${CDKTF_EKS_UPGRADE:-npx --no-install cdktf-eks-upgrade}"

# Options of what judges: files that are left out where there are none; DAY is for tests.
judging=()
[ -f "${CATALOG:=.github/eks-upgrade-catalog.json}" ] && judging+=(--catalog "$CATALOG")
[ -z "${DAY:-}" ] || judging+=(--day "$DAY")

# To the log, and to the page of the run where there is one.
tell() { printf '%s\n' "$1" | tee -a "${GITHUB_STEP_SUMMARY:-/dev/null}"; }

# Of the stacks in JSON, as `cdktf-eks-upgrade jobs` gives them, a line each: name, folder, whether it is destroyed, region.
stack_lines() {
  node -e 'for (const { stack, directory, destroy, region } of JSON.parse(process.argv[1])) console.log([stack, directory, destroy, region].join("\t"));' "$1"
}

# A value of a JSON file: json_value FILE .plan
json_value() {
  node -e 'const { readFileSync } = require("node:fs");
    const path = process.argv[2].split(".").slice(1);
    const value = path.reduce((at, key) => at?.[key], JSON.parse(readFileSync(process.argv[1], "utf8")));
    console.log(typeof value === "string" ? value : JSON.stringify(value ?? null));' "$1" "$2"
}

init() {
  terraform -chdir="$1" init -input=false -no-color >"$2" 2>&1 || {
    cat "$2"
    return 1
  }
}

# What Terraform says against a plan, from its first error on. It hides what is sensitive by itself.
errors_in() { sed -n '/Error: /,$p' "$1"; }
