import { DataAwsSsmParametersByPath } from "@cdktf/provider-aws/lib/data-aws-ssm-parameters-by-path";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import type { TerraformResourceLifecycle } from "cdktf";
import { Construct } from "constructs";
import { withoutWeights } from "../../../upgrade/fleet/haproxy-text";
import { haproxyWeights } from "../../../upgrade/fleet/haproxy-weights";
import type { HaproxySettings } from "../../../upgrade/fleet/settings";
import { type HaproxyState, isUnknown, UNKNOWN } from "../../../upgrade/fleet/state";
import { type AwsResourcesProps, after, awsProviderOf, useAws } from "../../aws-resources";
import { nameProblems } from "../../checks/names";
import { rightTypes } from "../../checks/right-types";
import { textProblems } from "../../checks/values";
import { declarePart, keyNamed, placeOf } from "../../fleet-part";
import { clusterNameInCode } from "../../own-names";
import { reportAtSynthesis, stateOf } from "../../validation";
import { noteWeights, weightsNameProblems } from "../note-weights";
import { declaredAndRemovedProblems, removalGuard } from "../removed";
import { HaproxyConfiguration } from "./configuration";
import type { HaproxyConfigurationProps } from "./settings";

export interface HaproxyParameterProps
  extends Pick<HaproxySettings, "guardsOff" | "removedServers">,
    AwsResourcesProps {
  /** The configuration, with the weights. Hosts have HAProxy's control socket at its path. */
  readonly configuration: HaproxyConfigurationProps;
  /**
   * The name of the SSM parameter: begins with "/", has two parts or more, and not "/aws" or "/ssm" first. A change replaces the
   * parameter. @inCode @default "/haproxy/<backend>/haproxy.cfg"
   */
  readonly parameterName?: string;
  /** The environment's weights that it follows, by their name in the code. @inCode @default - its own */
  readonly weightsName?: string;
}

/**
 * The configuration of HAProxy on hosts of your own, as an SSM parameter. A shift changes its text, in place. On each host a
 * script follows the parameter (`workflows/haproxy/follow.sh`).
 *
 * `terraform apply` ends before the shift does: the script looks every few seconds.
 */
export class HaproxyParameter extends Construct {
  readonly configuration: HaproxyConfiguration;
  readonly parameterName: string;

  constructor(scope: Construct, id: string, props: HaproxyParameterProps) {
    super(scope, id);
    props = rightTypes(this, "HaproxyParameterProps", props);
    useAws(this, props);
    const { configuration, weightsName } = props;
    this.configuration = HaproxyConfiguration.of(configuration);
    this.parameterName = props.parameterName ?? `/haproxy/${configuration.backend}/haproxy.cfg`;
    const parameter = new SsmParameter(this, "Default", {
      name: this.parameterName,
      type: "String",
      // Advanced parameters have up to 8 KiB. Plans show the text, for it has no secret.
      tier: "Intelligent-Tiering",
      insecureValue: this.configuration.text,
      lifecycle: this.lifecycle(props),
      dependsOn: after(props.dependsOn),
      provider: awsProviderOf(this),
    });
    const { weights, evacuated } = configuration;
    noteWeights(parameter, { weights, evacuated, weightsName });
    declarePart(this, () => ({ haproxies: [this.state(props)] }));
    reportAtSynthesis(this, () => [
      ...this.configuration.problems,
      ...textProblems(
        "parameterName",
        this.parameterName,
        /^\/(?!aws|ssm)[\w.-]+(\/[\w.-]+)+$/i,
        'a path of two parts or more that begins with neither "/aws" nor "/ssm", like "/haproxy/web/haproxy.cfg"',
      ),
      ...weightsNameProblems(props.weightsName),
      ...sizeProblems(this.configuration.text),
      ...removedProblems(props),
    ]);
  }

  private state({ configuration, weightsName }: HaproxyParameterProps): HaproxyState {
    const { backend, weights, settings, text } = this.configuration;
    const scaled = haproxyWeights(weights);
    return {
      ...placeOf(this),
      backendName: backend,
      servers: Object.entries(settings.servers).map(([serverName, { cluster }]) => {
        const key =
          cluster === undefined ? UNKNOWN : keyNamed("cluster", this, clusterNameInCode(this, cluster));
        return {
          serverName,
          weight: stateOf(scaled.get(serverName) ?? 0),
          ...(isUnknown(key) ? {} : { cluster: key }),
        };
      }),
      settings: withoutWeights(text).join("\n"),
      ...(weightsName === undefined ? {} : { weights: weightsName }),
      ...(configuration.evacuated === undefined || configuration.evacuated.length === 0
        ? {}
        : { evacuated: evacuatedWeights(configuration) }),
    };
  }

  /** The parameter stays, so it guards the servers that are removed from it. */
  private lifecycle({
    configuration,
    removedServers = [],
    guardsOff,
  }: HaproxyParameterProps): TerraformResourceLifecycle | undefined {
    return removalGuard(this, { of: configuration.backend, removed: removedServers, guardsOff }, (guard) => {
      const live = new DataAwsSsmParametersByPath(guard, "live", {
        path: this.parameterName.replace(/\/[^/]*$/, ""),
        provider: awsProviderOf(this),
      });
      const texts = `nonsensitive(data.${live.terraformResourceType}.${live.friendlyUniqueId}.values)`;
      const found = `[for name in ${JSON.stringify(removedServers)} : name if length([for text in ${texts} : text if can(regex("(?m)^ *server \${name} .*\\\\bweight [1-9]", text))]) > 0]`;
      return {
        found,
        message: `HAProxy ${configuration.backend} still sends requests to what is removed: \${join(", ", ${found})}. Declare it again with weight 0, apply, see that its traffic has ended, and then remove it.`,
      };
    });
  }
}

function evacuatedWeights({ evacuated = [], weights }: HaproxyConfigurationProps) {
  return Object.fromEntries(evacuated.map((name) => [name, weights[name] ?? 0]));
}

const MOST_BYTES = 8192;

function sizeProblems(text: string): readonly string[] {
  const bytes = Buffer.byteLength(text);
  return bytes <= MOST_BYTES
    ? []
    : [
        `the configuration has ${bytes} bytes: expected at most ${MOST_BYTES}, which is the limit of an SSM parameter`,
      ];
}

function removedProblems({ configuration, removedServers = [] }: HaproxyParameterProps): readonly string[] {
  return [
    ...removedServers.flatMap((name) => nameProblems("a name in removedServers", name, "haproxy")),
    ...declaredAndRemovedProblems(
      "server",
      "removedServers",
      removedServers,
      Object.keys(configuration.servers),
    ),
  ];
}
