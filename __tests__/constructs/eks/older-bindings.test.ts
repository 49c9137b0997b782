import { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import { synthesize } from "../../synthesize";
import { notesOf, only, withCluster } from "./fixtures";

describe("with the bindings of AWS provider 5, which have no deletion_protection", () => {
  beforeAll(() => {
    Reflect.deleteProperty(EksCluster.prototype, "deletionProtection");
  });

  test("a protected cluster notes that the tag alone protects it", () => {
    expect(notesOf(withCluster())).toEqual([
      "[stack/alpha-kr-a] deletion_protection is not written: the installed @cdktf/provider-aws does not have it, 21 or later does. Guards and reviews respect the tag instead, EKS does not",
    ]);
    expect(only(synthesize(withCluster()), "aws_eks_cluster").tags).toEqual({
      "cdktf-eks-upgrade/protected": "true",
    });
  });

  test("there is no note if the program switches the attribute off", () => {
    expect(notesOf(withCluster({ protectedBy: "tag" }))).toEqual([]);
  });
});
