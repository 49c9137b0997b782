import { Token } from "cdktf";
import { isUnresolved } from "../validation";

/** @param least the fewest that AWS accepts, each in another availability zone */
export function subnetProblems(subnetIds: readonly string[], least: 1 | 2): readonly string[] {
  const known = subnetIds.filter((id) => !isUnresolved(id));
  const repeated = new Set(known.filter((id, index) => known.indexOf(id) !== index));
  const zones = least === 1 ? "" : ", in different availability zones";
  return [
    ...(Token.isUnresolved(subnetIds) || subnetIds.length >= least
      ? []
      : [`the number of subnetIds is ${subnetIds.length}: expected at least ${least}${zones}`]),
    ...known
      .filter((id) => !/^\S+$/.test(id))
      .map((id) => `a subnet is "${id}": expected the id of a subnet, like "subnet-0a1b2c3d"`),
    ...[...repeated].map((id) => `duplicate subnet ${id}: expected each once`),
  ];
}
