import { runtimeCommands } from "../../../upgrade/fleet/haproxy-weights";
import { TrafficWeights, type WeightMap } from "../../../upgrade/fleet/traffic-weights";
import { examined } from "../../checks/right-types";
import { problemsOf } from "./problems";
import {
  type CompleteSettings,
  type HaproxyConfigurationProps,
  type HaproxyServerSettings,
  withDefaults,
} from "./settings";
import { render } from "./text";

/**
 * A configuration for HAProxy 2.6 or later: one backend with one server for each cluster. The weights are the same map
 * that the listeners of an ALB use. A shift changes only the lines of its servers.
 *
 * Run it as `haproxy -W` and reload it with SIGUSR2. The new worker takes over the listening sockets, and the old one
 * finishes its requests, so no request is lost. Weights are only in the configuration: no state file restores old ones.
 */
export class HaproxyConfiguration {
  /** Never throws: `problems` has what is invalid. */
  static of(props: HaproxyConfigurationProps): HaproxyConfiguration {
    const { value, problems } = examined("HaproxyConfiguration.of", { props });
    const weights = weightsOf(value.props.weights, value.props.servers, value.props.evacuated);
    return new HaproxyConfiguration(
      value.props.backend,
      withDefaults(value.props),
      weights,
      problems.length > 0 ? problems : problemsOf(value.props, weights),
    );
  }

  /** The contents of `haproxy.cfg`. */
  readonly text: string;

  private constructor(
    readonly backend: string,
    readonly settings: CompleteSettings,
    readonly weights: TrafficWeights,
    /** A sentence for each problem. */
    readonly problems: readonly string[],
  ) {
    this.text = render(backend, settings, weights);
  }

  /**
   * Commands for the stats socket, which set the weights of this configuration at once, without a reload. Send them over
   * one connection, in this order. Also deliver the configuration: the next reload takes the weights from it.
   * @param evacuated - the servers that were evacuated before
   * @inCode evacuated
   */
  runtimeCommands(from: WeightMap, evacuated: readonly string[] = []): readonly string[] {
    return runtimeCommands(this.backend, weightsOf(from, this.settings.servers, evacuated), this.weights);
  }
}

/** Without the names that have weight 0 and no server: an ALB can have more target groups. */
function weightsOf(
  weights: WeightMap,
  servers: Readonly<Record<string, HaproxyServerSettings>>,
  evacuated: readonly string[] = [],
): TrafficWeights {
  const concerned = Object.entries(weights).filter(
    ([name, weight]) => Object.hasOwn(servers, name) || weight !== 0,
  );
  const known = Object.keys(servers);
  const evacuatedHere = evacuated.filter((name) => known.includes(name) || !Object.hasOwn(weights, name));
  return TrafficWeights.of(Object.fromEntries(concerned), known, evacuatedHere);
}
