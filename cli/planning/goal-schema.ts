import * as v from "valibot";
import {
  atLeast,
  between,
  described,
  matching,
  oneOf,
  type Properties,
  text,
  trueOrFalse,
} from "../../upgrade/input/check";
import { stepKinds } from "../../upgrade/planner/step-kinds";
import type {
  InPlaceGoal,
  NodeRoll,
  Preview,
  SecondClusterGoal,
  UpgradeGoal,
} from "../../upgrade/planner/upgrade-goal";
import { KUBE_PROXY, NODE_POOLS, NODES, REPLACEMENTS } from "./goal-choices";

const FORM = '{ "clusters": [{ "way": "in-place", "cluster": "alpha-kr-a", "version": "1.36" }] }';

const SEVERAL = "If several clusters have the name: REGION/NAME or ACCOUNT/REGION/NAME.";

const clusterName = text('the name of a cluster, as in "alpha-kr-a"');

const version = matching(/^1\.(0|[1-9]\d{0,3})$/, 'a Kubernetes version, as in "1.36"');

const releases = v.record(
  v.string(),
  text('the version of a chart, as in "1.30.4"'),
  'charts by release, as in { "istiod": "1.30.4" }',
);

const roll = v.pipe(
  v.strictObject(
    {
      releaseVersion: v.exactOptional(
        described(text('an AMI release, as in "1.36.2-20261015"'), 'The AMI release, "1.36.2-20261015".'),
      ),
      launchTemplateVersion: v.exactOptional(
        described(
          v.pipe(atLeast(1, "a version, as in 4"), v.integer("a version, as in 4")),
          "The version of its launch template. Create it before, elsewhere or by a change of the fleet file.",
        ),
      ),
      ami: v.exactOptional(
        described(
          text('an AMI alias, as in "al2023@v20261101"'),
          'The AMI alias of a node pool, "al2023@v20261101".',
        ),
      ),
    } satisfies Properties<NodeRoll>,
    "a roll, with releaseVersion, launchTemplateVersion or ami",
  ),
  v.minEntries(1, "a roll, with releaseVersion, launchTemplateVersion or ami"),
);

const preview = v.strictObject(
  {
    priority: described(
      v.pipe(
        between(1, 99, "the priority of the listener rule, from 1 to 99, as in 20"),
        v.integer("the priority of the listener rule, from 1 to 99, as in 20"),
      ),
      "The priority of the listener rule. No other rule of the load balancer may have it.",
    ),
    hostHeaders: described(
      v.pipe(
        v.array(
          text('a host, as in "b.webapp.example.com"'),
          'a list of hosts, as in ["b.webapp.example.com"]',
        ),
        v.minLength(1, 'a list of hosts, as in ["b.webapp.example.com"]'),
      ),
      '"b.webapp.example.com".',
    ),
  } satisfies Properties<Preview>,
  "a preview, with priority and hostHeaders",
);

const scalar = v.union([v.string(), v.number(), v.boolean()]);

const entryValue = v.union(
  // The list comes first: a record accepts lists.
  [scalar, v.array(scalar), v.record(v.string(), scalar)],
  "a text, a number, a list, or values by name",
);

const inPlace = v.pipe(
  v.strictObject(
    {
      way: v.literal("in-place"),
      cluster: described(clusterName, `Its name. ${SEVERAL}`),
      version: described(
        version,
        'The target version, "1.36". The current version brings only nodes and add-ons up to it.',
      ),
      nodes: v.exactOptional(
        described(
          oneOf(NODES),
          'How nodes are upgraded: by a second group beside each group, or by rolling each group in place. Default: "second-group".',
        ),
      ),
      nodePools: v.exactOptional(
        described(
          oneOf(NODE_POOLS),
          'How node pools of Karpenter and Auto Mode are upgraded: by drift, which is held until the control plane and the add-ons are upgraded, or by a second pool beside each pool. Default: "drift".',
        ),
      ),
      replacements: v.exactOptional(
        described(
          oneOf(REPLACEMENTS),
          'How often nodes are replaced: as few times as possible, or after each minor version of the control plane. Default: "fewest".',
        ),
      ),
      kubeProxy: v.exactOptional(
        described(
          oneOf(KUBE_PROXY),
          'When kube-proxy is upgraded: in a step of its own, so that a rollback stays possible until then, or with the other add-ons, so that a rollback lowers it first. Default: "after-soak".',
        ),
      ),
      releases: v.exactOptional(
        described(
          releases,
          'The target version of the chart, by the name of a Helm release of the cluster, "istiod". For the cluster autoscaler, its own version; "karpenter" is both of its charts. Default: releases stay as they are, and the autoscaler follows the control plane.',
        ),
      ),
      leaving: v.exactOptional(
        described(
          v.array(
            text('the name of a node group or node pool, as in "workers-v1"'),
            'names of node groups or node pools, as in ["workers-v1"]',
          ),
          "Node groups and node pools whose pods move to others in the fleet file: from managed groups to Karpenter, or back. They are not upgraded: they are drained and removed first. Default: none.",
        ),
      ),
      rolls: v.exactOptional(
        described(
          v.record(v.string(), roll, 'rolls by node group or node pool, as in { "workers-v1": { … } }'),
          "What the nodes of a node group or node pool are rolled to in place, by its name, after all other steps.",
        ),
      ),
    } satisfies Properties<InPlaceGoal>,
    "a goal, with its way, cluster and version",
  ),
  v.description("A cluster that is upgraded in place, one minor version after the other."),
);

const secondCluster = v.pipe(
  v.strictObject(
    {
      way: v.literal("second-cluster"),
      cluster: described(clusterName, `The cluster that has the traffic. ${SEVERAL}`),
      version: described(
        version,
        'The version that the second cluster is created at, "1.36". It can skip minor versions.',
      ),
      secondCluster: described(
        text('the name of the other cluster, as in "alpha-kr-b"'),
        "The cluster that receives the traffic. It is created if it does not exist.",
      ),
      shift: v.exactOptional(
        described(
          v.pipe(
            v.array(between(0, 100, "a percentage, as in 10"), "percentages, as in [0, 10, 50, 100]"),
            v.minLength(1, "percentages, as in [0, 10, 50, 100]"),
          ),
          "The second cluster's share of the traffic of both, in percent, rising. The shift ends at the last one. Default: 0, 10, 50, 100.",
        ),
      ),
      releases: v.exactOptional(
        described(
          releases,
          'The target version of the chart, by the name of a Helm release of the cluster, "istiod". For the cluster autoscaler, its own version. Default: releases stay as they are, and the autoscaler follows the control plane.',
        ),
      ),
      previews: v.exactOptional(
        described(
          v.record(v.string(), preview, 'previews by load balancer, as in { "alpha-webapp": { … } }'),
          "A listener rule that routes by host to the second cluster, by load balancer. It is created with the target group. Default: none.",
        ),
      ),
      entries: v.exactOptional(
        described(
          v.record(
            v.string(),
            v.record(
              v.string(),
              entryValue,
              'what the fleet file has, as in { "address": "10.0.2.10", "port": 80 }',
            ),
            'entries by HAProxy or weighted records, as in { "alpha-orders": { … } }',
          ),
          "Where an HAProxy or weighted records lead for the second cluster, as the fleet file has it, without the cluster. Default: none.",
        ),
      ),
      keepsFirst: v.exactOptional(
        described(
          trueOrFalse(),
          "Keeps the first cluster after the shift. Default: it is removed if the shift ends at 100.",
        ),
      ),
    } satisfies Properties<SecondClusterGoal>,
    "a goal, with its way, cluster and version",
  ),
  v.description("A cluster whose traffic moves to a second cluster beside it."),
);

export const clusterGoalSchema = v.variant(
  "way",
  [inPlace, secondCluster],
  "a goal, with its way, cluster and version",
);

export const environmentsSchema = v.array(
  text('a name, as in "alpha"'),
  'names, as in ["alpha", "production"]',
);

export const soakHoursSchema = v.strictObject(
  v.entriesFromList(stepKinds, v.exactOptional(atLeast(0, "hours, as in 72"))),
  'hours by step, as in { "control-plane": 72 }',
);

export const goalSchema = v.pipe(
  v.strictObject(
    {
      $schema: v.exactOptional(text("where the schema is")),
      clusters: described(
        v.pipe(
          v.array(clusterGoalSchema, `a list of goals, as in ${FORM}`),
          v.minLength(1, `a list of goals, as in ${FORM}`),
        ),
        "At most one goal for each cluster. A cluster without a goal stays as it is.",
      ),
      environments: v.exactOptional(
        described(
          environmentsSchema,
          "By the first part of their clusters' names, the least important first. All steps of one are done before the next begins. Default: test environments by their name, then others, then production.",
        ),
      ),
      soakHours: v.exactOptional(
        described(
          soakHoursSchema,
          "By the kind of a step: how many hours it waits after the last change of its cluster. The hours of the control plane count for all that makes its rollback harder. Default: 0.",
        ),
      ),
    } satisfies Properties<UpgradeGoal & { readonly $schema?: string }>,
    `an object, as in ${FORM}`,
  ),
  v.title("A goal for cdktf-eks-upgrade plan, next and rehearse --goal"),
);
