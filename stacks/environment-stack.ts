import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformLocal, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { mergedTexts } from "../constructs/maps";
import { reportAtSynthesis } from "../constructs/validation";
import type { IgnoredTags } from "../upgrade/fleet/settings";
import { backendProblems, keepState } from "./backend";
import type { Environment } from "./environment";
import { allowsOnlyFrom, constraintProblem, FIRST_AWS_PROVIDERS } from "./provider-constraint";

/**
 * Ranges that the tests cover. cdktf would write the one version of the bindings, but users need newer providers. The
 * tests run AWS 5.100.0. Helm 3.1.1 and Kubernetes 2.38.0 and 3.2.1 applied and destroyed whole in-cluster stacks by
 * hand, on a real API server with simulated nodes.
 */
const PROVIDER_VERSIONS = {
  aws: ">= 5.100.0, < 7.0.0",
  // 3.1.0 knows `take_ownership`.
  helm: ">= 3.1.0, < 4.0.0",
  kubernetes: ">= 2.38.0, < 4.0.0",
} as const;

/** A stack of an environment: its backend and its AWS provider. */
export abstract class EnvironmentStack extends TerraformStack {
  /** @param tagsAll - whether all resources get the environment's tags */
  constructor(scope: Construct, id: string, environment: Environment, tagsAll = true) {
    super(scope, id);
    keepState(this, id, environment.backend);
    const { ignoreTags } = environment;
    new AwsProvider(this, "aws", {
      region: environment.region,
      allowedAccountIds: environment.allowedAccountIds?.slice(),
      assumeRole:
        environment.assumeRoleArn === undefined ? undefined : [{ roleArn: environment.assumeRoleArn }],
      ignoreTags:
        ignoreTags === undefined
          ? undefined
          : [{ keys: ignoreTags.keys?.slice(), keyPrefixes: ignoreTags.keyPrefixes?.slice() }],
      defaultTags: tagsAll
        ? [{ tags: mergedTexts({ environment: environment.name }, environment.defaultTags) }]
        : undefined,
    });
    if (!tagsAll) {
      // Names the environment of a stack whose resources do not have the tag.
      new TerraformLocal(this, "environment", environment.name);
    }
    this.constrainProvider("aws", environment);
    reportAtSynthesis(this, () => [
      ...ignoreTagsProblems(ignoreTags),
      ...backendProblems(environment.backend),
    ]);
  }

  protected constrainProvider(provider: keyof typeof PROVIDER_VERSIONS, environment: Environment): void {
    const version = providerVersion(provider, environment);
    this.addOverride(`terraform.required_providers.${provider}.version`, version);
    reportAtSynthesis(this, () => {
      const problem = constraintProblem(version);
      return problem === undefined ? [] : [`the versions of provider "${provider}": ${problem}`];
    });
  }
}

/** Guards and reviews read these tags: Terraform must write them. */
function ignoreTagsProblems({ keys = [], keyPrefixes = [] }: IgnoredTags = {}): readonly string[] {
  const own = [
    ...keys.filter((key) => key.startsWith(TAG_PREFIX)),
    ...keyPrefixes.filter((prefix) => TAG_PREFIX.startsWith(prefix) || prefix.startsWith(TAG_PREFIX)),
  ];
  return own.map(
    (key) =>
      `ignoreTags has "${key}": expected tags of others. Guards and reviews read tags that begin with "${TAG_PREFIX}"`,
  );
}

const TAG_PREFIX = "cdktf-eks-upgrade/";

type NewAttribute = keyof typeof FIRST_AWS_PROVIDERS;

/** Whether all AWS providers that the environment allows have an attribute. */
export function providersHave(attribute: NewAttribute, environment: Environment): boolean {
  return allowsOnlyFrom(FIRST_AWS_PROVIDERS[attribute], providerVersion("aws", environment));
}

/** @param place what has the attribute: "node group workers-v1" */
export function providerProblems(
  attribute: NewAttribute,
  place: string,
  environment: Environment,
): readonly string[] {
  const first = FIRST_AWS_PROVIDERS[attribute].join(".");
  return providersHave(attribute, environment)
    ? []
    : [
        `${attribute} of ${place} needs AWS provider ${first} or later, and environment ${environment.name} in ${environment.region} allows "${providerVersion("aws", environment)}": set its providerVersions to { aws: ">= ${first}, < 7.0.0" }, or remove ${attribute}`,
      ];
}

function providerVersion(provider: keyof typeof PROVIDER_VERSIONS, environment: Environment): string {
  return environment.providerVersions?.[provider] ?? PROVIDER_VERSIONS[provider];
}
