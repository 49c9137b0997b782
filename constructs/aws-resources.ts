import {
  dependable,
  type ITerraformDependable,
  type TerraformProvider,
  type TerraformResource,
  TerraformStack,
} from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { reportAtSynthesis } from "./validation";

/** Properties of all constructs that create resources of AWS. */
export interface AwsResourcesProps {
  /**
   * The AWS provider of all its resources and data sources, declared in the same stack. Account and region of what it
   * creates are those of the provider.
   * @default - the provider of the construct around it or of its cluster, then the AWS provider of the stack
   */
  readonly provider?: TerraformProvider;
  /**
   * Terraform creates it after these resources of the same stack, and destroys it before them: NAT routes, VPC endpoints,
   * policy attachments of an existing role. In addition to the dependencies that the construct has by itself.
   * @default - nothing
   */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** The providers that programs give to constructs. */
const providers = new WeakMap<IConstruct, TerraformProvider>();

/**
 * Makes a construct and everything in it use its provider, and reports a provider or a dependency of another stack.
 * @param like the construct whose provider it uses if it has none: its cluster
 */
export function useAws(construct: Construct, props: AwsResourcesProps, like?: IConstruct): void {
  const provider =
    props.provider ??
    (like === undefined || isInOtherStack(construct, like) ? undefined : awsProviderOf(like));
  if (provider !== undefined) {
    providers.set(construct, provider);
  }
  if (props.provider !== undefined || props.dependsOn !== undefined) {
    reportAtSynthesis(construct, () => awsProblems(construct, props));
  }
}

/** The provider that a program gave to a construct, or to a construct around it. */
export function awsProviderOf(construct: IConstruct): TerraformProvider | undefined {
  const { scope } = construct.node;
  return providers.get(construct) ?? (scope === undefined ? undefined : awsProviderOf(scope));
}

/** A list for `dependsOn` of a resource. `undefined` without any: cdktf would write an empty list. */
export function after(
  ...lists: readonly (readonly ITerraformDependable[] | undefined)[]
): ITerraformDependable[] | undefined {
  const all = lists.flatMap((list) => list ?? []);
  return all.length === 0 ? undefined : all;
}

/** The dependencies of a resource. Those that the program gives stay when ours change. */
export class ResourceOrder {
  private readonly given = new Set<ITerraformDependable>();
  private ours: readonly ITerraformDependable[] = [];
  private written: readonly string[] = [];

  constructor(
    private readonly resource: TerraformResource,
    given: readonly ITerraformDependable[] = [],
  ) {
    if (given.length > 0) {
      this.add(given);
    }
  }

  add(dependencies: readonly ITerraformDependable[]): void {
    for (const each of dependencies) {
      this.given.add(each);
    }
    this.write();
  }

  /** Replaces those of an earlier call. */
  setOurs(dependencies: readonly ITerraformDependable[]): void {
    this.ours = dependencies;
    this.write();
  }

  /** A program can also set `dependsOn` of the resource itself: that stays too. */
  private write(): void {
    const others = (this.resource.dependsOn ?? []).filter((each) => !this.written.includes(each));
    this.written = [...new Set([...this.given, ...this.ours])].map(dependable);
    this.resource.dependsOn = [...others, ...this.written];
  }
}

function awsProblems(
  construct: Construct,
  { provider, dependsOn = [] }: AwsResourcesProps,
): readonly string[] {
  const stack = TerraformStack.of(construct);
  return [
    ...(provider === undefined || provider.terraformResourceType === "aws"
      ? []
      : [`provider is ${provider.fqn}: expected an AWS provider`]),
    ...(provider === undefined || !isInOtherStack(construct, provider)
      ? []
      : [
          `provider is ${provider.fqn} of stack ${TerraformStack.of(provider).node.id}: expected a provider of stack ${stack.node.id}. Declare one in this stack`,
        ]),
    ...dependsOn.flatMap((each) =>
      Construct.isConstruct(each) && isInOtherStack(construct, each)
        ? [
            `dependsOn names ${each.node.path} of another stack: expected resources of stack ${stack.node.id}. To apply the other stack first, use addDependency of the stack`,
          ]
        : [],
    ),
  ];
}

function isInOtherStack(construct: IConstruct, other: IConstruct): boolean {
  return TerraformStack.of(construct) !== TerraformStack.of(other);
}
