import { join } from "node:path";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";
import configuration from "../../../.dependency-cruiser.mjs";

const root = join(import.meta.dirname, "../../..");

/** Follows the imports of every file below `src` of a folder, and judges them by .dependency-cruiser.mjs. */
export async function cruiseSource(baseDir: string): Promise<ICruiseResult> {
  const { forbidden = [], options = {} } = configuration;
  const { output } = await cruise(
    ["src"],
    { ...options, baseDir, ruleSet: { forbidden }, validate: true },
    {},
    { tsConfig: extractTSConfig(join(root, "tsconfig.json")) },
  );
  if (typeof output === "string") throw new Error(`not a result: ${output}`);
  return output;
}
