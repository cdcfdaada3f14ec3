import { readFileSync } from "node:fs";
import { whyUnreadable } from "../../error-code.ts";
import { KubeconfigError } from "./kubeconfig-error.ts";

/**
 * The text of a file that a kubeconfig (`origin`) names, or of the kubeconfig itself.
 * @throws KubeconfigError where it cannot be read or is empty.
 */
export function readNamed(path: string, what: string, origin?: string): string {
  const subject = origin === undefined ? `${path}: the ${what}` : `${origin}: the ${what} ${path}`;
  try {
    const text = readFileSync(path, "utf8");
    if (text.trim() !== "") return text;
  } catch (error) {
    throw new KubeconfigError(`${subject} cannot be read: ${whyUnreadable(error)}`);
  }
  throw new KubeconfigError(`${subject} is empty`);
}

/** Text in base64 as a kubeconfig has it; Buffer.from would drop what is none. */
function decoded(data: unknown, key: string, origin: string): string {
  const compact = typeof data === "string" ? data.replaceAll(/\s/g, "") : "";
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) throw new KubeconfigError(`${origin}: ${key}-data is not base64`);
  return Buffer.from(compact, "base64").toString("utf8");
}

/** PEM that a kubeconfig holds (`KEY-data`, which wins, as in kubectl) or names (`KEY`). */
export type Material = { readonly key: string; readonly data: unknown; readonly file: string | undefined };

/**
 * The PEM that a kubeconfig gives for one of its keys; undefined where it gives none.
 * @throws KubeconfigError where it cannot be read or is no PEM.
 */
export function pemOf({ key, data, file }: Material, origin: string): string | undefined {
  const hasData = data !== undefined && data !== null && data !== "";
  if (!hasData && !file) return undefined;
  const pem = hasData ? decoded(data, key, origin) : readNamed(file ?? "", key, origin);
  if (!pem.includes("-----BEGIN ")) {
    throw new KubeconfigError(`${origin}: ${hasData ? `${key}-data` : `the ${key} ${file}`} is not PEM`);
  }
  return pem;
}
