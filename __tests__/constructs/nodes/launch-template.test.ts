import { LaunchTemplate } from "../../../constructs/nodes/launch-template";
import type { NodeGroupOptions } from "../../../constructs/nodes/node-group";
import type { LaunchTemplateOptions } from "../../../upgrade/fleet/settings";
import { synthesize } from "../../synthesize";
import { only, withWorkers, workersOf, workersProblems } from "../eks/fixtures";

const IMAGE = "ami-0123456789abcdef0";

const templateOf = (template: LaunchTemplateOptions, options: Partial<NodeGroupOptions> = {}) =>
  only(
    synthesize(withWorkers({ ...options, launchTemplate: LaunchTemplate.managed(template) })),
    "aws_launch_template",
  );

const decoded = (userData: unknown) => Buffer.from(String(userData), "base64").toString();

test("a group has its own template, with only IMDSv2, one hop, and an encrypted gp3 disk", () => {
  expect(templateOf({})).toEqual({
    metadata_options: { http_endpoint: "enabled", http_tokens: "required", http_put_response_hop_limit: 1 },
    block_device_mappings: [
      {
        device_name: "/dev/xvda",
        ebs: {
          volume_type: "gp3",
          volume_size: 50,
          encrypted: "true",
          delete_on_termination: "true",
        },
      },
    ],
  });
});

test("a group uses the version of its template from the code, never the latest", () => {
  const of = (version?: number) => {
    const synthesized = synthesize(withWorkers({ launchTemplate: LaunchTemplate.managed({ version }) }));
    const [address] = Object.keys(synthesized.resource.aws_launch_template ?? {});
    expect(address).toMatch(/^alpha-kr-a_workers-v1_launch-template_/);
    expect(only(synthesized, "aws_eks_node_group").launch_template).toMatchObject({
      id: `\${aws_launch_template.${address}.id}`,
    });
    return only(synthesized, "aws_eks_node_group").launch_template;
  };
  expect(of()).toMatchObject({ version: "1" });
  expect(of(7)).toMatchObject({ version: "7" });
});

test("a change of the template does not change the nodes until the version is increased", () => {
  const of = (options: LaunchTemplateOptions) =>
    workersOf({ launchTemplate: LaunchTemplate.managed(options) });
  expect(of({ diskSizeGib: 100, metadataHopLimit: 2 })).toEqual(of({}));
});

test("an existing template is used, and none is created", () => {
  const synthesized = synthesize(withWorkers({ launchTemplate: LaunchTemplate.existing("lt-0123", 4) }));
  expect(only(synthesized, "aws_eks_node_group").launch_template).toEqual({ id: "lt-0123", version: "4" });
  expect(synthesized.resource).not.toHaveProperty("aws_launch_template");
});

test("an adopted group without a template stays without one", () => {
  const synthesized = synthesize(withWorkers({ launchTemplate: LaunchTemplate.NONE }));
  expect(only(synthesized, "aws_eks_node_group")).not.toHaveProperty("launch_template");
  expect(synthesized.resource).not.toHaveProperty("aws_launch_template");
});

test.each([
  ["diskSizeGib", { diskSizeGib: 100 }, { block_device_mappings: [{ ebs: { volume_size: 100 } }] }],
  [
    "kmsKeyArn",
    { kmsKeyArn: "arn:aws:kms:ap-northeast-2:123456789012:key/1" },
    { block_device_mappings: [{ ebs: { kms_key_id: "arn:aws:kms:ap-northeast-2:123456789012:key/1" } }] },
  ],
  ["metadataHopLimit", { metadataHopLimit: 2 }, { metadata_options: { http_put_response_hop_limit: 2 } }],
  ["securityGroupIds", { securityGroupIds: ["sg-1"] }, { vpc_security_group_ids: ["sg-1"] }],
  [
    "tags, on instances and on volumes",
    { tags: { team: "web" } },
    {
      tag_specifications: [
        { resource_type: "instance", tags: { team: "web" } },
        { resource_type: "volume", tags: { team: "web" } },
      ],
    },
  ],
])("%s reaches the template", (_name, options, attributes) => {
  expect(templateOf(options)).toMatchObject(attributes);
});

test.each([
  ["AL2023_x86_64_STANDARD", "/dev/xvda", "m6i.large"],
  ["AL2023_ARM_64_STANDARD", "/dev/xvda", "m7g.large"],
  ["BOTTLEROCKET_ARM_64", "/dev/xvdb", "m7g.large"],
  ["WINDOWS_CORE_2022_x86_64", "/dev/sda1", "m6i.large"],
] as const)("the disk of %s whose size is set is %s", (amiType, device, instanceType) => {
  expect(templateOf({}, { amiType, instanceTypes: [instanceType] }).block_device_mappings).toMatchObject([
    { device_name: device },
  ]);
});

describe("the pods of a node", () => {
  test("are set for AL2023 in a part of the user data, and EKS adds the rest", () => {
    expect(decoded(templateOf({ maxPods: 110 }).user_data)).toBe(
      [
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="//"',
        "",
        "--//",
        "Content-Type: application/node.eks.aws",
        "",
        "apiVersion: node.eks.aws/v1alpha1",
        "kind: NodeConfig",
        "spec:",
        "  kubelet:",
        "    config:",
        "      maxPods: 110",
        "--//--",
        "",
      ].join("\n"),
    );
  });

  test("are set for Bottlerocket in its settings", () => {
    const { user_data } = templateOf({ maxPods: 110 }, { amiType: "BOTTLEROCKET_x86_64" });
    expect(decoded(user_data)).toBe("[settings.kubernetes]\nmax-pods = 110\n");
  });

  test("are set by EKS if the code does not set them", () => {
    expect(templateOf({})).not.toHaveProperty("user_data");
  });
});

describe("a custom AMI", () => {
  const own = LaunchTemplate.managed({ imageId: IMAGE, userData: "#!/bin/bash\njoin" });

  test("is in the template with its user data", () => {
    const template = only(synthesize(withWorkers({ launchTemplate: own })), "aws_launch_template");
    expect(template.image_id).toBe(IMAGE);
    expect(decoded(template.user_data)).toBe("#!/bin/bash\njoin");
  });

  test.each([
    ["in our template", { launchTemplate: own }],
    ["in our template, with its type", { launchTemplate: own, amiType: "CUSTOM" }],
    [
      "in a template that exists",
      { launchTemplate: LaunchTemplate.existing("lt-0123", 1), amiType: "CUSTOM" },
    ],
  ] as const)("%s decides version, release and type: EKS accepts none of them with it", (_what, options) => {
    expect(workersProblems(options)).toEqual([]);
    const group = workersOf(options);
    for (const attribute of ["version", "release_version", "ami_type"]) {
      expect(group).not.toHaveProperty(attribute);
    }
  });

  test("is checked by the version in the code", () => {
    expect(workersProblems({ launchTemplate: own, version: "1.35" })).toEqual([
      "node group workers-v1 would run Kubernetes 1.35 under a control plane with 1.34: nodes must not be newer than cluster alpha-kr-a. Upgrade the control plane first, or give the nodes 1.34 or older (node-group-version-skew)",
    ]);
  });

  const beside =
    "the launch template has its own AMI, and amiType or releaseVersion is set: remove them, because the AMI decides both";
  const missing =
    "amiType is CUSTOM and the launch template has no AMI: expected imageId in the launch template, an existing template with an AMI, or an AMI type of EKS";

  test.each([
    ["beside a type", { launchTemplate: own, amiType: "AL2023_x86_64_STANDARD" }, [beside]],
    ["beside a release", { launchTemplate: own, releaseVersion: "1.34.2-20261015" }, [beside]],
    ["that is missing from our template", { amiType: "CUSTOM" }, [missing]],
    [
      "that is missing, for there is no template",
      { amiType: "CUSTOM", launchTemplate: LaunchTemplate.NONE },
      [missing],
    ],
    [
      "that would not join",
      { launchTemplate: LaunchTemplate.managed({ imageId: IMAGE }) },
      [
        `imageId is "${IMAGE}" and there is no userData: the nodes would not join the cluster, because EKS adds no user data to a custom AMI. Give userData that joins them`,
      ],
    ],
  ] as const)("fails %s", (_what, options, problems) => {
    expect(workersProblems(options)).toEqual(problems);
  });
});

const range = (name: string, value: number, least: number, most: number) =>
  `${name} of the launch template is ${value}: expected a whole number from ${least} to ${most}`;
const podsElsewhere = (what: string) =>
  `maxPods is set for ${what}: expected an EKS AMI with AL2023 or Bottlerocket, and no userData. For other AMIs, set the number of pods in userData`;

test.each<[string, LaunchTemplateOptions, Partial<NodeGroupOptions>, readonly string[]]>([
  ["the first version", { version: 1 }, {}, []],
  ["version 10000", { version: 10_000 }, {}, []],
  ["version 0", { version: 0 }, {}, [range("version", 0, 1, 10_000)]],
  ["version 10001", { version: 10_001 }, {}, [range("version", 10_001, 1, 10_000)]],
  ["half a version", { version: 1.5 }, {}, [range("version", 1.5, 1, 10_000)]],
  ["a disk of 16384 GiB", { diskSizeGib: 16_384 }, {}, []],
  ["no disk", { diskSizeGib: 0 }, {}, [range("diskSizeGib", 0, 1, 16_384)]],
  ["too large a disk", { diskSizeGib: 16_385 }, {}, [range("diskSizeGib", 16_385, 1, 16_384)]],
  ["64 hops", { metadataHopLimit: 64 }, {}, []],
  ["no hop", { metadataHopLimit: 0 }, {}, [range("metadataHopLimit", 0, 1, 64)]],
  ["65 hops", { metadataHopLimit: 65 }, {}, [range("metadataHopLimit", 65, 1, 64)]],
  ["250 pods", { maxPods: 250 }, {}, []],
  ["no pods", { maxPods: 0 }, {}, [range("maxPods", 0, 1, 250)]],
  ["251 pods", { maxPods: 251 }, {}, [range("maxPods", 251, 1, 250)]],
  [
    "pods of AL2",
    { maxPods: 110 },
    { version: "1.32", amiType: "AL2_x86_64" },
    [podsElsewhere("AL2_x86_64")],
  ],
  ["pods beside user data", { maxPods: 110, userData: "x" }, {}, [podsElsewhere("AL2023_x86_64_STANDARD")]],
  ["pods of a custom AMI", { maxPods: 110, imageId: IMAGE, userData: "x" }, {}, [podsElsewhere(IMAGE)]],
  [
    "all at once",
    { version: 0, diskSizeGib: 0 },
    {},
    [range("version", 0, 1, 10_000), range("diskSizeGib", 0, 1, 16_384)],
  ],
])("%s: the problems are reported", (_what, template, options, problems) => {
  expect(workersProblems({ ...options, launchTemplate: LaunchTemplate.managed(template) })).toEqual(problems);
});

test("the version of an existing template is a number, not $Latest", () => {
  expect(workersProblems({ launchTemplate: LaunchTemplate.existing("lt-0123", Number.NaN) })).toEqual([
    range("version", Number.NaN, 1, 10_000),
  ]);
});
