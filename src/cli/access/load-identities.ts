import { type Identity, type IdentityResult, loadIdentity } from "../../connect/keys/identity.ts";
import type { AskTerminal } from "../terminal/terminal.ts";
import { UsageError } from "../usage-error.ts";

/** How encrypted keys are opened: by a passphrase that was given, or else by asking. */
export type Opening = { readonly passphrase?: string; readonly ask?: AskTerminal };

/** Nobody counts, but a person who has mistyped twice has another passphrase in mind. */
const triesAtMost = 2;

/**
 * Opens every key file that logins need, each once, before any host is contacted.
 * @throws UsageError where one cannot be used.
 */
export async function loadIdentities(
  paths: readonly string[],
  { passphrase, ask }: Opening,
): Promise<ReadonlyMap<string, Identity>> {
  const asking = passphrase === undefined ? ask : undefined;
  const identities = new Map<string, Identity>();
  const typed: string[] = [];
  for (const path of new Set(paths)) {
    let result = await loadIdentity(path, passphrase);
    if (result.state === "locked" && asking !== undefined) result = await openLocked(path, asking, typed, result);
    if (result.state !== "ok") throw new UsageError(result.message);
    identities.set(path, result.identity);
  }
  return identities;
}

/** Several keys often have one passphrase: what has been typed is tried before the person is asked again. */
async function openLocked(
  path: string,
  ask: AskTerminal,
  typed: string[],
  locked: IdentityResult,
): Promise<IdentityResult> {
  let result = locked;
  for (const passphrase of typed) {
    result = await loadIdentity(path, passphrase);
    if (result.state !== "locked") return result;
  }
  for (let tries = 0; tries < triesAtMost && result.state === "locked"; tries += 1) {
    const passphrase = await ask(`Passphrase for ${path}: `, { hidden: true });
    if (passphrase === undefined) return locked;
    result = await loadIdentity(path, passphrase);
    if (result.state === "ok") typed.push(passphrase);
  }
  return result;
}
