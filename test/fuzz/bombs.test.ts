import { describe, expect, it } from "vitest";
import { parseDuration } from "../../src/evidence/go-flags.ts";
import { directoryPath, withoutEndSlashes } from "../../src/evidence/trailing-slashes.ts";
import { fitsWildcards } from "../../src/evidence/wildcards.ts";
import { isLongerAsJson } from "../../src/large-json/json-size.ts";
import { parseCertificates } from "../../src/probes/parse/certificates.ts";
import { commandOf } from "../../src/probes/parse/component-command.ts";
import { parseCredentialPlaces } from "../../src/probes/parse/credential-lines.ts";
import { parseEnvironmentFile } from "../../src/probes/parse/environment-file.ts";
import { parseFilters } from "../../src/probes/parse/filter-lines.ts";
import { mergeKubeletConfig } from "../../src/probes/parse/kubelet-config.ts";
import { parseManifest } from "../../src/probes/parse/manifest.ts";
import { execWords, nextStart } from "../../src/probes/parse/next-start.ts";
import { parseProcesses } from "../../src/probes/parse/process-lines.ts";
import { rsyslogForwarding } from "../../src/probes/parse/rsyslog-forwarding.ts";
import { rsyslogStatements } from "../../src/probes/parse/rsyslog-statements.ts";
import { simpleCommands } from "../../src/probes/parse/shell-words.ts";
import { parseSockets } from "../../src/probes/parse/socket-lines.ts";
import { parseStructuredFile } from "../../src/probes/parse/structured-file.ts";
import { environmentFiles, parseSystemctlShow } from "../../src/probes/parse/systemctl-show.ts";
import { settingsNamed, unitWords } from "../../src/probes/parse/unit-file.ts";
import { markdownLine } from "../../src/reports/markdown-text.ts";
import { hasTag } from "../../src/rules/kit/cluster/image-name.ts";
import { imageVersion } from "../../src/rules/kit/kubernetes-version.ts";
import { checkTextOf } from "../../src/xccdf/check-text.ts";
import { isOwnError } from "./target.ts";

const mebibyte = 1024 * 1024;
const source = { host: "n1", request: "read /x" };

/** A mebibyte of a piece. */
const full = (piece: string): string => piece.repeat(Math.ceil(mebibyte / piece.length));
const numbered = (line: (number: number) => string, count: number): string =>
  Array.from({ length: count }, (_, number) => line(number)).join("");
const container = (more: string): string => `kind: Pod\nspec:\n  containers:\n  - command: [etcd]\n${more}`;
const ofKubelet = (...texts: readonly string[]) => {
  const [base, ...dropIns] = texts.map((text, index) => ({
    file: `/${index}`,
    text: `kind: KubeletConfiguration\n${text}`,
  }));
  return mergeKubeletConfig({ ...(base && { base }), dropIns });
};
const dump = (...objects: readonly object[]): Buffer => {
  const table = { table: { family: "ip", name: "t" } };
  return Buffer.from(
    `packet filters\nchains|{"nftables":[]}\ntable|active|${JSON.stringify({ nftables: [table, ...objects] })}\ncomplete|yes\n`,
  );
};
const rsyslog = (text: string) => rsyslogForwarding(rsyslogStatements(text).map((one) => ({ ...one, file: "/f" })));

/** Each is one answer of a node; what reads it either answers or refuses. Quadratic time would be minutes. */
const bombs: Readonly<Record<string, () => unknown>> = {
  "certificates that begin and never end": () => parseCertificates(full("-----BEGIN CERTIFICATE-----\n")),
  "more certificates than any bundle has": () =>
    parseCertificates(full("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")),
  "one home of everybody": () => parseCredentialPlaces(Buffer.from(full("home|1|/h/\n"))),
  "a socket that everybody holds": () =>
    parseSockets(Buffer.from(`complete|yes\nb|little\n${full("h|1|1\n")}${full("s|tcp|00000000:0016|1\n")}`)),
  "one property of systemd's again and again": () => parseSystemctlShow(full("a=\n")),
  "environment files of slashes": () => environmentFiles({ EnvironmentFiles: [full("/")] }),
  "a map with a hundred thousand keys": () => parseStructuredFile(numbered((n) => `k${n}:\n`, 90_000)),
  "a hundred thousand aliases": () => parseStructuredFile(`a: &a 1\nb: [${"*a, ".repeat(90_000)}]\n`),
  "aliases of a long text": () => parseStructuredFile(`a: &a ${"x".repeat(500_000)}\nb: [${"*a, ".repeat(1000)}]\n`),
  "merge keys without end": () => parseStructuredFile(numbered((n) => `k${n}: 1\n<<: {}\n`, 40_000)),
  "lists in lists": () => parseStructuredFile(full("[")),
  "maps in maps": () => parseStructuredFile(full("{a: ")),
  "dashes in dashes": () => parseStructuredFile(full("- ")),
  "keys of keys": () => parseStructuredFile(full("? ")),
  "a number of a million digits": () => parseStructuredFile(`a: ${full("1")}\n`),
  "a time of a million parts": () => parseStructuredFile(`a: 1${full(":1")}\n`),
  "a quote that is not closed": () => parseStructuredFile(`a: "${full('\\" ')}\n`),
  "anchors without end": () => parseStructuredFile(`a: [${"&a 1, ".repeat(90_000)}]\n`),
  "tags without end": () => parseStructuredFile(full("!a ")),
  "documents without end": () => parseStructuredFile(full("---\n")),
  "a kubelet with as many settings": () => ofKubelet(numbered((n) => `k${n}: 1\n`, 50_000)),
  "trees that leaves replace": () =>
    ofKubelet(
      numbered((n) => `k${n}: {a: 1}\n`, 40_000),
      numbered((n) => `k${n}: 1\n`, 40_000),
    ),
  "a kubelet's settings below a long key": () =>
    ofKubelet(`${"x".repeat(500_000)}:\n${numbered((n) => ` k${n}: 1\n`, 1000)}`),
  "dots in a key": () => ofKubelet(`"${full(".")}": 1\n`),
  "an image of colons": () =>
    parseManifest(container(`    image: "${"::".repeat(250_000)}\\n"\n`).replace("command: [etcd]\n    ", ""), source),
  "a pod of volumes and containers": () =>
    parseManifest(
      `kind: Pod\nspec:\n  volumes:\n${numbered((n) => `  - {name: v${n}}\n`, 6000)}  containers:\n${"  - {command: [etcd]}\n".repeat(6000)}`,
      source,
    ),
  "variables that stand for more than memory holds": () =>
    parseManifest(
      container(`    args: ["${"$(A)".repeat(1000)}"]\n    env: [{name: A, value: "${"x".repeat(500_000)}"}]\n`),
      source,
    ),
  "a script of the same": () => simpleCommands(`etcd ${'"$A" '.repeat(100_000)}`, { A: "x".repeat(500_000) }),
  "a script of a word": () => simpleCommands(full("a"), {}),
  "a script of subshells": () => simpleCommands(full("(tee "), {}),
  "a script of lines": () => simpleCommands(full("rm a\n"), {}),
  "wrappers of wrappers": () =>
    commandOf(
      full("tini ")
        .split(" ")
        .map((text) => ({ text, line: 1 })),
      {},
    ),
  "a start with brackets that open": () => execWords(`/k ${full("${")}`, new Map()),
  "a start with variables of a megabyte": () => execWords(`/k ${"$A ".repeat(1000)}`, new Map([["A", full("a")]])),
  "a unit of variables": () =>
    nextStart([{ file: "/u", text: `[Service]\n${numbered((n) => `Environment=a${n}=b\n`, 50_000)}` }], []),
  "a unit of starts": () => nextStart([{ file: "/u", text: `[Service]\n${full("ExecStart=a\n")}` }], []),
  "words of a unit that are one quote": () => unitWords(`"${full("\\a")}`, "plain"),
  "an environment file of quotes": () => parseEnvironmentFile(`A=${full("''")}`),
  "an environment file of backslashes": () => parseEnvironmentFile(`A=${full("\\a")}"`),
  "blanks and a line separator": () => settingsNamed(`[a]\nb=${full(" ")}${full("x")}\u2028x`, "a", "b"),
  "a process of brackets": () => parseProcesses(Buffer.from(`complete|yes\n${full("p|1|0|host|host|-\nc|\ne|\n")}`)),
  "conditions of rsyslog": () => rsyslog(full("if then ")),
  "blocks of rsyslog": () => rsyslog(full("{ ")),
  "destinations of rsyslog": () => rsyslog("pri:*.* @a ".repeat(9_000)),
  "settings of rsyslog": () => rsyslog(numbered((n) => `$k${n}=v\n`, 19_000)),
  "a rule of a hundred thousand statements": () =>
    parseFilters(dump({ rule: { chain: "c", expr: Array.from({ length: 100_000 }, () => ({ counter: 0 })) } })),
  "rules that name a map of nothing": () =>
    parseFilters(
      dump(
        { map: { name: "m", elem: Array.from({ length: 10_000 }, (_, n) => [n, { continue: null }]) } },
        ...Array.from({ length: 5000 }, () => ({ rule: { chain: "c", expr: [{ vmap: { key: 1, data: "@m" } }] } })),
      ),
    ),
  "sets that rules add to": () =>
    parseFilters(
      dump(
        ...Array.from({ length: 20_000 }, (_, n) => ({ set: { name: `s${n}` } })),
        ...Array.from({ length: 20_000 }, (_, n) => ({ rule: { chain: "c", expr: [{ set: { set: `@r${n}` } }] } })),
      ),
    ),
  "conditions in conditions": () =>
    parseFilters(
      Buffer.from(
        `packet filters\nchains|{"nftables":[]}\ntable|active|{"nftables":[{"set":{"name":"s","elem":${"[".repeat(300_000)}${"]".repeat(300_000)}}}]}\ncomplete|yes\n`,
      ),
    ),
};

/** What rules and reports make of what was read. */
const laterBombs: Readonly<Record<string, readonly [run: () => unknown, result: unknown]>> = {
  "a duration that could be read in many ways": [() => parseDuration(`${"11s".repeat(50_000)}x`), Number.NaN],
  "a duration of digits": [() => parseDuration(full("1")), Number.NaN],
  "slashes before an end": [() => withoutEndSlashes(`${full("/")}x`).length, mebibyte + 1],
  "slashes at the end": [() => directoryPath(`/a${full("/")}`), "/a"],
  "nothing but slashes": [() => [directoryPath("///"), withoutEndSlashes("///"), directoryPath("")], ["/", "", ""]],
  "a pattern of stars": [() => fitsWildcards(`${"a*".repeat(20_000)}b`, "a".repeat(40_000)), false],
  "an image of letters": [() => imageVersion(full("k")), undefined],
  "an image of colons": [() => [hasTag(`${full(":")}/`), imageVersion(full("kube:"))], [false, undefined]],
  "a word of quotes": [() => checkTextOf(`a${full('"')}a`)?.sha256.length, 64],
  "a line of blanks": [() => markdownLine(`${full(" ")}x`).length, mebibyte + 1],
};

describe("an answer of a megabyte", () => {
  it.each(Object.entries(bombs))("is worked through or refused: %s", (_what, read) => {
    let outcome: unknown;
    try {
      outcome = read();
    } catch (error) {
      // No stack that overflows, and no mistake of ours.
      expect(isOwnError(error), String(error)).toBe(true);
      return;
    }
    // What is taken can be written down.
    expect(isLongerAsJson(outcome instanceof Map ? [...outcome] : outcome, 64 * mebibyte)).toBe(false);
  });

  it.each(Object.entries(laterBombs))("is judged and shown: %s", (_what, [run, result]) => {
    expect(run()).toEqual(result);
  });
});

describe("the length as JSON", () => {
  it.each([
    ["one", 1, 10, false],
    ["a text", "x".repeat(20), 10, true],
    ["a deep list", JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`), 1000, true],
    ["what is shared", Array.from({ length: 50 }, () => shared()), 1000, true],
    ["the same once", shared(), 1000, false],
  ] as const)("is known of %s", (_what, value, characters, isLonger) => {
    expect(isLongerAsJson(value, characters)).toBe(isLonger);
  });
});

function shared() {
  return ["x".repeat(100)];
}
