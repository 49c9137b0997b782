/** Service accounts of EKS add-ons that need credentials of AWS, by the name of the add-on. */
const OF_ADDONS: ReadonlyMap<string, readonly string[]> = new Map([
  ["aws-ebs-csi-driver", ["kube-system/ebs-csi-controller-sa"]],
  ["aws-efs-csi-driver", ["kube-system/efs-csi-controller-sa"]],
  ["aws-fsx-csi-driver", ["kube-system/fsx-csi-controller-sa"]],
  ["vpc-cni", ["kube-system/aws-node"]],
  ["amazon-cloudwatch-observability", ["amazon-cloudwatch/cloudwatch-agent"]],
  ["aws-mountpoint-s3-csi-driver", ["kube-system/s3-csi-driver-sa"]],
]);

/** Names of service accounts of controllers, whatever their namespace is. */
const OF_CONTROLLERS =
  /\/(karpenter|aws-load-balancer-controller|cluster-autoscaler|cluster-autoscaler-.*|external-dns|external-secrets|cert-manager)$/;

export function serviceAccountsOf(addonName: string): readonly string[] {
  return OF_ADDONS.get(addonName) ?? [];
}

/** The add-on of a service account: "aws-ebs-csi-driver" of "kube-system/ebs-csi-controller-sa". */
export function addonOfServiceAccount(account: string): string | undefined {
  return [...OF_ADDONS].find(([, accounts]) => accounts.includes(account))?.[0];
}

/** Whether a service account is that of a driver or a controller that a cluster needs, and not that of an application. */
export function isOfPlatform(account: string): boolean {
  return addonOfServiceAccount(account) !== undefined || OF_CONTROLLERS.test(account);
}
