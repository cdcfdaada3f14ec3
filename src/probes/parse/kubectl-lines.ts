import { z } from "zod";
import type { Kubectl, KubectlSearch } from "../../evidence/kubectl.ts";

const output = z.object({ clientVersion: z.object({ gitVersion: z.string().max(100) }) });

function versionIn(text: string): string | undefined {
  try {
    return output.parse(JSON.parse(text)).clientVersion.gitVersion;
  } catch {
    return undefined;
  }
}

function readKubectl(state: string, path: string, printed: string): Kubectl {
  if (state === "unsupported") return { path, why: "the node has no way to run it other than as root" };
  const version = versionIn(printed);
  if (version !== undefined) return { path, version, why: "" };
  return { path, why: printed === "" ? "it printed nothing when run as nobody" : "what it printed was not understood" };
}

/**
 * What `kubectl` answers: a line a place, and one a kubectl, with what it printed behind `>` on the lines after it.
 * @throws Error at a line of another form, or where no place was searched.
 */
export function parseKubectls(payload: Buffer): KubectlSearch {
  const searched: string[] = [];
  const unseen: string[] = [];
  const found: { readonly state: string; readonly path: string; printed: string }[] = [];
  for (const line of payload.toString("utf8").replace(/\n$/, "").split("\n")) {
    const [, kind, state, path = ""] = /^(?:(searched|unseen)|kubectl\|(ran|unsupported))\|(\/.*)$/.exec(line) ?? [];
    const last = found.at(-1);
    if (kind === "searched") searched.push(path);
    else if (kind === "unseen") unseen.push(path);
    else if (state !== undefined) found.push({ state, path, printed: "" });
    else if (line.startsWith(">") && last !== undefined) last.printed += `${line.slice(1)}\n`;
    else throw new Error(`not a kubectl line: ${JSON.stringify(line.slice(0, 80))}`);
  }
  if (searched.length === 0) throw new Error("no place was searched");
  return {
    searched: searched.toSorted(),
    unseen: unseen.toSorted(),
    found: found.map(({ state, path, printed }) => readKubectl(state, path, printed.trimEnd())),
  };
}
