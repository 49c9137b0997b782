import { amiTypeRow, amiTypes } from "../../../upgrade/eks/ami-type";

test.each([
  ["AL2_x86_64", "AL2", "x86_64"],
  ["AL2_x86_64_GPU", "AL2", "x86_64"],
  ["AL2_ARM_64", "AL2", "arm64"],
  ["AL2023_x86_64_STANDARD", "AL2023", "x86_64"],
  ["AL2023_ARM_64_NVIDIA", "AL2023", "arm64"],
  ["BOTTLEROCKET_x86_64_FIPS", "BOTTLEROCKET", "x86_64"],
  ["BOTTLEROCKET_ARM_64", "BOTTLEROCKET", "arm64"],
  ["WINDOWS_CORE_2022_x86_64", "WINDOWS", "x86_64"],
  ["CUSTOM", "CUSTOM", undefined],
])("%s is %s on %s", (amiType, system, architecture) => {
  expect(amiTypeRow(amiType)).toEqual({ system, architecture });
});

test("the name of every type says its system and its processor", () => {
  for (const amiType of amiTypes.filter((name) => name !== "CUSTOM")) {
    const row = amiTypeRow(amiType);
    expect(amiType.startsWith(`${row?.system}_`)).toBe(true);
    expect(row?.architecture).toBe(amiType.includes("ARM_64") ? "arm64" : "x86_64");
  }
});

test.each(["al2023_x86_64_standard", "toString", "__proto__", ""])("%j is no type", (amiType) => {
  expect(amiTypeRow(amiType)).toBeUndefined();
});
