import { spawnSync } from "node:child_process";
import { GetToken } from "../../../sandbox/kubernetes/get-token";

describe("the program that stands in for the AWS CLI", () => {
  let getToken: GetToken;

  beforeAll(() => {
    getToken = GetToken.write();
    getToken.add("ap-northeast-2", "alpha-kr-a", "the token of a");
    getToken.add("ap-northeast-2", "alpha-kr-b", "the token of b");
  });
  afterAll(() => getToken.remove());

  function aws(...args: readonly string[]) {
    const { status, stdout, stderr } = spawnSync("aws", args, {
      encoding: "utf8",
      env: { PATH: `${getToken.bin}:${process.env.PATH}` },
    });
    return { status, stdout, stderr };
  }

  test.each([
    ["alpha-kr-a", "the token of a"],
    ["alpha-kr-b", "the token of b"],
  ])("gives each cluster its own token, as clients of Kubernetes read it: %s", (cluster, token) => {
    const { status, stdout, stderr } = aws(
      ...["eks", "get-token", "--cluster-name", cluster, "--region", "ap-northeast-2"],
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(JSON.parse(stdout)).toEqual({
      kind: "ExecCredential",
      apiVersion: "client.authentication.k8s.io/v1beta1",
      spec: {},
      status: { token },
    });
  });

  test.each([
    [
      "another command",
      ["s3", "ls"],
      'aws: this one stands in for the AWS CLI and knows "eks get-token" alone, not "s3 ls"',
    ],
    ["no command", [], 'aws: this one stands in for the AWS CLI and knows "eks get-token" alone, not ""'],
    [
      "a cluster that it does not know",
      ["eks", "get-token", "--cluster-name", "alpha-kr-c", "--region", "ap-northeast-2"],
      "aws: no cluster alpha-kr-c runs in ap-northeast-2 here",
    ],
    [
      "a cluster of another region",
      ["eks", "get-token", "--cluster-name", "alpha-kr-a", "--region", "us-east-1"],
      "aws: no cluster alpha-kr-a runs in us-east-1 here",
    ],
    [
      "no region",
      ["eks", "get-token", "--cluster-name", "alpha-kr-a"],
      "aws: no cluster alpha-kr-a runs in no region here",
    ],
    [
      "a name that is a path",
      ["eks", "get-token", "--cluster-name", "../ap-northeast-2/alpha-kr-a", "--region", "us-east-1"],
      "aws: no cluster has the name ../ap-northeast-2/alpha-kr-a",
    ],
    [
      "an option that would make it another token",
      ["eks", "get-token", "--cluster-name", "alpha-kr-a", "--output", "text"],
      'aws: eks get-token takes --cluster-name, --region and --role-arn here, not "--output text"',
    ],
    [
      "an option without its value",
      ["eks", "get-token", "--region", "ap-northeast-2", "--cluster-name"],
      'aws: eks get-token takes --cluster-name, --region and --role-arn here, not "--cluster-name"',
    ],
  ])("rejects %s", (_name, args, message) => {
    expect(aws(...args)).toEqual({ status: 252, stdout: "", stderr: `${message}\n` });
  });
});
