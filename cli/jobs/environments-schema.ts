import * as v from "valibot";
import { described, matching, text } from "../../upgrade/input/check";

const role = matching(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, "the ARN of an IAM role");

const runner = v.pipe(v.string("the label of a runner"), v.minLength(1, "the label of a runner"));

const environment = v.pipe(
  v.strictObject(
    {
      planRole: described(
        role,
        "The ARN of the IAM role that plans. It only reads, and pull requests may assume it.",
      ),
      applyRole: described(role, "The ARN of the IAM role that applies. It is another role than planRole."),
      runner: v.exactOptional(
        described(runner, "The label of the runner of all jobs. Default: ubuntu-24.04."),
      ),
      inClusterRunner: v.exactOptional(
        described(
          runner,
          "The label of the runner of the in-cluster stacks. It reaches the endpoints of the clusters. Default: the same as runner.",
        ),
      ),
    },
    "an environment, with planRole and applyRole",
  ),
  v.check(
    ({ planRole, applyRole }) => planRole !== applyRole,
    "planRole and applyRole to differ, because what plans a pull request must not be able to apply",
  ),
);

const NAMES = 'environments by name, in the order of applying, as in { "alpha": { … } }';

export const environmentsFileSchema = v.pipe(
  v.strictObject(
    {
      $schema: v.exactOptional(text("where the schema is")),
      environments: described(
        v.pipe(
          // JSON.parse puts names of digits first.
          v.record(
            matching(
              /\D/,
              "a name with a letter, because a name of digits alone loses its place in the order",
            ),
            environment,
            NAMES,
          ),
          v.minEntries(1, NAMES),
        ),
        'In the order of applying, by the tag "environment" that a stack puts on all its resources.',
      ),
    },
    'an object with "environments"',
  ),
  v.title("The environments that cdktf-eks-upgrade jobs --environments reads"),
);
