import { runtimeCommands } from "../../../upgrade/fleet/haproxy-weights";
import { TrafficWeights, type WeightMap } from "../../../upgrade/fleet/traffic-weights";
import { problemsOf } from "./problems";
import {
  type HaproxyConfigurationProps,
  type HaproxyServer,
  type HaproxySettings,
  withDefaults,
} from "./settings";
import { render } from "./text";

/**
 * A configuration for HAProxy 2.6 or later: one backend with one server for each cluster, weighted by the map
 * that an ALB's listeners take too. A shift changes the lines of the servers that it concerns, and nothing else.
 *
 * Run it as `haproxy -W` and reload it with SIGUSR2: the new worker takes over the listening sockets, and the
 * old one answers what it has, so that nothing is lost. Weights are in the configuration alone; there is no
 * state file that would bring old ones back.
 */
export class HaproxyConfiguration {
  /** Never throws: what is wrong is in `problems`. */
  static of(props: HaproxyConfigurationProps): HaproxyConfiguration {
    const weights = weightsOf(props.weights, props.servers, props.evacuated);
    return new HaproxyConfiguration(props.backend, withDefaults(props), weights, problemsOf(props, weights));
  }

  /** The contents of `haproxy.cfg`. */
  readonly text: string;

  private constructor(
    readonly backend: string,
    readonly settings: HaproxySettings,
    readonly weights: TrafficWeights,
    /** A sentence for each thing that is wrong; empty where all is well. */
    readonly problems: readonly string[],
  ) {
    this.text = render(backend, settings, weights);
  }

  /**
   * What to send to the stats socket, over one connection and in this order, to come from other weights to
   * those of this configuration at once, without a reload. Deliver the configuration too: the next reload takes
   * the weights from there.
   * @param evacuated - what was evacuated until now
   */
  runtimeCommands(from: WeightMap, evacuated: readonly string[] = []): readonly string[] {
    return runtimeCommands(this.backend, weightsOf(from, this.settings.servers, evacuated), this.weights);
  }
}

/** A name without a server that has weight 0 is left out: an ALB may have a target group more. */
function weightsOf(
  weights: WeightMap,
  servers: Readonly<Record<string, HaproxyServer>>,
  evacuated: readonly string[] = [],
): TrafficWeights {
  const concerned = Object.entries(weights).filter(
    ([name, weight]) => Object.hasOwn(servers, name) || weight !== 0,
  );
  const known = Object.keys(servers);
  const evacuatedHere = evacuated.filter((name) => known.includes(name) || !Object.hasOwn(weights, name));
  return TrafficWeights.of(Object.fromEntries(concerned), known, evacuatedHere);
}
