import { textProblems } from "../checks/values";

/**
 * The image of the Kubernetes project with only kubectl. Its version does not have to follow the cluster: the APIs of a
 * drain have been the same since 1.22.
 */
export const KUBECTL_IMAGE =
  "registry.k8s.io/kubectl:v1.34.1@sha256:59bafa07ff3a6d4b417e7633ddb9d79a9606ca98bf64bac080b3e65748669250";

/** An image with a static `/bin/busybox`. The drain copies its shell next to kubectl, whose image has none. */
export const SHELL_IMAGE =
  "public.ecr.aws/docker/library/busybox:1.37.0-musl@sha256:5cec3fc171c87218698e85a52af7087de727372aae264a787b8112901a5b0092";

const PINNED_IMAGE = /^[\w.:/-]+(:(?!latest$)[\w.-]+|(:[\w.-]+)?@sha256:[0-9a-f]{64})$/;

export function kubectlImageProblems(what: string, image: string): readonly string[] {
  return imageProblems(what, image, "kubectl", KUBECTL_IMAGE);
}

export function shellImageProblems(what: string, image: string): readonly string[] {
  return imageProblems(what, image, "/bin/busybox", SHELL_IMAGE);
}

function imageProblems(what: string, image: string, program: string, example: string): readonly string[] {
  const form = `an image with ${program}, by its tag or digest, like "${example}"`;
  return textProblems(what, image, PINNED_IMAGE, form);
}
