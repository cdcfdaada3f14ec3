import type { KubeletConfig } from "../../src/evidence/kubelet.ts";
import type { CollectedFacts, ObservedFacts } from "../../src/evidence/node.ts";
import { absent, type Observed, present } from "../../src/evidence/observed.ts";
import type { Invocation } from "../../src/evidence/processes.ts";
import { parseStructuredFile } from "../../src/probes/parse/structured-file.ts";
import { directory, file, here, source } from "./facts.ts";

/** Facts whose command lines of one component have these flags, in manifest and process alike. */
export function withFlags(
  facts: CollectedFacts,
  component: string,
  flags: readonly string[],
  dropped: readonly string[] = [],
): CollectedFacts {
  const names = [...flags.map((flag) => flag.slice(0, flag.indexOf("=") + 1)), ...dropped];
  const changed = (call: Invocation): Invocation => {
    if (call.argv[0]?.split("/").at(-1) !== component) return call;
    const kept = call.argv.flatMap((word, index) => (names.some((name) => word.startsWith(name)) ? [] : [index]));
    const line = call.lines.length === 0 ? [] : flags.map(() => 99);
    return {
      ...call,
      argv: [...kept.map((index) => call.argv[index] ?? ""), ...flags],
      lines: [...(call.lines.length === 0 ? [] : kept.map((index) => call.lines[index] ?? 0)), ...line],
    };
  };
  const each = (calls: Observed<readonly Invocation[]>): Observed<readonly Invocation[]> =>
    calls.state === "present" ? present(calls.value.map(changed), calls.source) : calls;
  const invocations = Object.entries(facts).filter(([name]) => /^(manifest\.|process\.|static-pods)/.test(name));
  const mapped = invocations.map(([name, calls]) => [name, each(calls as Observed<readonly Invocation[]>)]);
  return { ...facts, ...Object.fromEntries(mapped) };
}

/** Facts whose kubelet has these settings in its file; null takes one away. */
export function withSettings(facts: CollectedFacts, settings: Readonly<Record<string, unknown>>): CollectedFacts {
  const config = facts["kubelet.config"];
  if (config.state !== "present") throw new Error("the recording has no kubelet configuration");
  const merged = new Map(Object.entries(config.value.settings));
  for (const [path, value] of Object.entries(settings)) {
    if (value === null) merged.delete(path);
    else merged.set(path, { value, file: "/var/lib/kubelet/config.yaml", line: 99 });
  }
  const changed: KubeletConfig = { ...config.value, settings: Object.fromEntries(merged) };
  return { ...facts, "kubelet.config": present(changed, config.source) };
}

/** Facts in which these files, or directories where the name has no dot, are there and closed. */
export const withFiles = (facts: CollectedFacts, ...paths: readonly string[]): CollectedFacts => {
  const seen = facts["stat.flag-files"];
  const known = seen.state === "present" ? seen.value : {};
  const added = paths.map((path) => [path, here(path.includes(".") ? file(path, 0o600) : directory(path))]);
  return { ...facts, "stat.flag-files": here({ ...known, ...Object.fromEntries(added) }) };
};

/** A structured file that was read. */
export const content = (path: string, text: string) => here({ path, file: path, content: parseStructuredFile(text) });

/** The same node at another release: images of the components and the kubelet's version. */
export const atRelease = (facts: ObservedFacts, version: string): ObservedFacts =>
  JSON.parse(JSON.stringify(facts).replaceAll("v1.36.2", version)) as ObservedFacts;

/** Without some components: neither a manifest nor a process. */
export const without = (facts: CollectedFacts, ...components: readonly string[]): CollectedFacts => ({
  ...facts,
  ...Object.fromEntries(
    components.flatMap((name) => [`manifest.${name}`, `process.${name}`]).map((fact) => [fact, absent(source)]),
  ),
});
