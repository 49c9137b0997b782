import { buildKubernetes, KubernetesUnavailable } from "../sandbox/kubernetes/build";

/** Builds the Kubernetes that the tests run, unless it is there, and prints the folder of its programs. */
async function main(): Promise<void> {
  console.log(await buildKubernetes({ log: console.error }));
}

main().catch((error: unknown) => {
  console.error(error instanceof KubernetesUnavailable ? error.message : error);
  process.exitCode = 1;
});
