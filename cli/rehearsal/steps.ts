import type { GivenResources } from "../../sandbox/moto/given";
import { drainedParameter } from "../../upgrade/node-group-phase";

/** One step of an upgrade: an edit of one file, and what it is for. */
export interface Step {
  readonly title: string;
  readonly stack: string;
  readonly file: string;
  /** What is replaced in the file, each found exactly once. */
  readonly edits: readonly Edit[];
  /** What the stack inside the cluster does then. It is not played, for there is no Kubernetes here. */
  readonly meanwhile?: { readonly told: string; readonly given: GivenResources };
  /** A step that must not get through, and whose edit is taken back. */
  readonly refused?: true;
}

export interface Edit {
  /** The text to look for, within the block that begins at the line `in`. */
  readonly find: string;
  readonly replace: string;
  /** @default - the whole file */
  readonly in?: string;
}

const CLUSTER = "alpha-kr-a";
const LOAD_BALANCER = "alpha-webapp";
const FILE = "fleet/alpha-kr.ts";

const inCluster = (find: string, replace: string): Edit => ({ find, replace, in: `"${CLUSTER}": {` });

const workersV1 = (phase: string) => `"workers-v1": { ...workers, version: "1.33"${phase} },`;
const inPhase = (phase: string) => workersV1(phase === "active" ? "" : `, phase: "${phase}"`);

const weights = (a: number, b: number) => `weights: { a: ${a}, b: ${b}, default: 0 },`;

function clusterStep(title: string, edits: readonly Edit[], rest: Partial<Step> = {}): Step {
  return { title, stack: CLUSTER, file: FILE, edits, ...rest };
}

function phaseStep(from: string, to: string, rest: Partial<Step> = {}): Step {
  return clusterStep(`workers-v1 ${to}`, [inCluster(inPhase(from), inPhase(to))], rest);
}

function shift(from: readonly [number, number], to: readonly [number, number]): Step {
  return {
    title: `traffic ${to[0]}/${to[1]}`,
    stack: LOAD_BALANCER,
    file: FILE,
    edits: [{ find: weights(...from), replace: weights(...to) }],
  };
}

/** alpha-kr-a from 1.33 to 1.34 in place, and the webapp's traffic to alpha-kr-b and back. */
export const steps: readonly Step[] = [
  clusterStep("control plane 1.34", [
    inCluster('version: "1.33",\n      addons', 'version: "1.34",\n      addons'),
  ]),
  clusterStep("add-ons", [
    inCluster("v1.33.10-eksbuild.29", "v1.34.6-eksbuild.29"),
    inCluster("v1.12.4-eksbuild.38", "v1.13.2-eksbuild.24"),
    inCluster("v1.22.4-eksbuild.3", "v1.23.1-eksbuild.1"),
  ]),
  clusterStep("workers-v2 beside workers-v1", [
    inCluster(
      inPhase("active"),
      `${inPhase("active")}\n        "workers-v2": { ...workers, version: "1.34", initialSize: 2 },`,
    ),
  ]),
  phaseStep("active", "cordoned"),
  phaseStep("cordoned", "retired", { title: "workers-v1 retired at once", refused: true }),
  phaseStep("cordoned", "draining", {
    meanwhile: {
      told: `${CLUSTER}-workload drains workers-v1, and writes that it has ended`,
      given: {
        parameters: [
          { name: drainedParameter(CLUSTER, "workers-v1"), region: "ap-northeast-2", value: "workers-v1" },
        ],
      },
    },
  }),
  phaseStep("draining", "retired"),
  clusterStep("workers-v1 removed", [inCluster(`        ${inPhase("retired")}\n`, "")]),
  shift([100, 0], [90, 10]),
  shift([90, 10], [50, 50]),
  shift([50, 50], [0, 100]),
  shift([0, 100], [100, 0]),
];

/** @throws Error where the text to replace is not there once: the file is not as the steps expect it */
export function edited(text: string, edits: readonly Edit[]): string {
  return edits.reduce((current, edit) => {
    const begin = edit.in === undefined ? 0 : current.indexOf(edit.in);
    const at = current.indexOf(edit.find, begin);
    if (begin < 0 || at < 0) {
      throw new Error(
        `the fleet file is not as this rehearsal expects it: it has no ${JSON.stringify(edit.find)}`,
      );
    }
    return current.slice(0, at) + edit.replace + current.slice(at + edit.find.length);
  }, text);
}
