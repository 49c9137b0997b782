import { type ControlPlaneLogType, controlPlaneLogTypes } from "../../upgrade/eks/control-plane-log-type";
import { examined, madeWith } from "../checks/right-types";
import { isUnresolved } from "../validation";

/** The retentions that CloudWatch Logs accepts, in days. Source: PutRetentionPolicy. */
const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Which logs of the control plane go to CloudWatch, and for how long. Changed in place. */
export class ControlPlaneLogs {
  /** All five types, kept for 90 days. */
  static readonly DEFAULT = new ControlPlaneLogs(controlPlaneLogTypes, 90, "new");

  /** @param retentionDays one of the retentions of CloudWatch Logs: 1, 3, 5, 7, 14, 30, 60, 90, …, 3653 */
  static of(types: readonly ControlPlaneLogType[], retentionDays: number): ControlPlaneLogs {
    const { value, problems } = examined("ControlPlaneLogs.of", { types, retentionDays });
    return madeWith(new ControlPlaneLogs(value.types, value.retentionDays, "new"), problems);
  }

  /** For an adopted cluster whose log group was created by EKS or another stack. This code does not change the group. */
  static intoExistingLogGroup(types: readonly ControlPlaneLogType[]): ControlPlaneLogs {
    const { value, problems } = examined("ControlPlaneLogs.intoExistingLogGroup", { types });
    return madeWith(new ControlPlaneLogs(value.types, undefined, "existing"), problems);
  }

  private constructor(
    readonly types: readonly ControlPlaneLogType[],
    readonly retentionDays: number | undefined,
    readonly logGroup: "new" | "existing",
  ) {}

  get problems(): readonly string[] {
    const days = this.retentionDays;
    return days === undefined || isUnresolved(days) || retentions.includes(days)
      ? []
      : [
          `the retention of the control plane's logs is ${days} days: expected one of ${retentions.join(", ")}`,
        ];
  }
}
