import { readFileSync } from "node:fs";
import { join } from "node:path";
import { alphaKr } from "../../../fleet/alpha-kr";
import { siblingAddress, terraformAddress, typeOf } from "../../../upgrade/terraform/terraform-address";
import { filesIn, synthesizeInto, temporaryFolder } from "../../stacks/fixtures";

type Block = Readonly<
  Record<
    string,
    Readonly<Record<string, { readonly "//"?: { readonly metadata?: { readonly path?: string } } }>>
  >
>;

test("the addresses of all that the fleet declares follow from the paths of its constructs", () => {
  const outdir = join(temporaryFolder(), "cdktf.out");
  expect(synthesizeInto(outdir, [alphaKr]).exitCode).toBe(0);
  const pairs = Object.keys(filesIn(outdir))
    .filter((path) => path.endsWith("cdk.tf.json"))
    .flatMap((path) => {
      const { resource = {}, data = {} }: { readonly resource?: Block; readonly data?: Block } = JSON.parse(
        readFileSync(join(outdir, path), "utf8"),
      );
      return [...Object.entries(resource), ...Object.entries(data)].flatMap(([type, named]) =>
        Object.entries(named).map(([id, body]) => ({
          address: `${type}.${id}`,
          expected: terraformAddress(type, (body["//"]?.metadata?.path ?? "").split("/").slice(1)),
        })),
      );
    });
  expect(pairs.length).toBeGreaterThan(100);
  expect(pairs.filter(({ address, expected }) => address !== expected)).toEqual([]);
});

test("a name that ends the one before it is not said twice", () => {
  expect(terraformAddress("aws_iam_role", ["my-role", "role"])).toMatch(
    /^aws_iam_role\.my-role_[0-9A-F]{8}$/,
  );
});

test("a node group beside another has an address of the same kind", () => {
  const pathOf = (name: string) => ["cluster", name];
  const beside = (address: string) => siblingAddress(address, "workers-v1", "workers-v2", pathOf);
  expect(beside("aws_eks_node_group.cluster_workers-v1_A6435936")).toBe(
    "aws_eks_node_group.cluster_workers-v2_9BC16F2D",
  );
  expect(beside('module.eks.aws_eks_node_group.this["workers-v1"]')).toBe(
    'module.eks.aws_eks_node_group.this["workers-v2"]',
  );
  expect(beside("aws_eks_node_group.old")).toBe("aws_eks_node_group.old-workers-v2");
});

test("the type of a resource is read from its address", () => {
  expect(typeOf("module.eks.aws_eks_cluster.this[0]")).toBe("aws_eks_cluster");
  expect(typeOf("helm_release.binding-alpha-webapp-a")).toBe("helm_release");
  expect(typeOf("alpha-kr-a/cluster")).toBe("alpha-kr-a/cluster");
});
