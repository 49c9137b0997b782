import type { Taint } from "./node-group";

/** How a node group is drained. */
export interface DrainOptions {
  /**
   * An image with kubectl on its path, by tag or digest. Nodes without access to the internet need a copy in a private
   * registry. A change drains again. @default - KUBECTL_IMAGE
   */
  readonly image?: string;
  /**
   * An image with a static `/bin/busybox`, by tag or digest: the shell of the drain. Nodes without access to the internet
   * need a copy in a private registry. A change drains again. @default - SHELL_IMAGE
   */
  readonly shellImage?: string;
  /**
   * Minutes until the drain gives up, 1 to 1440: one limit for all nodes. Disruption budgets and grace periods decide how
   * long each node takes. A change drains again. @default 60
   */
  readonly limitMinutes?: number;
  /**
   * Taints of nodes on which the Job of a drain can run. It never runs on nodes of the group that it drains. A change
   * drains again. @default - the taints of the cluster's active node groups
   */
  readonly tolerates?: readonly Taint[];
}

/** How the chart of a controller is installed. */
export interface ControllerOptions {
  /**
   * The repository of its chart, https or oci: a private cluster needs a copy. Or a folder of this project with the chart, as
   * for a release. Changed in place. @default - the project's
   */
  readonly repository?: string;
  /**
   * Values that override those of the construct, key by key: `{ image: { repository: "registry.example.com/controller" } }`.
   * Changed in place. @anyNames @default - none
   */
  readonly values?: Readonly<Record<string, unknown>>;
}

/** A namespace of a cluster. */
export interface NamespaceSettings {
  /** A change replaces the namespace, and deletes everything in it. */
  readonly name: string;
  /**
   * Labels, in addition to the one of readiness gates, which they can override. Labels that others set stay as they are.
   * Changed in place. @anyNames @default - none
   */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations. Those that others set stay as they are. Changed in place. @anyNames @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Set when the namespace exists already: an import block brings it into the state. Remove it later. */
  readonly adopted?: true;
}

/** A Helm release of a chart from a repository. */
export interface HelmReleaseOptions {
  /**
   * An https or oci repository. Each plan of the stack downloads the chart from it, also a plan that only drains. Or a folder
   * of this project, "./charts", with the archive that `helm pull` writes (`istiod-1.30.4.tgz`): it is copied to the output,
   * and the plan has its hash. Relative to the folder in which the program runs. Changed in place.
   */
  readonly repository: string;
  readonly chart: string;
  /** The exact version of the chart. Changed in place. */
  readonly chartVersion: string;
  /** An existing namespace, or one of the cluster's `namespaces`. A change replaces the release. */
  readonly namespace: string;
  /** Values that override the chart's own. @anyNames @default - none */
  readonly values?: Readonly<Record<string, unknown>>;
  /**
   * The Kubernetes versions that this chart version supports. A cluster of any other version is rejected. @inCode
   * @default - the catalog's row for this chart and version, if there is one
   */
  readonly supports?: { readonly oldest: string; readonly newest: string };
  /**
   * Updates the CRDs of the chart before the release, in a release of their own: `<name>-crds`. A plan then shows which CRDs
   * change. They stay when the release is removed. Without it, Helm creates CRDs at the first installation, and never updates
   * them. @default false
   */
  readonly updatesCrds?: boolean;
  /** Seconds that Helm waits until the release is ready, 1 to 3600. @default 600 */
  readonly timeoutSeconds?: number;
}

/** A Helm release of a cluster's in-cluster stack. */
export interface ReleaseSettings extends HelmReleaseOptions {
  /** Releases of the same cluster that must be ready before this one. @default - none */
  readonly after?: readonly string[];
}
