import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * The one command of the AWS CLI that clients of Kubernetes run, `aws eks get-token`, for clusters that are played.
 * Anything else is rejected: a program that finds this one on its PATH reaches no AWS by it.
 */
const PROGRAM = `#!/bin/sh
reject() {
  echo "aws: $1" >&2
  exit 252
}
[ "\${1-} \${2-}" = "eks get-token" ] ||
  reject "this one stands in for the AWS CLI and knows \\"eks get-token\\" alone, not \\"$*\\""
shift 2
cluster= region=
while [ "$#" -ge 2 ]; do
  case "$1" in
    --cluster-name) cluster=$2 ;;
    --region) region=$2 ;;
    --role-arn) ;;
    *) break ;;
  esac
  shift 2
done
[ "$#" -eq 0 ] || reject "eks get-token takes --cluster-name, --region and --role-arn here, not \\"$*\\""
case "$cluster$region" in */*) reject "no cluster has the name $cluster" ;; esac
answer="$(dirname "$0")/../tokens/$region/$cluster"
[ -f "$answer" ] || reject "no cluster $cluster runs in \${region:-no region} here"
cat "$answer"
`;

/** A program named "aws" that gives the tokens of clusters which are played. */
export class GetToken {
  static write(): GetToken {
    const getToken = new GetToken(mkdtempSync(join(tmpdir(), "get-token-")));
    mkdirSync(getToken.bin);
    writeFileSync(join(getToken.bin, "aws"), PROGRAM, { mode: 0o755 });
    return getToken;
  }

  private constructor(private readonly folder: string) {}

  /** The folder that holds it, and nothing else: to be first on the PATH. */
  get bin(): string {
    return join(this.folder, "bin");
  }

  /** From now on the cluster's token is this one. */
  add(region: string, clusterName: string, token: string): void {
    const tokens = join(this.folder, "tokens", region);
    mkdirSync(tokens, { recursive: true });
    const credential = {
      kind: "ExecCredential",
      apiVersion: "client.authentication.k8s.io/v1beta1",
      spec: {},
      status: { token },
    };
    writeFileSync(join(tokens, clusterName), `${JSON.stringify(credential)}\n`, { mode: 0o600 });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
