import { z } from "zod";
import type { Kubectl, KubectlSearch } from "../../evidence/kubectl.ts";
import { textOf } from "./base64-field.ts";

const decode = (text: string | undefined): string => textOf(text ?? "");

const output = z.object({ clientVersion: z.object({ gitVersion: z.string().max(100) }) });

function versionIn(text: string): string | undefined {
  try {
    return output.parse(JSON.parse(text)).clientVersion.gitVersion;
  } catch {
    return undefined;
  }
}

function readKubectl(state: string | undefined, path: string, printed: string): Kubectl {
  if (state === "unsupported") return { path, why: "the node has no way to run it other than as root" };
  const version = versionIn(printed);
  if (version !== undefined) return { path, version, why: "" };
  return { path, why: printed === "" ? "it printed nothing when run as nobody" : "what it printed was not understood" };
}

/**
 * What `kubectl` answers: a line a place, and one a kubectl with what it printed.
 * @throws Error at a line of another form, or where no place was searched.
 */
export function parseKubectls(payload: Buffer): KubectlSearch {
  const lines = payload
    .toString("latin1")
    .split("\n")
    .filter((text) => text !== "")
    .map((text) => text.split("|"));
  const stray = lines.find(([kind = ""]) => !["searched", "unseen", "kubectl"].includes(kind));
  if (stray !== undefined) throw new Error(`not a kubectl line: ${JSON.stringify(stray.join("|").slice(0, 80))}`);
  const of = (wanted: string) => lines.filter(([kind]) => kind === wanted);
  const searched = of("searched").map(([, place]) => decode(place));
  if (searched.length === 0) throw new Error("no place was searched");
  return {
    searched,
    unseen: of("unseen").map(([, place]) => decode(place)),
    found: of("kubectl").map(([, state, path, printed]) => readKubectl(state, decode(path), decode(printed))),
  };
}
