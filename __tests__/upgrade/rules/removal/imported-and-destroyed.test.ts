import { Catalog } from "../../../../upgrade/eks/catalog/catalog";
import { EMPTY_FLEET } from "../../../../upgrade/fleet/state";
import { judge } from "../../../../upgrade/rules/rules";
import { readPlans } from "../../../../upgrade/terraform/read-plans";
import { planOf } from "../../../fixtures/plans";

const RULE = "imported-and-destroyed";
const place = (stack: string, address: string) => ({ stack, address });

function messages(was: { stack: string; address: string }, is: { stack: string; address: string }) {
  const destroyedImports = [{ type: "aws_eks_cluster", id: "arn:aws:eks:::cluster/shop", was, is }];
  return judge({
    before: EMPTY_FLEET,
    after: EMPTY_FLEET,
    resources: [],
    destroyedImports,
    catalog: Catalog.DATED,
  })
    .filter(({ rule }) => rule === RULE)
    .map(({ stack, address, message }) => `[${stack} ${address}] ${message}`);
}

test("a resource that is imported and destroyed in one stack is moved in its state instead", () => {
  expect(messages(place("shop", "aws_eks_cluster.old"), place("shop", "aws_eks_cluster.shop"))).toEqual([
    "[shop aws_eks_cluster.old] aws_eks_cluster arn:aws:eks:::cluster/shop would be destroyed here, and is imported at aws_eks_cluster.shop: one resource in AWS, which the apply destroys. Move it in the state instead: replace the import block with a moved block from aws_eks_cluster.old to aws_eks_cluster.shop (movedFrom of our constructs)",
  ]);
});

test("a resource that one stack imports and another destroys is forgotten by the other", () => {
  expect(messages(place("old", "aws_eks_cluster.this"), place("new", "aws_eks_cluster.shop"))).toEqual([
    "[old aws_eks_cluster.this] aws_eks_cluster arn:aws:eks:::cluster/shop would be destroyed here, and is imported at aws_eks_cluster.shop of new: one resource in AWS, which the apply destroys. Let this stack forget it: a removed block with destroy = false. Apply that first",
  ]);
});

test("resources are compared by their ARN or id and their type, whatever the type is", () => {
  const { destroyedImports } = readPlans([planOf("raw/life/imported-and-destroyed")]);
  expect(destroyedImports).toEqual([
    {
      type: "aws_eks_node_group",
      id: expect.stringContaining(":nodegroup/alpha-blue/workers-v1/"),
      was: { stack: expect.any(String), address: "aws_eks_node_group.workers_v1" },
      is: { stack: expect.any(String), address: "aws_eks_node_group.first" },
    },
  ]);
  expect(readPlans([planOf("raw/life/imported-and-forgotten")]).destroyedImports).toEqual([]);
});
