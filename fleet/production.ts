/** What production has in common in all regions. */
export const production = {
  administrators: ["arn:aws:iam::111122223333:role/platform"],
  settings: {
    name: "production",
    allowedAccountIds: ["111122223333"],
    assumeRoleArn: "arn:aws:iam::111122223333:role/terraform",
    backend: { bucket: "example-terraform-states", region: "ap-northeast-2", keyPrefix: "eks/" },
    defaultTags: { team: "platform" },
  },
} as const;
