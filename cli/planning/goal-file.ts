import type {
  ClusterGoal,
  InPlaceGoal,
  NodeGroupRoll,
  Preview,
  SecondClusterGoal,
  UpgradeGoal,
} from "../../upgrade/planner/upgrade-goal";
import { type StepKind, stepKinds } from "../../upgrade/planner/upgrade-plan";
import { listed } from "../../upgrade/rules/support/wording";
import { isRecord, type JsonRecord } from "../../upgrade/terraform/json";

export const WAYS = ["in-place", "second-cluster"] as const;
export const NODES = ["second-group", "roll"] as const;
export const REPLACEMENTS = ["fewest", "each-minor"] as const;
export const KUBE_PROXY = ["after-soak", "lower-first"] as const;

/** What a file says of a goal, as far as it can be understood. */
export interface ReadGoal {
  readonly goal: UpgradeGoal;
  /** A sentence for each thing that cannot, by its place: "clusters[0].nodes is 3; give …". */
  readonly problems: readonly string[];
}

const FORM = '{ "clusters": [{ "way": "in-place", "cluster": "alpha-kr-a", "version": "1.36" }] }';

/** A goal of the form of schemas/goal.schema.json. What its values are worth in a fleet, `goalProblems` tells. */
export function goalIn(content: unknown): ReadGoal {
  const problems: string[] = [];
  if (!isRecord(content)) {
    return { goal: { clusters: [] }, problems: [`it is ${shown(content)}; give an object, as in ${FORM}`] };
  }
  const file = new Fields("", content, problems);
  file.optional("$schema", text("where the schema is"));
  const clusters = file.required("clusters", list(`goals, as in ${FORM}`));
  if (clusters?.length === 0) {
    problems.push(`clusters is empty; give a list of goals, as in ${FORM}`);
  }
  const goals = (clusters ?? []).flatMap((value, index) => {
    const fields = file.partOf(`clusters[${index}]`, value, "a goal, with its way, cluster and version");
    return fields === undefined ? [] : (clusterGoalIn(fields) ?? []);
  });
  const environments = file.items(
    "environments",
    file.optional("environments", list('names, as in ["alpha", "production"]')),
    text('a name, as in "alpha"'),
  );
  const soaks = file.part("soakHours", 'hours by step, as in { "control-plane": 72 }');
  const soakHours = soaks === undefined ? undefined : soakHoursIn(soaks);
  file.end("a goal");
  return {
    goal: {
      clusters: goals,
      ...(environments === undefined ? {} : { environments }),
      ...(soakHours === undefined ? {} : { soakHours }),
    },
    problems,
  };
}

function soakHoursIn(fields: Fields): Readonly<Partial<Record<StepKind, number>>> {
  const soaks: Partial<Record<StepKind, number>> = {};
  for (const kind of stepKinds) {
    const hours = fields.optional(kind, number("hours, as in 72"));
    if (hours !== undefined) {
      soaks[kind] = hours;
    }
  }
  fields.end("soakHours");
  return soaks;
}

function clusterGoalIn(fields: Fields): ClusterGoal | undefined {
  const way = fields.required("way", oneOf(WAYS));
  const cluster = fields.required("cluster", text('the name of a cluster, as in "alpha-kr-a"'));
  const version = fields.required("version", text('a Kubernetes version, as in "1.36"'));
  if (way === undefined) {
    return undefined;
  }
  const common = { cluster: cluster ?? "", version: version ?? "" };
  const goal = way === "in-place" ? inPlaceIn(fields, common) : secondClusterIn(fields, common);
  fields.end(`a goal of the way ${way}`);
  return cluster === undefined || version === undefined ? undefined : goal;
}

type Common = Pick<ClusterGoal, "cluster" | "version">;

function inPlaceIn(fields: Fields, common: Common): InPlaceGoal {
  const nodes = fields.optional("nodes", oneOf(NODES));
  const replacements = fields.optional("replacements", oneOf(REPLACEMENTS));
  const kubeProxy = fields.optional("kubeProxy", oneOf(KUBE_PROXY));
  const releases = releasesIn(fields);
  const rolls = fields
    .part("rolls", 'rolls by node group, as in { "workers-v1": { … } }')
    ?.parts("a roll", "releaseVersion or launchTemplateVersion", rollIn);
  return {
    way: "in-place",
    ...common,
    ...(nodes === undefined ? {} : { nodes }),
    ...(replacements === undefined ? {} : { replacements }),
    ...(kubeProxy === undefined ? {} : { kubeProxy }),
    ...(releases === undefined ? {} : { releases }),
    ...(rolls === undefined ? {} : { rolls }),
  };
}

function rollIn(fields: Fields): NodeGroupRoll {
  const releaseVersion = fields.optional("releaseVersion", text('an AMI release, as in "1.36.2-20261015"'));
  const launchTemplateVersion = fields.optional("launchTemplateVersion", number("a version, as in 4"));
  return {
    ...(releaseVersion === undefined ? {} : { releaseVersion }),
    ...(launchTemplateVersion === undefined ? {} : { launchTemplateVersion }),
  };
}

function secondClusterIn(fields: Fields, common: Common): SecondClusterGoal | undefined {
  const secondCluster = fields.required(
    "secondCluster",
    text('the name of the other cluster, as in "alpha-kr-b"'),
  );
  const shift = fields.items(
    "shift",
    fields.optional("shift", list("percentages, as in [0, 10, 50, 100]")),
    number("a percentage, as in 10"),
  );
  const releases = releasesIn(fields);
  const previews = fields
    .part("previews", 'previews by load balancer, as in { "alpha-webapp": { … } }')
    ?.parts("a preview", "priority and hostHeaders", previewIn);
  const keepsFirst = fields.optional("keepsFirst", { is: isBoolean, what: "true or false" });
  return secondCluster === undefined
    ? undefined
    : {
        way: "second-cluster",
        ...common,
        secondCluster,
        ...(shift === undefined ? {} : { shift }),
        ...(releases === undefined ? {} : { releases }),
        ...(previews === undefined ? {} : { previews }),
        ...(keepsFirst === undefined ? {} : { keepsFirst }),
      };
}

function previewIn(fields: Fields): Preview | undefined {
  const priority = fields.required("priority", number("that of the listener rule, as in 20"));
  const hostHeaders = fields.items(
    "hostHeaders",
    fields.required("hostHeaders", list('hosts, as in ["b.webapp.example.com"]')),
    text('a host, as in "b.webapp.example.com"'),
  );
  return priority === undefined || hostHeaders === undefined ? undefined : { priority, hostHeaders };
}

function releasesIn(fields: Fields): Readonly<Record<string, string>> | undefined {
  return fields
    .part("releases", 'versions by release, as in { "istiod": "1.30.4" }')
    ?.all(text('the version of a chart, as in "1.30.4"'));
}

/** What a value may be, and how that is said. */
interface Kind<T> {
  readonly is: (value: unknown) => value is T;
  readonly what: string;
}

const text = (what: string): Kind<string> => ({ is: isText, what });
const number = (what: string): Kind<number> => ({ is: isNumber, what });
const list = (what: string): Kind<readonly unknown[]> => ({ is: isList, what: `a list of ${what}` });

function oneOf<T extends string>(known: readonly T[]): Kind<T> {
  return {
    is: (value): value is T => known.some((each) => each === value),
    what: known.map((each) => JSON.stringify(each)).join(" or "),
  };
}

const isText = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";
const isNumber = (value: unknown): value is number => typeof value === "number";
const isBoolean = (value: unknown): value is boolean => typeof value === "boolean";
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** An object of the file, whose fields are asked for by name; what is wrong with one is told, and counts as left out. */
class Fields {
  private readonly known: string[] = [];

  /** @param at before the name of a field: "clusters[0]." */
  constructor(
    private readonly at: string,
    private readonly fields: JsonRecord,
    private readonly problems: string[],
  ) {}

  required<T>(name: string, kind: Kind<T>): T | undefined {
    if (!Object.hasOwn(this.fields, name)) {
      this.problems.push(`${this.at}${name} is missing; give ${kind.what}`);
    }
    return this.optional(name, kind);
  }

  optional<T>(name: string, kind: Kind<T>): T | undefined {
    this.known.push(name);
    return Object.hasOwn(this.fields, name) ? this.checked(name, this.fields[name], kind) : undefined;
  }

  /** Those elements of the list `name` that are of a kind. */
  items<T>(name: string, values: readonly unknown[] | undefined, kind: Kind<T>): readonly T[] | undefined {
    return values?.flatMap((value, index) => {
      const item = this.checked(`${name}[${index}]`, value, kind);
      return item === undefined ? [] : [item];
    });
  }

  part(name: string, what: string): Fields | undefined {
    this.known.push(name);
    return Object.hasOwn(this.fields, name) ? this.partOf(name, this.fields[name], what) : undefined;
  }

  partOf(name: string, value: unknown, what: string): Fields | undefined {
    const fields = this.checked(name, value, { is: isRecord, what });
    return fields === undefined ? undefined : new Fields(`${this.at}${name}.`, fields, this.problems);
  }

  /** All fields, whatever their names are. */
  all<T>(kind: Kind<T>): Readonly<Record<string, T>> {
    return Object.fromEntries(
      Object.entries(this.fields).flatMap(([name, value]): [string, T][] => {
        const field = this.checked(name, value, kind);
        return field === undefined ? [] : [[name, field]];
      }),
    );
  }

  /** All fields, whatever their names are, each an object of its own. */
  parts<T>(
    what: string,
    fieldsOfIt: string,
    read: (fields: Fields) => T | undefined,
  ): Readonly<Record<string, T>> {
    return Object.fromEntries(
      Object.keys(this.fields).flatMap((name): [string, T][] => {
        const fields = this.partOf(name, this.fields[name], `${what}, with ${fieldsOfIt}`);
        const part = fields === undefined ? undefined : read(fields);
        fields?.end(what);
        return part === undefined ? [] : [[name, part]];
      }),
    );
  }

  /** Tells what nobody has asked for: a name that is misspelt would otherwise be a wish that is passed over. */
  end(owner: string): void {
    for (const name of Object.keys(this.fields).filter((each) => !this.known.includes(each))) {
      this.problems.push(`${this.at}${name} is not known; ${owner} has ${listed(this.known)}`);
    }
  }

  private checked<T>(name: string, value: unknown, { is, what }: Kind<T>): T | undefined {
    if (is(value)) {
      return value;
    }
    this.problems.push(`${this.at}${name} is ${shown(value)}; give ${what}`);
    return undefined;
  }
}

function shown(value: unknown): string {
  return isRecord(value) ? "an object" : isList(value) ? "a list" : JSON.stringify(value);
}
