import { SANDBOX_IS_READY, stepLine } from "../../../cli/rehearsal/progress-lines";

/** What happens to a shell line of a document. */
export type Fate =
  /** documents.e2e.ts runs it: it exits with 0 and prints this. */
  | { readonly says: string | RegExp }
  /** documents.e2e.ts starts it, and stops it after it has printed this. */
  | { readonly until: string }
  /** Another file with these words runs it. */
  | { readonly runBy: string; readonly words: string }
  /** No test runs it. */
  | { readonly notRun: string };

export type Line = readonly [text: string, fate: Fate];

const ci = (words: string): Fate => ({ runBy: ".ci/run", words });

const outputs = (words: string): Fate => ({ runBy: "__tests__/repository/outputs.test.ts", words });

const controller = (words: string): Fate => ({
  runBy: "__tests__/end-to-end/kubernetes-controller.e2e.ts",
  words,
});

/** Each shell line of the documents, in order. */
export const LINES = {
  "README.md": [
    ["terraform show -json tfplan > plan.json", outputs("plan.json")],
    ["npx cdktf-eks-upgrade review plan.json", outputs("review plan.json")],
    [
      "npx cdktf-eks-upgrade plan --to 1.34 --cluster alpha-kr-a",
      outputs("plan --to 1.34 --cluster alpha-kr-a"),
    ],
    ["npm ci", ci("\nnpm ci\n")],
    ["npm run rehearse", { until: stepLine(2) }],
    ["npm ci", ci("\nnpm ci\n")],
    ["npm test", ci('jest_suite "unit tests" npm test --silent\n')],
  ],
  "docs/in-a-clone.md": [
    ["npx cdktf synth", { says: "Generated Terraform code for the stacks: " }],
    ["npx cdktf diff alpha-kr-a", { says: /Plan: \d+ to add, 0 to change, 0 to destroy\./ }],
    ["npx cdktf deploy alpha-kr-a", { says: /Resources: \d+ added, 0 changed, 0 destroyed\./ }],
    ["npm run status", { says: "alpha-kr-a" }],
    ["npm run plan -- --to 1.36", { says: "Upgrade control plane 1.33 → 1.34" }],
    ["npm run plan -- --to 1.36 --cluster alpha-kr-a --way second-cluster", { says: "Remove alpha-kr-a" }],
    ["npm run page -- --to 1.36", { says: /fleet\.html: \d+ clusters, nothing rejected/ }],
    [
      "npm run next -- --to 1.36 --cluster alpha-kr-a --write",
      { says: '-      version: "1.33",\n+      version: "1.34",\n' },
    ],
    [
      "npm run adopt -- legacy --region ap-northeast-2 --output fleet/legacy.ts",
      {
        says: "legacy 1.33 in ap-northeast-2: 1 node group, 0 add-ons, 0 access entries, 0 Pod Identity associations in fleet/legacy.ts.",
      },
    ],
    [
      "npm run adopt -- legacy --region ap-northeast-2 --output fleet/legacy.ts --load-balancer legacy-webapp=webapp/webapp:http",
      { says: "0 Pod Identity associations, load balancer legacy-webapp in fleet/legacy.ts." },
    ],
    ["npm ci", ci("\nnpm ci\n")],
    ["npm run types", ci('check "types" npm run --silent types\n')],
    ["npx cdktf synth", { says: "Generated Terraform code for the stacks: " }],
    [
      "terraform -chdir=cdktf.out/stacks/alpha-kr-a init -input=false",
      { says: "Terraform has been successfully initialized!" },
    ],
    [
      "terraform -chdir=cdktf.out/stacks/alpha-kr-a plan -input=false -out=plan.tfplan",
      { says: /Plan:\S* 0 to add, 1 to change, 0 to destroy\./ },
    ],
    ["terraform -chdir=cdktf.out/stacks/alpha-kr-a show -json plan.tfplan > alpha-kr-a.json", { says: "" }],
    [
      "npm run review -- --format markdown alpha-kr-a.json",
      { says: "| alpha-kr-a | control plane 1.33 → 1.34 |" },
    ],
    [
      "npm run preflight -- alpha-kr-a --region ap-northeast-2 --plan alpha-kr-a.json",
      { says: "Accepted  cluster alpha-kr-a 1.33 to 1.34 in ap-northeast-2 on 2026-11-23: nothing rejected" },
    ],
    ["npm run sandbox", { until: SANDBOX_IS_READY }],
    [". .cache/sandbox.env", { says: "" }],
    ["npx cdktf deploy alpha-kr-a", { says: "Resources: 0 added, 1 changed, 0 destroyed." }],
  ],
  "docs/getting-started.md": [
    [
      "npm install cdktf-eks-upgrade cdktf@0.21 constructs@10 @cdktf/provider-aws@21 @cdktf/provider-helm@12 @cdktf/provider-kubernetes@12",
      { says: /added \d+ packages/ },
    ],
    ["npm install --save-dev cdktf-cli@0.21 tsx typescript", { says: /added \d+ packages/ }],
    [
      "npx cdktf-eks-upgrade adopt alpha-kr-a --region ap-northeast-2 --environment alpha --output fleet/alpha-kr.ts",
      {
        says: "alpha-kr-a 1.33 in ap-northeast-2: 1 node group, 3 add-ons, 0 access entries, 0 Pod Identity associations in fleet/alpha-kr.ts.",
      },
    ],
    ["npx cdktf diff alpha-kr-a", { says: /Plan: \d+ to import, 0 to add, 0 to change, 0 to destroy\./ }],
    ["npx cdktf deploy alpha-kr-a", { says: /Resources: \d+ imported, 0 added, 0 changed, 0 destroyed\./ }],
    ["npx cdktf-eks-upgrade plan --to 1.34", { says: "Upgrade control plane 1.33 → 1.34" }],
    [
      "npx cdktf-eks-upgrade next --to 1.34 --write",
      { says: '-      version: "1.33",\n+      version: "1.34",\n' },
    ],
  ],
  "docs/pull-requests.md": [
    [
      "npx cdktf-eks-upgrade jobs --base ../base/cdktf.out --environments .github/eks-upgrade.json",
      { says: "| `alpha-kr-a` | changed | alpha | now |" },
    ],
    ["npx cdktf-eks-upgrade review plans/alpha-kr-a.json", { says: "alpha-kr-a: control plane 1.33 → 1.34" }],
  ],
  "docs/page.md": [
    ["npx cdktf-eks-upgrade page --to 1.36 --output fleet.html", { says: "fleet.html: 1 cluster, " }],
    ["npx cdktf-eks-upgrade page plans/*.json", { says: "fleet.html: 1 cluster, " }],
  ],
  "docs/recipes.md": [
    [
      "npx cdktf-eks-upgrade catalog refresh --file eks-catalog.json --region ap-northeast-2",
      { says: /1\.38[\s\S]* written: eks-catalog\.json\./ },
    ],
  ],
  "docs/when-it-is-stuck.md": [
    [
      "terraform -chdir=cdktf.out/stacks/alpha-kr-a force-unlock LOCK-ID",
      { says: "Terraform state has been successfully unlocked!" },
    ],
    ["terraform -chdir=cdktf.out/stacks/alpha-kr-a state push -force LAST-GOOD.tfstate", { says: "" }],
  ],
  "docs/stuck-in-the-cluster.md": [
    [
      "kubectl delete job drain-workers-v1 --namespace kube-system",
      { says: 'job.batch "drain-workers-v1" deleted' },
    ],
    [
      "helm rollback aws-load-balancer-controller --namespace kube-system --wait",
      { says: "Rollback was a success! Happy Helming!" },
    ],
    ["helm uninstall istiod --namespace istio-system --wait", { says: 'release "istiod" uninstalled' }],
    [
      "kubectl get targetgroupbindings --all-namespaces",
      controller('"get", "targetgroupbindings", "--all-namespaces"'),
    ],
    [
      "helm uninstall aws-load-balancer-controller-guard --namespace kube-system --no-hooks",
      controller('"--no-hooks"'),
    ],
  ],
  "sandbox/README.md": [
    ["curl $AWS_ENDPOINT_URL_EKS/_sandbox/journal", { says: '"operation":"CreateCluster"' }],
    [
      "curl -X POST $AWS_ENDPOINT_URL_EKS/_sandbox/clock -d '{\"advance\": 604800000}'",
      { says: /\{"now":"2026-1[12]-/ },
    ],
    [
      "curl -X PUT $AWS_ENDPOINT_URL_EKS/_sandbox/node-groups/ap-northeast-2/alpha-kr-a/workers-v1 -d '{\"desiredSize\": 8}'",
      { says: '{"desiredSize":8}' },
    ],
    [
      'curl -X POST $AWS_ENDPOINT_URL_EKS/_sandbox/faults -d \'{"service": "elasticloadbalancing", "operation": "ModifyRule", "skip": 7, "failure": {"kind": "error", "code": "InvalidConfigurationRequest", "status": 400}}\'',
      { says: /\{"pending":.*"operation":"ModifyRule"/ },
    ],
  ],
} as const satisfies Readonly<Record<string, readonly Line[]>>;

export type Document = keyof typeof LINES;

export type TextIn<In extends Document> = (typeof LINES)[In][number][0];
