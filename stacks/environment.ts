import type { ListenerAction } from "../constructs/traffic/listener-action";
import type * as settings from "../upgrade/fleet/settings";

/*
 * A program may give a rule an action of the constructs, which a fleet file of plain data cannot.
 */

export type Environment = settings.Environment<ListenerAction>;

export type LoadBalancerSettings = settings.LoadBalancerSettings<ListenerAction>;
