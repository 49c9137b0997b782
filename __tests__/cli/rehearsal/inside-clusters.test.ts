import { clustersIn, firstError, InsideClusters, isInside } from "../../../cli/rehearsal/inside-clusters";

const stack = (json: object) => ({
  name: "alpha-kr-a-workload",
  json,
  workingDirectory: "stacks/alpha-kr-a-workload",
  dependencies: [],
});

const workload = stack({
  terraform: { required_providers: { aws: {}, helm: {}, kubernetes: {} } },
  provider: { aws: [{ region: "ap-northeast-2" }] },
  data: { aws_eks_cluster: { cluster: { name: "alpha-kr-a" } } },
});

test.each([
  ["aws", false],
  ["helm", true],
  ["kubernetes", true],
])("whether a stack with the provider %s is an in-cluster stack: %s", (provider, is) => {
  expect(isInside(stack({ terraform: { required_providers: { [provider]: {} } } }))).toBe(is);
});

test("a missing stack is not an in-cluster stack", () => {
  expect(isInside(undefined)).toBe(false);
});

test("a stack reaches the clusters that it reads by their names, in its region", () => {
  expect(clustersIn(workload)).toEqual([{ region: "ap-northeast-2", clusterName: "alpha-kr-a" }]);
});

const none = () => [];

const provider = { aws: [{ region: "ap-northeast-2" }] };

test.each([
  ["looks up none", { provider }],
  ["tells no region", { data: { aws_eks_cluster: { cluster: { name: "alpha-kr-a" } } } }],
  ["names none", { provider, data: { aws_eks_cluster: { cluster: {} } } }],
  ["has the name from Terraform", { provider, data: { aws_eks_cluster: { cluster: { name: "${var.a}" } } } }],
])("a stack that %s reaches no known cluster", (_what, json) => {
  expect(clustersIn(stack(json))).toEqual([]);
});

describe("an in-cluster stack", () => {
  const notices: string[] = [];
  const inits: string[] = [];
  const init = (name: string, problem?: string) => async () => {
    inits.push(name);
    if (problem !== undefined) {
      throw new Error(problem);
    }
  };
  beforeEach(() => {
    notices.length = 0;
    inits.length = 0;
  });

  test("is skipped if Kubernetes cannot start, and the reason is printed once and is with each stack", async () => {
    const missing = "Kubernetes is not built (npm run kubernetes)";
    const inside = new InsideClusters(
      (sentence) => notices.push(sentence),
      () => missing,
    );
    await expect(inside.open(workload, init("first"), none)).resolves.toBe(missing);
    await expect(inside.open(workload, init("second"), none)).resolves.toBe(missing);
    expect(inits).toEqual([]);
    expect(notices).toEqual([
      `In-cluster stacks are skipped. Only what they synthesize is compared: ${missing}`,
    ]);
    expect(inside.apiServerOf("ap-northeast-2", "alpha-kr-a")).toBeUndefined();
    expect(inside.env).toEqual({});
    await inside.stop();
  });

  test("is skipped if its providers cannot be installed, with Terraform's error, after one try", async () => {
    const inside = new InsideClusters(
      (sentence) => notices.push(sentence),
      () => undefined,
    );
    const said =
      "terraform init failed in stacks/a:\nError: Failed to query available provider packages\n\nno hashicorp/helm";
    const reason =
      "its providers cannot be installed: Failed to query available provider packages: no hashicorp/helm";
    await expect(inside.open(workload, init("first", said), none)).resolves.toBe(reason);
    await expect(inside.open(workload, init("second"), none)).resolves.toBe(reason);
    expect(inits).toEqual(["first"]);
    expect(notices).toEqual([
      `In-cluster stacks are skipped. Only what they synthesize is compared: ${reason}`,
    ]);
    await inside.stop();
  });
});

test("the first error of Terraform is reported in one line, and a text without an error as a whole", () => {
  const text =
    "terraform init failed in a:\nError: Failed to query\n\nno package of hashicorp/helm\n- here\n\n\nError: Failed too\n";
  expect(firstError(text)).toBe("Failed to query: no package of hashicorp/helm - here");
  expect(firstError("terraform is missing\n")).toBe("terraform is missing");
});
