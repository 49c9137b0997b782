import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildKubernetes, builtKubernetes, moduleFile } from "../../../sandbox/kubernetes/build";

test("each library that Kubernetes publishes beside itself is taken as it is published", () => {
  const published = [
    "module k8s.io/kubernetes",
    "",
    "go 1.24.0",
    "",
    "require (",
    "\tgithub.com/spf13/cobra v1.10.1",
    "\tk8s.io/api v0.0.0",
    "\tk8s.io/klog/v2 v2.130.1",
    "\tk8s.io/kubectl v0.0.0",
    ")",
    "",
    "replace k8s.io/api => ./staging/src/k8s.io/api",
  ].join("\n");
  expect(moduleFile(published)).toBe(`module sandbox

go 1.24.0

require k8s.io/kubernetes v1.34.0
require helm.sh/helm/v3 v3.19.0

replace k8s.io/api => k8s.io/api v0.34.0
replace k8s.io/kubectl => k8s.io/kubectl v0.34.0
`);
});

describe("without Go", () => {
  const cache = mkdtempSync(join(tmpdir(), "kubernetes-build-"));
  const path = process.env.PATH;
  beforeEach(() => {
    process.env.PATH = cache;
  });
  afterEach(() => {
    process.env.PATH = path;
  });
  afterAll(() => rmSync(cache, { recursive: true }));

  test("nothing is built, and what is missing is said", async () => {
    expect(builtKubernetes(cache)).toBeUndefined();
    await expect(buildKubernetes({ cacheDirectory: cache })).rejects.toThrow(
      "Kubernetes is built with Go 1.21 or later, and there is none on the PATH; get it from https://go.dev/dl or your system's packages",
    );
    expect(readdirSync(cache)).toEqual([]);
  });
});
