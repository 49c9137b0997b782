import { textProblems } from "./values";

interface ArnForm {
  readonly pattern: RegExp;
  readonly example: string;
}

const arnForms = {
  principal: {
    pattern: /^arn:[^:]+:iam::\d{12}:(role|user)\/.+/,
    example: "the ARN of an IAM role or user, arn:aws:iam::<account>:role/<name>",
  },
  role: {
    pattern: /^arn:[^:]+:iam::\d{12}:role\/.+/,
    example: "the ARN of an IAM role, arn:aws:iam::<account>:role/<name>",
  },
  key: {
    pattern: /^arn:[^:]+:kms:[^:]+:\d{12}:(key|alias)\//,
    example: "the ARN of a KMS key, arn:aws:kms:<region>:<account>:key/<id>",
  },
  policy: {
    pattern: /^arn:[^:]+:iam::(aws|\d{12}):policy\/.+/,
    example: 'the ARN of an IAM policy, like "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"',
  },
  certificate: {
    pattern: /^arn:[^:]+:(acm|iam):/,
    example: "the ARN of a certificate in ACM, in the load balancer's region",
  },
  targetGroup: {
    pattern: /^arn:[^:]+:elasticloadbalancing:[^:]+:\d{12}:targetgroup\//,
    example:
      'the ARN of a target group, like "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:targetgroup/alpha-webapp-b/b4f5bd046b85564d"',
  },
  applicationLoadBalancer: {
    pattern: /^arn:[^:]+:elasticloadbalancing:[^:]+:\d{12}:loadbalancer\/app\//,
    example: "the ARN of an Application Load Balancer",
  },
  listener: {
    pattern: /^arn:[^:]+:elasticloadbalancing:[^:]+:\d{12}:listener\//,
    example: "the ARN of a listener",
  },
  listenerRule: {
    pattern: /^arn:[^:]+:elasticloadbalancing:[^:]+:\d{12}:listener-rule\//,
    example: "the ARN of a rule of a listener",
  },
  webAcl: {
    pattern: /^arn:[^:]+:wafv2:[^:]+:\d{12}:regional\/webacl\//,
    example: "the ARN of a regional web ACL of AWS WAF (v2)",
  },
} as const satisfies Readonly<Record<string, ArnForm>>;

/** @param arn `undefined` if the program gives none */
export function arnProblems(
  what: string,
  arn: string | undefined,
  form: keyof typeof arnForms,
): readonly string[] {
  if (arn === undefined) {
    return [];
  }
  const { pattern, example } = arnForms[form];
  return textProblems(what, arn, pattern, example);
}

export function securityGroupProblems(what: string, securityGroupId: string): readonly string[] {
  return textProblems(
    what,
    securityGroupId,
    /^sg-[0-9a-f]+$/,
    'the id of a security group, like "sg-0a1b2c3d"',
  );
}
