/** The number after "1." in a Kubernetes minor version; undefined for anything else ("1.34.2", "v1.34", "latest"). */
export function minorOf(version: string): number | undefined {
  const [, minor] = /^1\.(\d{1,3})$/.exec(version) ?? [];
  return minor === undefined ? undefined : Number(minor);
}
