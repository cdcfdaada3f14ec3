import { parseDuration, parseInteger, readFlags } from "../../src/evidence/go-flags.ts";
import { parseArgumentsFile } from "../../src/probes/parse/arguments-file.ts";
import { parseCertificates } from "../../src/probes/parse/certificates.ts";
import { parseCniConfiguration } from "../../src/probes/parse/cni-configuration.ts";
import { argumentNamesComponent, commandOf } from "../../src/probes/parse/component-command.ts";
import { parseCredentialPlaces } from "../../src/probes/parse/credential-lines.ts";
import { parseEnvironmentFile } from "../../src/probes/parse/environment-file.ts";
import { parseFilters } from "../../src/probes/parse/filter-lines.ts";
import { kubeconfigOfConfig } from "../../src/probes/parse/kube-proxy-config.ts";
import { parseKubeconfig } from "../../src/probes/parse/kubeconfig.ts";
import { parseKubectls } from "../../src/probes/parse/kubectl-lines.ts";
import { mergeKubeletConfig } from "../../src/probes/parse/kubelet-config.ts";
import { parseLabels } from "../../src/probes/parse/label-lines.ts";
import { parseManifest } from "../../src/probes/parse/manifest.ts";
import { nextStart } from "../../src/probes/parse/next-start.ts";
import { osReleaseId } from "../../src/probes/parse/os-release.ts";
import { parseProcesses } from "../../src/probes/parse/process-lines.ts";
import { rsyslogForwarding } from "../../src/probes/parse/rsyslog-forwarding.ts";
import { rsyslogStatements } from "../../src/probes/parse/rsyslog-statements.ts";
import { simpleCommands } from "../../src/probes/parse/shell-words.ts";
import { parseSockets } from "../../src/probes/parse/socket-lines.ts";
import { parseStat, parseWalk } from "../../src/probes/parse/stat-lines.ts";
import { parseStructuredFile } from "../../src/probes/parse/structured-file.ts";
import {
  environmentFiles,
  parseSystemctlShow,
  unitFiles,
  unitsWithProcess,
} from "../../src/probes/parse/systemctl-show.ts";
import { settingsNamed, unitWords } from "../../src/probes/parse/unit-file.ts";
import { answersTo } from "./seeds.ts";

import type { Target } from "./target.ts";

const source = { host: "n1", request: "read /x" };
const bytes = (read: (payload: Buffer) => unknown) => (text: string) =>
  read(Buffer.from(text, text.includes("\ufffd") ? "latin1" : "utf8"));
const manifests = answersTo("read", /manifests/);
const structured = answersTo("read", /\.(yaml|conf|conflist)$/);
const units = ["[Service]\nEnvironment=\"A=b c\" 'D=e'\nExecStart=/usr/bin/kubelet $A $" + "{D} --x=%%y \\\n  --z\n"];
const scripts = [
  "exec /usr/bin/etcd --a='b c' \"$D\" \\\n --e >>/var/log/x 2>&1",
  "mkdir -p /x && set -ex; kubelet --v=2",
];
const yamlWords = [
  "kind: Pod\n",
  "spec:\n",
  "  containers:\n",
  "  - command:\n",
  "    - ",
  "&x ",
  "*x",
  "<<: *x\n",
  "|\n",
  ">-\n",
];
const flags = [
  "kubelet\0--a=b\0-v\u00002\0--feature-gates=A=true,B=false\0--x=1h30m5.5s",
  "etcd\0--listen-client-urls=https://[::1]:2379",
];
const durations = ["1h30m", "300s", ".5ms", "11s11s11s", "0.1h", "-5m"];

function everyFlag(text: string): unknown {
  const argv = text.split("\0");
  const read = readFlags({ argv });
  const names = argv.flatMap((word) => word.replace(/^-+/, "").split("=")[0] ?? "");
  return names.map((name) => [
    read.text(name),
    read.list(name),
    read.boolean(name),
    read.position(name),
    // Numbers that are none are told by NaN.
    [parseInteger, parseDuration].map((parse) => String(parse(read.text(name) ?? ""))),
  ]);
}

/** What reads the answers of nodes: one line a reader. */
export const nodeReaders: readonly Target[] = [
  { name: "a static pod's manifest", read: (text) => parseManifest(text, source), seeds: manifests, words: yamlWords },
  { name: "a structured file", read: parseStructuredFile, seeds: structured, words: yamlWords },
  {
    name: "the kubelet's configuration",
    read: (text) => {
      const [base, ...dropIns] = text.split("\u0007").map((part, index) => ({ file: `/${index}`, text: part }));
      return mergeKubeletConfig({ ...(base && { base }), dropIns });
    },
    seeds: answersTo("read", /kubelet\/config/).flatMap((text) => [
      text,
      `${text}\u0007kind: KubeletConfiguration\na: null\nauthentication: {anonymous: {enabled: false}}\n`,
    ]),
    words: ["kind: KubeletConfiguration\n", "a.b: {}\n", "readOnlyPort: null\n", ...yamlWords],
  },
  { name: "a kubeconfig", read: parseKubeconfig, seeds: answersTo("kubeconfig"), words: yamlWords },
  { name: "kube-proxy's configuration", read: kubeconfigOfConfig, seeds: answersTo("read", /kube-proxy/) },
  { name: "a CNI configuration", read: parseCniConfiguration, seeds: answersTo("read", /cni/) },
  {
    name: "a script",
    read: (text) => simpleCommands(text, { D: "e" }),
    seeds: scripts,
    words: ["&&", ";", "$D", "sh -c "],
  },
  {
    name: "a command line",
    read: (text) => {
      const words = text.split("\0").map((word) => ({ text: word, line: 1 }));
      return [argumentNamesComponent(words), commandOf(words, { A: "b" })];
    },
    seeds: ["/bin/sh\0-c\0exec kubelet --a", "tini\0--\0etcd\0--x", ...flags],
    words: ["sh", "-c", "tini", "--", "\0", "go-runner"],
  },
  { name: "flags", read: everyFlag, seeds: flags, words: ["\0--", "=", ",", '"', ...durations] },
  {
    name: "a file of arguments",
    read: (text) => parseArgumentsFile(text, { A: "b" }),
    seeds: ["--a=b\n# c\n--d=\"e<$A\" 'f;g'\n"],
  },
  {
    name: "an environment file",
    read: (text) => Object.fromEntries(parseEnvironmentFile(text)),
    seeds: ['A=b\n# c\nD=\'e f\' "g\\""\n', ...answersTo("read", /kubeadm-flags|default/)],
  },
  {
    name: "what a unit starts next",
    read: (text) => nextStart([{ file: "/u", text }], [{ file: "/e", text: "D=e\nA='b c'\n" }]),
    seeds: [...units, ...answersTo("read", /systemd/)],
    words: ["[Service]\n", "ExecStart=", "Environment=", "$D", "$" + "{A}", "%i", "\\x41"],
  },
  { name: "words of a unit", read: (text) => unitWords(text, "escapes"), seeds: ["a 'b c' \"d\\n\" \\x41e"] },
  {
    name: "settings of systemd",
    read: (text) => settingsNamed(text, "Journal", "Storage"),
    seeds: answersTo("read", /journald/),
  },
  { name: "os-release", read: osReleaseId, seeds: answersTo("read", /os-release/) },
  {
    name: "what systemd says of units",
    read: (text) => {
      const [names, ...rest] = text.split("\u0007");
      const shown = rest.join("\u0007");
      const each = parseSystemctlShow(shown).map((unit) => [unitFiles(unit), environmentFiles(unit)]);
      return [each, unitsWithProcess(shown, (names ?? "").split(" "))];
    },
    seeds: [
      ...answersTo("unit").map((text) => `a b\u0007${text}`),
      "k\u0007Id=k\nLoadState=loaded\nEnvironmentFiles=/a (ignore_errors=yes)\n",
    ],
    words: ["Id=", "LoadState=", "\n\n", "\n\n!a.service", " (ignore_errors=no)"],
  },
  {
    name: "one file's state",
    read: bytes((payload) => parseStat(payload, "/etc/kubernetes")),
    seeds: answersTo("stat"),
    words: ["e|", "t|", "81a4"],
  },
  {
    name: "a directory",
    read: bytes((payload) => parseWalk(payload, "/etc/kubernetes/pki")),
    seeds: answersTo("list"),
    words: ["e|", "t|", "81a4"],
  },
  {
    name: "processes",
    read: bytes(parseProcesses),
    seeds: answersTo("processes"),
    words: ["p|", "complete|yes\n", "|host|", "a|", "v|ETCD_A=", "\u0001"],
  },
  {
    name: "sockets",
    read: bytes((payload) => [...parseSockets(payload).holders]),
    seeds: answersTo("sockets"),
    words: ["s|tcp|", "h|", "x|", "b|"],
  },
  {
    name: "packet filters",
    read: bytes(parseFilters),
    seeds: answersTo("filters"),
    words: ['"vmap":', '"jump":', '{"accept":null}', "@x"],
  },
  {
    name: "kubectls",
    read: bytes(parseKubectls),
    seeds: answersTo("kubectl"),
    words: ["kubectl|ran|/", "searched|/", ">{"],
  },
  {
    name: "labels",
    read: bytes(parseLabels),
    seeds: [...answersTo("labels"), "complete|yes\nmode|x\nl|limited|a:b\n"],
  },
  {
    name: "places of credentials",
    read: bytes((payload) => Object.values(parseCredentialPlaces(payload))),
    seeds: answersTo("credentials"),
    words: ["home|0|/", "served|"],
  },
  {
    name: "certificates",
    read: parseCertificates,
    seeds: answersTo("read", /\.crt$/),
    words: ["-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"],
  },
  {
    name: "rsyslog's configuration",
    read: (text) => rsyslogForwarding(rsyslogStatements(text).map((one) => ({ ...one, file: "/f" }))),
    seeds: [
      "obj:module load=imuxsock )\npri:*.* @@host:514\n$a=b\nif ! then { stop }\nobj:action type=omfwd target=x protocol=tcp )\n",
    ],
    words: ["obj:action ", "pri:*.* ", "@@h ", "{ ", "} ", "if ", "then ", "& ", "? ", "! "],
  },
];
