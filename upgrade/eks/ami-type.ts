/** The processor of nodes. */
export type Architecture = "x86_64" | "arm64";

/** The operating system of EKS's own AMIs, and the processor that they run on. */
interface AmiTypeRow {
  readonly system: "AL2" | "AL2023" | "BOTTLEROCKET" | "WINDOWS" | "CUSTOM";
  readonly architecture: Architecture | undefined;
}

const x86 = (system: AmiTypeRow["system"]): AmiTypeRow => ({ system, architecture: "x86_64" });
const arm = (system: AmiTypeRow["system"]): AmiTypeRow => ({ system, architecture: "arm64" });

/** The AMI types of the EKS API (model of 2026-11). */
const AMI_TYPES = {
  AL2_x86_64: x86("AL2"),
  AL2_x86_64_GPU: x86("AL2"),
  AL2_ARM_64: arm("AL2"),
  AL2023_x86_64_STANDARD: x86("AL2023"),
  AL2023_ARM_64_STANDARD: arm("AL2023"),
  AL2023_x86_64_NEURON: x86("AL2023"),
  AL2023_x86_64_NVIDIA: x86("AL2023"),
  AL2023_ARM_64_NVIDIA: arm("AL2023"),
  BOTTLEROCKET_x86_64: x86("BOTTLEROCKET"),
  BOTTLEROCKET_x86_64_FIPS: x86("BOTTLEROCKET"),
  BOTTLEROCKET_x86_64_NVIDIA: x86("BOTTLEROCKET"),
  BOTTLEROCKET_x86_64_NVIDIA_FIPS: x86("BOTTLEROCKET"),
  BOTTLEROCKET_ARM_64: arm("BOTTLEROCKET"),
  BOTTLEROCKET_ARM_64_FIPS: arm("BOTTLEROCKET"),
  BOTTLEROCKET_ARM_64_NVIDIA: arm("BOTTLEROCKET"),
  BOTTLEROCKET_ARM_64_NVIDIA_FIPS: arm("BOTTLEROCKET"),
  WINDOWS_CORE_2019_x86_64: x86("WINDOWS"),
  WINDOWS_FULL_2019_x86_64: x86("WINDOWS"),
  WINDOWS_CORE_2022_x86_64: x86("WINDOWS"),
  WINDOWS_FULL_2022_x86_64: x86("WINDOWS"),
  WINDOWS_CORE_2025_x86_64: x86("WINDOWS"),
  WINDOWS_FULL_2025_x86_64: x86("WINDOWS"),
  CUSTOM: { system: "CUSTOM", architecture: undefined },
} as const satisfies Readonly<Record<string, AmiTypeRow>>;

export type AmiType = keyof typeof AMI_TYPES;

export const amiTypes: readonly string[] = Object.keys(AMI_TYPES);

/** `undefined` for an unknown type. */
export function amiTypeRow(amiType: string): AmiTypeRow | undefined {
  return Object.entries(AMI_TYPES).find(([name]) => name === amiType)?.[1];
}

export function isAmiType(text: string): text is AmiType {
  return Object.hasOwn(AMI_TYPES, text);
}
