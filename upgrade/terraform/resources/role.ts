import type { ResourceReader } from "./resource-reader";

export const roleReader: ResourceReader = {
  types: ["aws_iam_role"],
  kind: "role",
  read(found) {
    found.add("roles", { stack: found.stack, address: found.address, roleName: found.text("name") });
  },
};
