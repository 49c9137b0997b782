const text = { type: "string" };
const port = { "x-kubernetes-int-or-string": true };

/** Makes a field immutable, as the webhook of the controller does. */
const neverChanges = (field: string) => ({
  rule: `has(self.${field}) == has(oldSelf.${field}) && (!has(self.${field}) || self.${field} == oldSelf.${field})`,
  message: `spec.${field} cannot be changed`,
});

/** TargetGroupBinding of the AWS Load Balancer Controller: its fields, and the changes that its webhook rejects. */
export const targetGroupBindingDefinition = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "targetgroupbindings.elbv2.k8s.aws" },
  spec: {
    group: "elbv2.k8s.aws",
    scope: "Namespaced",
    names: {
      kind: "TargetGroupBinding",
      listKind: "TargetGroupBindingList",
      plural: "targetgroupbindings",
      singular: "targetgroupbinding",
    },
    versions: [
      {
        name: "v1beta1",
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: {
            type: "object",
            required: ["spec"],
            properties: {
              apiVersion: text,
              kind: text,
              metadata: { type: "object" },
              spec: {
                type: "object",
                required: ["serviceRef"],
                properties: {
                  serviceRef: {
                    type: "object",
                    required: ["name", "port"],
                    properties: { name: text, port },
                  },
                  targetGroupARN: { ...text, minLength: 1 },
                  targetGroupName: { ...text, minLength: 1 },
                  targetType: { ...text, enum: ["instance", "ip"] },
                  targetGroupProtocol: text,
                  ipAddressType: { ...text, enum: ["ipv4", "ipv6"] },
                  vpcID: text,
                  multiClusterTargetGroup: { type: "boolean" },
                  iamRoleArnToAssume: text,
                  assumeRoleExternalId: text,
                  nodeSelector: {
                    type: "object",
                    properties: { matchLabels: { type: "object", additionalProperties: text } },
                  },
                  networking: {
                    type: "object",
                    properties: {
                      ingress: {
                        type: "array",
                        items: {
                          type: "object",
                          required: ["from", "ports"],
                          properties: {
                            from: {
                              type: "array",
                              items: {
                                type: "object",
                                properties: {
                                  ipBlock: {
                                    type: "object",
                                    required: ["cidr"],
                                    properties: { cidr: text },
                                  },
                                  securityGroup: {
                                    type: "object",
                                    required: ["groupID"],
                                    properties: { groupID: text },
                                  },
                                },
                              },
                            },
                            ports: {
                              type: "array",
                              items: {
                                type: "object",
                                properties: { protocol: { ...text, enum: ["TCP", "UDP"] }, port },
                              },
                            },
                          },
                        },
                      },
                    },
                  },
                },
                "x-kubernetes-validations": [
                  neverChanges("targetGroupARN"),
                  neverChanges("targetType"),
                  neverChanges("ipAddressType"),
                  neverChanges("vpcID"),
                  {
                    rule: "has(self.targetGroupARN) || has(self.targetGroupName)",
                    message: "spec.targetGroupARN or spec.targetGroupName is required",
                  },
                ],
              },
              status: { type: "object", properties: { observedGeneration: { type: "integer" } } },
            },
          },
        },
      },
    ],
  },
};
