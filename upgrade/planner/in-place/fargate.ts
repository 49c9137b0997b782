import { clusterPath } from "../../fleet/path-to";
import { ifKnown } from "../../fleet/state";
import { versionIn } from "../../rules/support/reading";
import type { Draft } from "../draft";
import { set } from "../edits/make-edit";
import { STEP_KINDS } from "../step-kinds";
import type { InPlace } from "./in-place";

/** A pod on Fargate keeps the kubelet of its creation: the pods of a profile restart when nodes follow. */
export function fargateStep(at: InPlace): Draft | undefined {
  const due = at.fargateProfiles.find(({ version }) => {
    const runs = versionIn(version);
    return runs !== undefined && runs.compare(at.version) < 0 && at.isDue(version);
  });
  const name = ifKnown(due?.profileName);
  if (due === undefined || name === undefined) {
    return undefined;
  }
  const from = String(ifKnown(due.version));
  return {
    kind: "fargate-restart",
    clusterName: at.name,
    title: STEP_KINDS["fargate-restart"].title(name, from, at.version),
    edits: [set(clusterPath(at.name, "fargateProfiles", name, "version"), String(at.version), from)],
    rollback: {
      how: `none: before a rollback of the control plane, delete the pods of ${name}; they start again after it`,
      diffs: [],
    },
    noRollback: `the pods of ${name} get kubelets of ${at.version}, with which the control plane cannot roll back to ${at.version.plus(-1)}`,
    hardensRollback: true,
    remarks: [
      `before you apply this, restart the pods of ${name} that are older than ${at.version}: "kubectl rollout restart" for what owns them. The diff records that none is left`,
    ],
  };
}
