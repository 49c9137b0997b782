import { type Aws, type AwsOptions, startAws } from "../../sandbox/aws";
import { Catalog } from "../../upgrade/eks/catalog/catalog";
import { givenResources } from "./given";
import type { Workspace } from "./workspace";

/** The sandbox's day: the catalog's, so that a rehearsal next year finds the same versions supported. */
const DAY = new Date("2026-11-23T00:00:00Z");

/** Node groups that pin no release have an older one than any that a goal names: AMIs do not go back. */
const AMI_DAY = new Date("2025-01-06T00:00:00Z");

/** AWS on loopback as these stacks of a synthesized workspace expect it: what they name and do not make exists. */
export function awsFor(
  workspace: Workspace,
  stacks: readonly string[],
  log: (line: string) => void,
  apiServerOf?: AwsOptions["apiServerOf"],
): Promise<Aws> {
  const { kubernetesVersions, addonVersions } = Catalog.DATED.data;
  return startAws({
    start: DAY,
    amiDay: AMI_DAY,
    versions: kubernetesVersions,
    addons: addonVersions.map((row) => ({ ...row, isDefault: row.evidence === "eks-default" })),
    given: givenResources(stacks.map((stack) => workspace.stack(stack))),
    log,
    ...(apiServerOf === undefined ? {} : { apiServerOf }),
  });
}
