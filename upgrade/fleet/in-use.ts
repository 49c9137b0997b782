import type { ResourceChange } from "./change";
import type { FleetDiff } from "./diff";
import { grouped } from "./grouped";
import { ifKnown, isUnknown } from "./known";
import { lazily } from "./lazily";
import type { Gift, GiftKind, LinkedState } from "./links";
import { ByPlace } from "./place";
import type { FleetState } from "./state";

/** A resource that the change takes away from something in use. */
export interface LostResource {
  readonly link: LinkedState;
  readonly change: ResourceChange;
  /** What stands on it, and stays. */
  readonly users: readonly LinkedState[];
  /** The same thing at another address, which the change creates. */
  readonly again?: LinkedState;
}

/** Something that a resource gave, and gives no longer. */
export interface LostGift extends LostResource {
  readonly gift: Gift;
  /** All gifts after the change of the same kind and to the same thing. */
  readonly left: readonly Gift[];
}

/** What stands on what, before and after a change. */
export class InUse {
  private readonly after: () => ByPlace<LinkedState>;
  private readonly namers: () => ReadonlyMap<string, readonly LinkedState[]>;
  private readonly gifts: () => ReadonlyMap<string, readonly Given[]>;
  private readonly users = new Map<LinkedState, readonly LinkedState[]>();

  constructor(
    private readonly fleets: { readonly before: FleetState; readonly after: FleetState },
    private readonly diff: FleetDiff,
  ) {
    this.after = lazily(() => ByPlace.of(fleets.after.links));
    this.namers = lazily(() => namersIn(fleets.before.links));
    this.gifts = lazily(() => giftsIn(fleets.after.links));
  }

  /** Resources that are removed or replaced while something that stays names them. */
  readonly lostResources = lazily(() => this.findLostResources());

  /** What resources gave before and nothing gives afterwards, by its kind. */
  lostGifts(kind: GiftKind): readonly LostGift[] {
    return this.allLostGifts().filter(({ gift }) => gift.kind === kind);
  }

  private readonly allLostGifts = lazily(() => this.findLostGifts());

  private findLostResources(): readonly LostResource[] {
    return this.fleets.before.links.flatMap((link): readonly LostResource[] => {
      const change = this.destroys(link);
      if (change === undefined) {
        return [];
      }
      const users = this.usersOf(link);
      const again =
        change.action === "delete"
          ? this.fleets.after.links.find(
              (other) => other.type === link.type && other.ids.some((id) => link.ids.includes(id)),
            )
          : undefined;
      return users.length === 0 ? [] : [{ link, change, users, ...(again === undefined ? {} : { again }) }];
    });
  }

  private findLostGifts(): readonly LostGift[] {
    return this.fleets.before.links.flatMap((link): readonly LostGift[] => {
      const change = link.gives.length === 0 ? undefined : this.changeOf(link);
      if (change === undefined) {
        return [];
      }
      const stays = change.action === "update" ? this.laterOf(link) : undefined;
      return link.gives.flatMap((gift): readonly LostGift[] => {
        const left = this.given(link, gift);
        const [other, ...others] = left.filter(({ gift: { value } }) => value === gift.value);
        const isOwn = stays !== undefined && [other, ...others].some((given) => given?.link === stays);
        const isKept = [other, ...others].some(
          (given) => given !== undefined && !isNew(this.changeOf(given.link)),
        );
        if (isOwn || isKept) {
          return [];
        }
        const users = this.usersOfGift(link, gift);
        const again = other?.link;
        return users.length === 0
          ? []
          : [
              {
                link,
                change,
                gift,
                users,
                left: left.map(({ gift: each }) => each),
                ...(again === undefined ? {} : { again }),
              },
            ];
      });
    });
  }

  /** What gets a gift, and everything that stands on it and stays. */
  usersOfGift(link: LinkedState, gift: Gift): readonly LinkedState[] {
    if (gift.to === "") {
      return this.clustersOf(link.cluster);
    }
    const holder = this.fleets.before.links.find(
      (other) =>
        other.type !== "aws_route_table_association" &&
        other.ids.includes(gift.to) &&
        !isOfOtherAccount(other, link),
    );
    if (holder !== undefined && this.destroys(holder) !== undefined) {
      return [];
    }
    const users = this.usersOf(holder ?? { ...link, address: "", ids: [gift.to] });
    // Pods use a role by its trust, and no resource of these plans has to name it.
    return users.length > 0 || holder?.serviceAccount === undefined
      ? users
      : [{ ...holder, label: `service account ${holder.serviceAccount}` }];
  }

  /** What stands on a resource, directly or through others, and stays. */
  usersOf(link: LinkedState): readonly LinkedState[] {
    const known = this.users.get(link);
    if (known !== undefined) {
      return known;
    }
    const users = new Set<LinkedState>();
    const seen = new Set<LinkedState>([link]);
    const open = [link];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const namer of this.namersOf(at)) {
        if (!seen.has(namer)) {
          seen.add(namer);
          if (namer.isUser === true) {
            users.add(namer);
          }
          open.push(namer);
        }
      }
    }
    const found = [...users];
    this.users.set(link, found);
    return found;
  }

  /** The resources that name another before, stay, and still name it. */
  private namersOf(link: LinkedState): readonly LinkedState[] {
    const named = [...link.ids, addressId(link)].flatMap((id) => this.namers().get(id) ?? []);
    return [...new Set(named)].filter((namer) => {
      if (isOfOtherAccount(namer, link)) {
        return false;
      }
      // The nodes of an access entry that is replaced stay.
      if (namer.type === "aws_eks_access_entry" && this.changeOf(namer)?.action === "replace") {
        return true;
      }
      const later = this.destroys(namer) === undefined ? this.laterOf(namer) : undefined;
      return (
        later !== undefined &&
        (later === namer ||
          later.names.some(
            ({ id, address }) =>
              (id !== undefined && link.ids.includes(id)) ||
              (address !== undefined && namer.stack === link.stack && address === this.addressOf(link)),
          ))
      );
    });
  }

  private clustersOf(key: LinkedState["cluster"]): readonly LinkedState[] {
    const clusters = this.fleets.before.links.filter(({ type }) => type === "aws_eks_cluster");
    const own = clusters.filter(({ cluster }) => cluster === key || isUnknown(key));
    const staying = own.filter((cluster) => this.destroys(cluster) === undefined);
    if (own.length > 0 || key === undefined || this.diff.destroys(key)) {
      return staying;
    }
    // The cluster is in no plan, so it stays.
    const name = isUnknown(key) ? "its cluster" : `cluster ${this.diff.nameOf(key) ?? ""}`;
    const nothing = { ids: [], names: [], gives: [] };
    return [
      {
        stack: "",
        address: "",
        type: "aws_eks_cluster",
        label: name,
        isUser: true,
        cluster: key,
        ...nothing,
      },
    ];
  }

  /** All gifts after the change to the same thing. */
  private given(from: LinkedState, { kind, to }: Gift): readonly Given[] {
    const key = ifKnown(from.cluster);
    return (this.gifts().get(giftKey(kind, to)) ?? []).filter(({ link }) =>
      to === ""
        ? isUnknown(link.cluster) || key === undefined || link.cluster === key
        : !isOfOtherAccount(link, from),
    );
  }

  /** The resource after the change, wherever the plan moves it. */
  laterOf(link: LinkedState): LinkedState | undefined {
    return this.after().get(link);
  }

  private addressOf({ stack, address }: LinkedState): string {
    return this.after().get({ stack, address })?.address ?? address;
  }

  private changeOf(link: LinkedState): ResourceChange | undefined {
    return this.diff.changeAt(link);
  }

  private destroys(link: LinkedState): ResourceChange | undefined {
    const change = this.changeOf(link);
    return change?.action === "delete" || change?.action === "replace" ? change : undefined;
  }
}

function isOfOtherAccount({ account: one }: LinkedState, { account: other }: LinkedState): boolean {
  return one !== undefined && other !== undefined && one !== other;
}

interface Given {
  readonly link: LinkedState;
  readonly gift: Gift;
}

function isNew(change: ResourceChange | undefined): boolean {
  return change?.isImport !== true && (change?.action === "create" || change?.action === "replace");
}

const addressId = ({ stack, address }: Pick<LinkedState, "stack" | "address">) => `at ${stack}\n${address}`;

function namersIn(links: readonly LinkedState[]): ReadonlyMap<string, readonly LinkedState[]> {
  const namers = new Map<string, LinkedState[]>();
  for (const link of links) {
    for (const { id, address } of link.names) {
      const key = id ?? addressId({ stack: link.stack, address: address ?? "" });
      const known = namers.get(key);
      if (known === undefined) {
        namers.set(key, [link]);
      } else {
        known.push(link);
      }
    }
  }
  return namers;
}

function giftsIn(links: readonly LinkedState[]): ReadonlyMap<string, readonly Given[]> {
  const gifts = links.flatMap((link) => link.gives.map((gift): Given => ({ link, gift })));
  return grouped(gifts, ({ gift: { kind, to } }) => giftKey(kind, to));
}

function giftKey(kind: GiftKind, to: string): string {
  return `${kind} ${to}`;
}
