import type { ResourceChange, ResourceKind } from "../fleet/change";
import type { Place } from "../fleet/state";
import type { Attributes } from "./attributes";
import { changedPaths, replacedFor } from "./changed-paths";
import type { Instance } from "./instances";
import { getText } from "./json";
import { canTakeAway, linkReaders, readLink } from "./links/links";
import { PlanContext } from "./plan-context";
import type { Plan, PlannedAction, PlannedResource } from "./plan-json";
import type { Identified, Reading, Side } from "./reading";
import { dataReaders, managedReaders } from "./resources/readers";
import { Found } from "./resources/resource-reader";

/** Reads a fleet from one plan, by resource types and attributes, so it works on every plan. */
export class PlanReader {
  private readonly context: PlanContext;
  /** The kinds of resources whose type does not say what they hold, by address. */
  private readonly kinds = new Map<string, ResourceKind>();

  /** @param stack the name of the plan */
  constructor(
    private readonly stack: string,
    plan: Plan,
    private readonly reading: Reading,
  ) {
    this.context = new PlanContext(stack, plan, reading.keys, (text, address) =>
      reading.secrets.add(text, { stack, address }),
    );
  }

  /** Whether the plan can take away what others stand on. Links of other plans are not read with its parts. */
  takesAway(): boolean {
    return this.context.isPlan && this.context.instances.all.some(({ resource }) => canTakeAway(resource));
  }

  /** Adds only what stands on what. */
  readLinks(): void {
    for (const instance of this.context.instances.all) {
      const link = instance.isData ? undefined : linkReaders.get(instance.type);
      if (link !== undefined) {
        this.readSides((found) => readLink(link, found), instance);
      }
    }
  }

  /** Adds the parts of this plan to the parts of other plans. */
  read(): void {
    const { before, after, resources, forgotten } = this.reading;
    const hasLinks = this.takesAway();
    for (const instance of this.context.instances.all) {
      const { resource } = instance;
      const reader = (instance.isData ? dataReaders : managedReaders).get(resource.type);
      const link = !hasLinks || instance.isData ? undefined : linkReaders.get(resource.type);
      // Most resources of a plan are not read and do not change.
      if (
        reader === undefined &&
        link === undefined &&
        resource.action !== "forget" &&
        isLeftAlone(resource)
      ) {
        continue;
      }
      if (reader !== undefined) {
        this.readSides((found) => reader.read(found), instance);
      }
      if (link !== undefined) {
        this.readSides((found) => readLink(link, found), instance);
      }
      if (!instance.isPlanned || instance.isData) {
        continue;
      }
      if (resource.action === "forget") {
        const place = this.context.placeOf(instance);
        after.handedOver.set(place, place);
        forgotten.push(place);
      }
      if (resource.isImport) {
        const place = this.context.placeOf(instance);
        before.handedOver.set(place, place);
        this.identify(resource, place, this.reading.imports);
      }
      if (resource.action === "delete") {
        this.identify(resource, this.context.placeOf(instance), this.reading.deletes);
      }
      const change = this.changeOf(instance, resource);
      if (change !== undefined) {
        resources.push(change);
      }
    }
  }

  private identify({ type, before }: PlannedResource, place: Place, list: Identified[]): void {
    const id = getText(before, "arn") ?? getText(before, "id");
    if (id !== undefined) {
      list.push({ type, id, place });
    }
  }

  private readSides(read: (found: Found) => void, instance: Instance): void {
    const { before, after } = this.reading;
    const [was, becomes] = [instance.before, instance.after];
    if (was !== undefined && was === becomes) {
      this.readSide(read, instance, was, was, [before, after]);
      return;
    }
    if (was !== undefined) {
      this.readSide(read, instance, was, undefined, [before]);
    }
    if (becomes !== undefined) {
      this.readSide(read, instance, becomes, was, [after]);
    }
  }

  private readSide(
    read: (found: Found) => void,
    instance: Instance,
    side: Attributes,
    was: Attributes | undefined,
    sides: readonly Side[],
  ): void {
    read(new Found(this.context, instance, side, was, sides, this.kinds));
  }

  private changeOf({ address }: Instance, planned: PlannedResource): ResourceChange | undefined {
    const { type, action, previousAddress, isImport } = planned;
    if (isLeftAlone(planned)) {
      return undefined;
    }
    return {
      stack: this.stack,
      address,
      previousAddress: isMoved(planned) ? previousAddress : undefined,
      kind: this.kinds.get(address) ?? managedReaders.get(type)?.kind ?? "other",
      type,
      // A resource that is only moved or imported: an update without changes.
      action: isQuiet(action) ? "update" : action,
      isImport,
      ...(planned.isCreatedFirst ? { isCreatedFirst: true } : {}),
      changed: isQuiet(action) ? [] : changedPaths(planned),
      replacedFor: action === "replace" ? replacedFor(planned) : [],
    };
  }
}

function isLeftAlone(resource: PlannedResource): boolean {
  return isQuiet(resource.action) && !resource.isImport && !isMoved(resource);
}

function isQuiet(action: PlannedAction): action is "no-op" | "read" | "forget" {
  return action === "no-op" || action === "read" || action === "forget";
}

function isMoved({ previousAddress, address }: PlannedResource): boolean {
  return previousAddress !== undefined && previousAddress !== address;
}
