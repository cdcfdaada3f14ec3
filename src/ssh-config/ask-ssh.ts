import { execFile } from "node:child_process";
import { hostKeyPolicies, present, type Question, type Reading, withoutSchemes } from "./taken.ts";

/** Milliseconds for one answer: only a `Match exec` that hangs needs longer. */
const deadline = 30_000;

/** What `ssh -G` prints, each key with its values in their order. */
export type Printed = ReadonlyMap<string, readonly string[]>;

/** What became of a run of ssh. */
export type SshRun = { readonly printed: Printed } | { readonly refusal: string } | "not-installed";

/** Has `ssh -G` say what a file means for a name; nothing is contacted. Never rejects. */
export function runSsh(
  file: string,
  { name, user, port }: Question,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<SshRun> {
  const said = [...(user === undefined ? [] : ["-l", user]), ...(port === undefined ? [] : ["-p", String(port)])];
  const settings = { env: environment as NodeJS.ProcessEnv, timeout: deadline, maxBuffer: 1024 * 1024 };
  return new Promise((resolve) => {
    const child = execFile("ssh", ["-G", "-T", "-F", file, ...said, "--", name], settings, (error, stdout, stderr) => {
      if (error === null) return resolve({ printed: parsePrinted(stdout) });
      if (error.code === "ENOENT") return resolve("not-installed");
      const complaint = stderr.split("\n").find((line) => line.trim() !== "");
      const silent = error.killed === true ? `no answer within ${deadline / 1000} s` : error.message;
      resolve({ refusal: `ssh does not read ${file}: ${complaint?.trim() ?? silent}` });
    });
    child.stdin?.on("error", () => undefined).end();
  });
}

function parsePrinted(text: string): Printed {
  const printed = new Map<string, string[]>();
  for (const line of text.split("\n")) {
    const [, key, value = ""] = /^(\S+) (.*)$/.exec(line) ?? [];
    if (key === undefined) continue;
    printed.set(key, [...(printed.get(key) ?? []), value]);
  }
  return printed;
}

/** What is taken of an answer. `defaults` is what ssh says of an empty file: where it says the same, the file said nothing. */
export function takenOf(printed: Printed, defaults: Printed): Reading {
  const one = (key: string): string | undefined => printed.get(key)?.[0];
  const said = (key: string): readonly string[] => {
    const values = printed.get(key) ?? [];
    return values.join("\n") === defaults.get(key)?.join("\n") ? [] : values;
  };
  const knownHosts = said("userknownhostsfile")[0];
  const timeout = Number(one("connecttimeout"));
  const optional = {
    // Paths of a list are printed with a blank between them; the next one begins with a slash.
    knownHosts: knownHosts?.split(/ (?=\/)/)[0],
    hostKeyAlias: one("hostkeyalias"),
    proxyJump: withoutSchemes(one("proxyjump")),
    proxyCommand: one("proxycommand"),
    connectTimeout: timeout > 0 ? timeout : undefined,
    strictHostKeyChecking: hostKeyPolicies[one("stricthostkeychecking") ?? "ask"] ?? "no",
    identityAgent: one("identityagent"),
  };
  return {
    taken: {
      hostName: one("hostname") ?? "",
      user: one("user") ?? "",
      port: Number(one("port")),
      identityFiles: said("identityfile"),
      certificateFiles: said("certificatefile"),
      ...present(optional),
    },
  };
}
