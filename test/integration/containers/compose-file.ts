import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DCLinter } from "dclint";
import { parse } from "yaml";
import { repository } from "./image-store.ts";

/** Of a service of docker/compose.yaml what its container is started by. */
export type Service = {
  readonly build: { readonly context: string; readonly dockerfile: string; readonly target?: string };
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly hostname?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly network_mode?: string;
  readonly networks?: Readonly<Record<string, { readonly ipv4_address?: string } | null>>;
  readonly volumes?: readonly string[];
  readonly tmpfs?: readonly string[];
  readonly read_only?: boolean;
  readonly init?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
};

export type ComposeFile = {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  readonly volumes: Readonly<Record<string, null>>;
};

/** Of what dclint gives; its own types do not resolve in ES modules. */
type Linted = { readonly messages: readonly { readonly type: string; readonly message: string }[] };

export const composePath = join(repository, "docker/compose.yaml");

/** docker/compose.yaml as an engine reads it where the user's environment says nothing else. */
export function readComposeFile(): ComposeFile {
  const text = readFileSync(composePath, "utf8").replace(/\$\{\w+:-([^}]*)\}/g, "$1");
  return parse(text, { merge: true });
}

/** What the Compose Specification's schema does not admit in a file. */
export function composeProblems(text: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-compose-"));
  const file = join(folder, "compose.yaml");
  writeFileSync(file, text);
  try {
    const linter = new DCLinter({ rules: {}, quiet: false, debug: false, exclude: [] });
    const [{ messages } = { messages: [] }]: readonly Linted[] = linter.lintFiles([file], false);
    // Its warnings are of style: the order of the alphabet is not the order in which machines start.
    return messages.filter(({ type }) => type === "error").map(({ message }) => message);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
