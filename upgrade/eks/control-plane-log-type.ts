/** The logs that a control plane can send to CloudWatch. Source: EKS API, LogSetup. */
export const controlPlaneLogTypes = [
  "api",
  "audit",
  "authenticator",
  "controllerManager",
  "scheduler",
] as const;

export type ControlPlaneLogType = (typeof controlPlaneLogTypes)[number];
