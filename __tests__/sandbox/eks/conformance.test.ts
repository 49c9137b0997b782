import { loadModel } from "../../../sandbox/eks/model";
import { OPERATIONS } from "../../../sandbox/eks/router";
import { CACHE_DIRECTORY, installedMoto } from "../../../sandbox/moto/install";
import { ADMIN, at, DAY, KEY, ROLE, SandboxEks } from "./sandbox-eks";

// AWS's model of the API comes with moto, which the first start of the sandbox installs.
const model = installedMoto(CACHE_DIRECTORY)?.eksModel;
const testWithModel = model === undefined ? test.skip : test;

testWithModel(
  "every operation is where AWS has it, takes what AWS takes and answers what AWS answers",
  async () => {
    const eks = await SandboxEks.start({ model: await loadModel(model ?? "") });
    const ok = eks.ok.bind(eks);
    const tags = { fleet: "alpha" };
    const wait = () => eks.clock.advance(DAY / 24);

    await eks.cluster({
      tags,
      logging: { clusterLogging: [{ types: ["api"], enabled: true }] },
      upgradePolicy: { supportType: "EXTENDED" },
      zonalShiftConfig: { enabled: true },
    });
    await ok("POST", "/clusters/alpha/encryption-config/associate", {
      encryptionConfig: [{ resources: ["secrets"], provider: { keyArn: KEY } }],
    });
    wait();
    const changed = await ok("POST", "/clusters/alpha/update-config", { deletionProtection: true });
    wait();
    const updateId = at(changed, "update", "id");
    await ok("GET", `/clusters/alpha/updates/${updateId}`);
    await ok("GET", "/clusters/alpha/updates");
    await eks.rejection("POST", `/clusters/alpha/updates/${updateId}/cancel-update`);
    await ok("GET", "/clusters");
    const arn = encodeURIComponent(String(await eks.read("/clusters/alpha", "cluster", "arn")));
    await ok("POST", `/tags/${arn}`, { tags });
    await ok("DELETE", `/tags/${arn}?tagKeys=fleet`);
    await ok("GET", `/tags/${arn}`);

    const groups = "/clusters/alpha/node-groups";
    await eks.nodeGroup({
      tags,
      labels: { group: "workers" },
      taints: [{ key: "retiring", effect: "NO_SCHEDULE" }],
      launchTemplate: { id: "lt-1", version: "1" },
      nodeRepairConfig: { enabled: true },
    });
    await ok("GET", groups);
    const profiles = "/clusters/alpha/fargate-profiles";
    await ok("POST", profiles, {
      fargateProfileName: "jobs",
      podExecutionRoleArn: ROLE,
      subnets: ["subnet-a"],
      selectors: [{ namespace: "jobs" }],
      tags,
    });
    await ok("GET", profiles);
    await ok("GET", `${profiles}/jobs`);
    await ok("DELETE", `${profiles}/jobs`);
    await eks.upgradeNodes({ launchTemplate: { id: "lt-1", version: "2" } });
    await ok("POST", `${groups}/workers-v1/update-config`, { scalingConfig: { maxSize: 10 } });
    wait();
    await ok("GET", `${groups}/workers-v1`);

    const podIdentityAssociations = [{ serviceAccount: "aws-node", roleArn: ROLE }];
    await ok("POST", "/clusters/alpha/addons", { addonName: "vpc-cni", tags, podIdentityAssociations });
    wait();
    await ok("POST", "/clusters/alpha/addons/vpc-cni/update", { resolveConflicts: "OVERWRITE" });
    wait();
    await ok("GET", "/clusters/alpha/addons");
    await ok("GET", "/clusters/alpha/addons/vpc-cni");
    await ok("GET", "/addons/supported-versions?addonName=vpc-cni&maxResults=10");
    await ok("GET", "/addons/configuration-schemas?addonName=vpc-cni&addonVersion=v1.22.4-eksbuild.3");
    await ok("GET", "/cluster-versions?includeAll=true");

    const insights = await ok("POST", "/clusters/alpha/insights", { maxResults: 1 });
    const [insight] = Array.isArray(insights.insights) ? insights.insights : [];
    await ok("GET", `/clusters/alpha/insights/${at(insight, "id")}`);

    const entry = `/clusters/alpha/access-entries/${encodeURIComponent(ADMIN)}`;
    const policyArn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";
    await ok("POST", "/clusters/alpha/access-entries", { principalArn: ADMIN, tags });
    await ok("GET", "/clusters/alpha/access-entries");
    await ok("POST", entry, { kubernetesGroups: ["viewers"] });
    await ok("GET", entry);
    await ok("GET", "/access-policies");
    await ok("POST", `${entry}/access-policies`, { policyArn, accessScope: { type: "cluster" } });
    await ok("GET", `${entry}/access-policies`);
    await ok("DELETE", `${entry}/access-policies/${encodeURIComponent(policyArn)}`);
    await ok("DELETE", entry);

    const associations = "/clusters/alpha/pod-identity-associations";
    const association = await ok("POST", associations, {
      namespace: "kube-system",
      serviceAccount: "controller",
      roleArn: ROLE,
      tags,
    });
    const one = `${associations}/${at(association, "association", "associationId")}`;
    await ok("GET", associations);
    await ok("POST", one, { roleArn: ADMIN });
    await ok("GET", one);
    await ok("DELETE", one);

    await eks.upgrade("1.34");
    await ok("DELETE", "/clusters/alpha/addons/vpc-cni");
    await ok("DELETE", `${groups}/workers-v1`);
    await ok("POST", "/clusters/alpha/update-config", { deletionProtection: false });
    wait();
    await ok("DELETE", "/clusters/alpha");

    const called = new Set(eks.journal.find().map(({ operation }) => operation));
    expect(Object.keys(OPERATIONS).filter((name) => !called.has(name))).toEqual([]);
    expect(eks.server.problems).toEqual([]);
    await eks.stop();
  },
);
