import { createHash } from "node:crypto";

/** Ids that look like AWS's and are the same at every run: made from a seed and a counter. */
export class Identifiers {
  private count = 0;

  uuid(): string {
    const hex = this.hex(32);
    return [8, 12, 16, 20, 32].map((end, i) => hex.slice([0, 8, 12, 16, 20][i], end)).join("-");
  }

  hex(length: number): string {
    this.count += 1;
    return createHash("sha256").update(`eks-sandbox-${this.count}`).digest("hex").slice(0, length);
  }
}
