import { kept } from "../../fleet/diff";
import type { LostGift } from "../../fleet/in-use";
import type { LinkedState } from "../../fleet/links";
import { authenticationModes } from "../../fleet/settings/cluster";
import { ifKnown, isUnknown, type Known } from "../../fleet/state";
import type { Finding, Rule, RuleInput } from "../rule";
import { authenticationOf } from "../support/authentication";
import { found } from "../support/finding";
import { mayBeOfOneCluster, usersText } from "../support/in-use";
import { listed, shown } from "../support/wording";

export const nodeAccessRemoved: Rule = {
  id: "node-access-removed",
  severity: "error",
  title: "Nodes that stay may no longer join their cluster",
  why: "The ConfigMap aws-auth is removed, replaced or loses the role of nodes while the cluster still reads it, or the access entry of nodes is removed or replaced. kubelet is no longer authenticated: nodes become NotReady, and their pods are evicted. EKS does not write the entry again. If the authentication mode was API before the change, the cluster does not read aws-auth. Entries that stay for the same roles count as access.",
  source:
    "EKS user guide, auth-configmap, access-entries and setting-up-access-entries; terraform-aws-modules/terraform-aws-eks #1744, #2694, #3011 and #3317; aws/karpenter-provider-aws #3331",
  judge(input) {
    return [
      ...configMapFindings(input),
      ...missingFindings(input),
      ...entryFindings(input),
      ...modeFindings(input),
    ];
  },
};

/** aws-auth is removed, or loses roles. */
function configMapFindings(input: RuleInput): readonly Finding[] {
  const { before, diff, inUse } = input;
  return before.links.flatMap((link): readonly Finding[] => {
    const change = isConfigMap(link) ? diff.changeAt(link) : undefined;
    if (change === undefined || authenticationOf(link, input) === "API" || isClusterDestroyed(link, input)) {
      return [];
    }
    if (change.action === "delete" || change.action === "replace") {
      const open = nodesOf(link, input).filter((role) => !hasEntry(role, link, input));
      const isCovered =
        authenticationOf(link, input) === "API_AND_CONFIG_MAP" && open.length === 0 && link.gives.length > 0;
      if (isCovered) {
        return [
          found(
            change,
            `${link.label} would be removed. Access entries have the same roles: check that no person or pipeline needs it`,
            {
              code: "covered",
              severity: "warning",
            },
          ),
        ];
      }
      const who = open.length === 0 ? "" : ` (${listed(open.map((role) => role.replace("role:", "")))})`;
      const message = `${link.label} would be ${change.action === "replace" ? "replaced" : "removed"} while the cluster reads it: nodes${who} and people are no longer let in, and nodes become NotReady. Remove it from the state only (removed block, destroy = false), or create access entries and set authentication_mode to API first`;
      return [
        found(change, message, {
          code: change.action === "replace" ? "aws-auth-replaced" : "aws-auth-removed",
        }),
      ];
    }
    const later = inUse.laterOf(link);
    const lost = nodesOf(link, input).filter(
      (role) =>
        later?.gives.length !== 0 &&
        !gives(later, role) &&
        !names(later, role) &&
        !hasEntry(role, link, input),
    );
    const isEmptied =
      later !== undefined && later.gives.length === 0 && later.names.length === 0 && link.gives.length > 0;
    return lost.length === 0 && !isEmptied
      ? []
      : [lostRoles(change, isEmptied ? nodesOf(link, input) : lost)];
  });
}

/** aws-auth is written for the first time, and lacks the role of nodes that run. */
function missingFindings(input: RuleInput): readonly Finding[] {
  const { after, before, diff } = input;
  return after.links.flatMap((link): readonly Finding[] => {
    const change = isConfigMap(link) ? diff.changeAt(link) : undefined;
    const isWritten = change?.action === "create" && change.isImport !== true;
    if (
      change === undefined ||
      !isWritten ||
      link.gives.length === 0 ||
      authenticationOf(link, input) === "API"
    ) {
      return [];
    }
    const lost = before.links
      .filter(
        (group) =>
          group.type === "aws_eks_node_group" &&
          mayBeOfOneCluster(group, link) &&
          input.inUse.laterOf(group) !== undefined,
      )
      .flatMap(({ names: named }) => named.flatMap(({ id }) => (id?.startsWith("role:") ? [id] : [])))
      .filter((role) => !gives(link, role) && !names(link, role) && !hasEntry(role, link, input));
    const isRemoved = before.links.some(
      (other) => isConfigMap(other) && diff.changeAt(other)?.action === "delete",
    );
    return lost.length === 0 || isRemoved ? [] : [lostRoles(change, [...new Set(lost)])];
  });
}

function lostRoles(
  place: { readonly stack: string; readonly address: string },
  roles: readonly string[],
): Finding {
  const texts = roles.map((role) => role.replace("role:", ""));
  const who = texts.length === 0 ? "its roles" : `role ${listed(texts)}`;
  const message = `the ConfigMap aws-auth would no longer have ${who}: nodes with that role become NotReady, and no new node joins. Add it to mapRoles with the groups system:bootstrappers and system:nodes`;
  return found(place, message, { code: "role-missing", values: { roles: listed(texts) } });
}

function entryFindings(input: RuleInput): readonly Finding[] {
  return input.inUse.lostGifts("access").flatMap((lost): readonly Finding[] => {
    const { gift, change, link } = lost;
    if (gift.access?.by !== "entry" || !gift.access.isOfNodes || areNodesRemoved(lost, input)) {
      return [];
    }
    const role = gift.value.replace("role:", "");
    const isReplaced = change.action === "replace" || lost.again !== undefined;
    const message = `the access entry of ${role} would be ${isReplaced ? "replaced" : "removed"}, and nodes of ${usersText(lost.users)} use that role to join: they become NotReady${isReplaced ? " in between" : ", and no new node joins"}. ${
      lost.again === undefined || lost.again === link
        ? "Keep the entry until no node uses the role"
        : `Tell Terraform that it moves, with a moved block (from ${link.address}, to ${lost.again.address})`
    }`;
    return [
      found(change, message, { code: isReplaced ? "entry-replaced" : "entry-removed", values: { role } }),
    ];
  });
}

/** Whether these plans show the nodes of a role, and all of them go. */
function areNodesRemoved({ gift }: LostGift, { before, inUse, diff }: RuleInput): boolean {
  const holder = before.links.find(({ ids }) => ids.includes(gift.value));
  const named = holder ?? {
    stack: "",
    address: "",
    type: "",
    label: "",
    ids: [gift.value],
    names: [],
    gives: [],
  };
  const staying = inUse.usersOf(named).filter(({ type }) => type !== "aws_eks_access_entry");
  const users = before.links.filter(
    ({ type, names: all }) =>
      ["aws_eks_node_group", "aws_iam_instance_profile", "aws_eks_fargate_profile"].includes(type) &&
      all.some(({ id }) => id === gift.value),
  );
  return (
    users.length > 0 &&
    staying.length === 0 &&
    users.every((user) => diff.changeAt(user)?.action === "delete")
  );
}

/** The cluster stops reading aws-auth. EKS makes entries for managed groups and Fargate by itself. */
function modeFindings(input: RuleInput): readonly Finding[] {
  const { after, before, diff } = input;
  return kept(diff.clusters).flatMap(({ before: was, after: is }): readonly Finding[] => {
    if (modeRank(is.authenticationMode) < modeRank(was.authenticationMode)) {
      const message = `the authentication mode of ${shown(is.clusterName)} would go back from ${was.authenticationMode} to ${is.authenticationMode}: EKS rejects this, and the apply fails in the middle. Restore ${was.authenticationMode}`;
      return [found(is, message, { code: "mode-back" })];
    }
    if (
      is.authenticationMode !== "API" ||
      was.authenticationMode === "API" ||
      isUnknown(was.authenticationMode)
    ) {
      return [];
    }
    const maps = before.links.filter(
      (link) => isConfigMap(link) && (isUnknown(link.cluster) || link.cluster === is.key),
    );
    const managed = new Set(
      before.links
        .filter(({ type }) => type === "aws_eks_node_group" || type === "aws_eks_fargate_profile")
        .flatMap(({ names: all }) => all.flatMap(({ id }) => id ?? [])),
    );
    const entries = new Set(
      after.links.flatMap(({ type, gives: all }) =>
        type === "aws_eks_access_entry" ? all.map(({ value }) => value) : [],
      ),
    );
    const open = maps.flatMap(({ gives: all }) =>
      all.flatMap(({ value }) =>
        managed.has(value) || entries.has(value) ? [] : [value.replace("role:", "")],
      ),
    );
    const message = `the authentication mode of ${shown(is.clusterName)} would become API, and ${listed([...new Set(open)])} of aws-auth ${open.length === 1 ? "has" : "have"} no access entry: nodes and people are locked out, and EKS does not change the mode back. Create their access entries first`;
    return open.length === 0
      ? []
      : [found(is, message, { code: "mode", values: { roles: listed([...new Set(open)]) } })];
  });
}

/** An unknown mode, or one that the code leaves to EKS, has no rank. */
function modeRank(mode: Known<string> | undefined): number {
  const modes: readonly string[] = authenticationModes;
  const rank = modes.indexOf(ifKnown(mode) ?? "");
  return rank < 0 ? Number.NaN : rank;
}

function isConfigMap({ label, type }: LinkedState): boolean {
  return type.startsWith("kubernetes_config_map") && label.includes("aws-auth");
}

/** The roles of nodes in a map: by their group, or because nodes of these plans have them. */
function nodesOf(link: LinkedState, { before, inUse }: RuleInput): readonly string[] {
  const roles = link.gives.flatMap(({ value, access }) => (access?.isOfNodes === true ? [value] : []));
  const ofGroups = before.links
    .filter(
      (group) =>
        group.type === "aws_eks_node_group" &&
        mayBeOfOneCluster(group, link) &&
        inUse.laterOf(group) !== undefined,
    )
    .flatMap(({ names: named }) => named.flatMap(({ id }) => (id?.startsWith("role:") ? [id] : [])));
  const isStaying = (role: string) => {
    const holder = before.links.find(({ ids }) => ids.includes(role));
    return holder === undefined || inUse.laterOf(holder) !== undefined;
  };
  return [...new Set([...roles, ...ofGroups.filter((role) => gives(link, role))])].filter(isStaying);
}

function hasEntry(role: string, link: LinkedState, { after, before }: RuleInput): boolean {
  const was = new Set(before.links);
  return after.links.some(
    (entry) =>
      entry.type === "aws_eks_access_entry" &&
      was.has(entry) &&
      mayBeOfOneCluster(entry, link) &&
      entry.gives.some(({ value }) => value === role),
  );
}

function gives(link: LinkedState | undefined, role: string): boolean {
  return link?.gives.some(({ value }) => value === role) ?? false;
}

function names(link: LinkedState | undefined, role: string): boolean {
  return link?.names.some(({ id, address }) => id === role || address !== undefined) ?? false;
}

function isClusterDestroyed({ cluster }: LinkedState, { before, diff }: RuleInput): boolean {
  const key = ifKnown(cluster);
  const own = before.clusters.filter((each) => isUnknown(cluster) || each.key === key);
  return own.length > 0 && own.every((each) => diff.destroys(each.key));
}
