import type { Inventory } from "../../../inventory/inventory.ts";
import type { ApiCheck } from "../../../preflight/check-api.ts";
import type { CheckedHost, Gap } from "../../../preflight/gaps.ts";

/** What a check has found out. */
export type CheckResult = {
  readonly inventory: Inventory;
  /** How far hosts were tried. */
  readonly tried: "login" | "host key" | "nothing";
  /** In the inventory's order; none where none was tried. */
  readonly hosts: readonly CheckedHost[];
  /** Undefined where the API server was not asked. */
  readonly api: ApiCheck | undefined;
  /** What an audit would not see, hosts first. */
  readonly gaps: readonly Gap[];
  /** How many rules the audit judges. */
  readonly rules: number;
};

/** Whether an audit would see everything, by all that was tried. Without an API server in the inventory there is none to see. */
export const isWell = ({ gaps, api }: CheckResult): boolean =>
  gaps.every(({ cause }) => cause === "not-configured") && (api?.state !== "read" || api.differences.length === 0);
