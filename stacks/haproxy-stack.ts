import type { Construct } from "constructs";
import { examined } from "../constructs/checks/right-types";
import { HaproxyParameter } from "../constructs/traffic/haproxy/haproxy-parameter";
import { reportAtSynthesis, reportWrongTypes } from "../constructs/validation";
import { idOf, trafficLayout } from "../upgrade/eks/layout";
import type { HaproxySettings } from "../upgrade/fleet/settings";
import type { Environment } from "./environment";
import { EnvironmentStack } from "./environment-stack";
import { evacuatedSlots } from "./evacuated-slots";
import { followedWeights } from "./followed-weights";

export interface HaproxyStackProps extends HaproxySettings {
  readonly environment: Environment;
  /** The name of the backend. */
  readonly haproxyName: string;
}

/** The configuration of one HAProxy on hosts of your own. */
export class HaproxyStack extends EnvironmentStack {
  readonly parameter: HaproxyParameter;

  constructor(scope: Construct, id: string, props: HaproxyStackProps) {
    const { value, problems } = examined("HaproxyStackProps", props);
    super(scope, id, value.environment);
    reportWrongTypes(this, problems);
    const { environment, haproxyName, weights, parameterName, removedServers, guardsOff, ...settings } =
      value;
    const followed = followedWeights(environment, weights, Object.keys(settings.servers));
    this.parameter = new HaproxyParameter(this, idOf(trafficLayout.configuration), {
      configuration: {
        ...settings,
        backend: haproxyName,
        weights: followed.weights,
        evacuated: evacuatedSlots(environment, settings.servers),
      },
      parameterName,
      weightsName: followed.weightsName,
      removedServers,
      guardsOff,
    });
    reportAtSynthesis(this, () => followed.problems);
  }
}
