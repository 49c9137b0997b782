import { clusterOf, type Operations } from "./call";
import { pageOf } from "./pages";

/** The sandbox runs no pods on Fargate: whoever asks hears that a cluster has no profiles. */
export const fargateProfileOperations: Operations = {
  ListFargateProfiles: {
    method: "GET",
    path: "/clusters/{name}/fargate-profiles",
    answer: (call) => {
      clusterOf(call);
      return pageOf("fargateProfileNames", [], call.query);
    },
  },
};
