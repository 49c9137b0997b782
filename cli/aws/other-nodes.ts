import type { OtherNodes } from "../../upgrade/adopt/live-cluster";
import { type AwsClientSettings, askAll, readWith } from "./ask";

/**
 * The cluster's instances that no managed node group made, by whatever made them; `undefined` where EC2 does not
 * answer, for want of a permission.
 */
export async function otherNodesOf(
  clusterName: string,
  settings: AwsClientSettings,
): Promise<readonly OtherNodes[] | undefined> {
  const { EC2Client, paginateDescribeInstances } = await import("@aws-sdk/client-ec2");
  return readWith(new EC2Client(settings), async (client) => {
    const instances = await askAll(
      "ec2:DescribeInstances",
      paginateDescribeInstances(
        { client },
        {
          Filters: [
            { Name: "tag-key", Values: [`kubernetes.io/cluster/${clusterName}`] },
            { Name: "instance-state-name", Values: ["pending", "running"] },
          ],
        },
      ),
      ({ Reservations = [] }) => Reservations.flatMap((reservation) => reservation.Instances ?? []),
    );
    const counts = new Map<string, number>();
    for (const { Tags = [] } of instances) {
      const tags = new Map(Tags.map(({ Key = "", Value = "" }) => [Key, Value]));
      if (!tags.has("eks:nodegroup-name")) {
        const by = makerOf(tags);
        counts.set(by, (counts.get(by) ?? 0) + 1);
      }
    }
    return [...counts].map(([by, count]) => ({ by, count })).sort((a, b) => (a.by < b.by ? -1 : 1));
  });
}

function makerOf(tags: ReadonlyMap<string, string>): string {
  const pool = tags.get("karpenter.sh/nodepool");
  if (pool !== undefined) {
    return `Karpenter's node pool ${pool}`;
  }
  const group = tags.get("aws:autoscaling:groupName");
  return group === undefined ? "no group at all" : `the Auto Scaling group ${group}`;
}
