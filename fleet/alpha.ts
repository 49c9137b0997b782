/** What the alpha environment has in common in all regions. Its Terraform states lie beside cdktf.json. */
export const alpha = {
  administrators: ["arn:aws:iam::123456789012:role/platform"],
  settings: {
    name: "alpha",
    allowedAccountIds: ["123456789012"],
    defaultTags: { team: "platform" },
  },
} as const;
