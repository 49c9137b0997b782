import type { GivenResources } from "../../sandbox/moto/given";

/** A synthesized stack, as far as it is looked at here. */
export interface SynthesizedStack {
  readonly provider?: { readonly aws?: readonly { readonly region?: string }[] };
  readonly terraform?: {
    readonly backend?: { readonly s3?: { readonly bucket: string; readonly region: string } };
  };
}

/**
 * What stacks name by literal ids and do not make: their network, certificates, keys and the
 * roles of people. The sandbox makes
 * these exist under the same ids, so that it gets the very bytes that AWS would get.
 */
export function givenResources(stacks: readonly SynthesizedStack[]): GivenResources {
  const regions = new Map<string, Set<string>>();
  for (const stack of stacks) {
    const region = stack.provider?.aws?.[0]?.region ?? "us-east-1";
    const known = regions.get(region) ?? new Set<string>();
    regions.set(region, known);
    for (const text of literals(stack)) {
      known.add(text);
    }
  }
  const everything = new Set([...regions.values()].flatMap((texts) => [...texts]));
  return {
    vpcs: [...regions].map(([region, texts]) => ({
      region,
      id: matching(texts, /^vpc-[0-9a-f]+$/)[0] ?? "vpc-00000000000000000",
      subnets: matching(texts, /^subnet-[0-9a-f]+$/).map((id) => ({ id })),
      securityGroups: matching(texts, /^sg-[0-9a-f]+$/).map((id) => ({ id })),
    })),
    certificates: matching(everything, /^arn:aws:acm:/),
    roles: matching(everything, /^arn:aws:iam::\d{12}:role\//),
    keys: matching(everything, /^arn:aws:kms:/),
    buckets: stacks.flatMap(({ terraform }) => {
      const bucket = terraform?.backend?.s3;
      return bucket === undefined ? [] : [{ name: bucket.bucket, region: bucket.region }];
    }),
  };
}

function matching(texts: ReadonlySet<string>, pattern: RegExp): readonly string[] {
  return [...texts].filter((text) => pattern.test(text));
}

function literals(value: unknown): readonly string[] {
  if (typeof value === "string") {
    return [value];
  }
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(literals) : [];
}
