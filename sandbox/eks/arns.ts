/** The account that everything in the sandbox belongs to: moto's. */
export const ACCOUNT_ID = "123456789012";

/** Who the sandbox's credentials are, as moto's STS says. */
export const CALLER_ARN = `arn:aws:sts::${ACCOUNT_ID}:user/moto`;

export function eksArn(region: string, path: string): string {
  return `arn:aws:eks:${region}:${ACCOUNT_ID}:${path}`;
}

/** The name of a role, from its ARN; paths are left out. Undefined where it is no role's ARN. */
export function roleNameOf(arn: string): string | undefined {
  const [, path] = /^arn:aws[\w-]*:iam::\d{12}:role\/(.+)$/.exec(arn) ?? [];
  return path?.split("/").at(-1);
}
