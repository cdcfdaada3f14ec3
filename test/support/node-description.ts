import { Document, isMap, isScalar, parseDocument, visit } from "yaml";
import { z } from "zod";

// Scalars are read as strings (YAML's failsafe schema): a mode is 0644 as it is written, and `true` in a label a text.
const text = z.string();
const yes = z.enum(["true", "false"]).transform((word) => word === "true");
const lines = text.transform((block) =>
  block
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#")),
);

/** `MODE USER:GROUP PATH`, a directory with a slash at its end, a link with ` -> TARGET`; `{a,b}` stands for both. */
const files = lines.default([]);
/** A file's text as the reader shows it; a mapping is the YAML that stands there. */
const texts = z.record(text, text).default({});

const process = z.strictObject({
  /** Lists within are joined, so that a manifest's arguments can be named once (`[kubelet, *arguments]`). */
  argv: z.array(z.union([text, z.array(text)])).transform((words) => words.flat()),
  /** Default: the first word of argv, where it is a path. */
  exe: text.optional(),
  /** Default: the name of the executable. */
  comm: text.optional(),
  uid: text.default("0").transform(Number),
  cgroup: text,
  network: z.enum(["host", "other"]).default("host"),
  /** What of the environment matters; all else is left out. */
  environment: z.record(text, text).default({}),
  /** What the process sees as `/`: its own files and mounts of the host's. Default: the host's, in a container nothing. */
  root: z.strictObject({ mounts: z.record(text, text).default({}), files, texts }).optional(),
});

const unit = z.strictObject({
  fragment: text,
  dropIns: z.array(text).default([]),
  /** As in the unit: with a dash where the file may be missing. */
  environmentFiles: z.array(text).default([]),
  active: text.default("active"),
  enabled: text.default("enabled"),
  /** Other names of the unit. */
  aliases: z.array(text).default([]),
});

const apiObject = z.strictObject({
  kubeletVersion: text,
  osImage: text,
  labels: z.record(text, text).default({}),
  annotations: z.record(text, text).default({}),
  taints: z.array(z.strictObject({ key: text, effect: text })).default([]),
  providerID: text.optional(),
});

const ssh = z.strictObject({
  stage: z.enum(["tcp", "ready"]),
  outcome: z.enum(["connected", "refused", "timed-out"]),
  message: text.default(""),
  banner: text.optional(),
});

const description = z.strictObject({
  /** A name of `src/evidence/layout.ts`. */
  distribution: text,
  madeFrom: z.literal("documentation"),
  /** Sections of the design's distributions.md, and public sources beside it. */
  follows: z.array(text).min(1),
  /** What the inventory says. */
  role: z.enum(["control-plane", "worker", "etcd"]),
  /** The node as the API server shows it; left out where it does not know the host. */
  api: apiObject.optional(),
  ssh,
  systemd: yes.default(true),
  /** User and group ids by name, where the node knows them; root is 0. An owner that is a number has no name. */
  users: z.record(text, text.transform(Number)).default({}),
  files,
  texts,
  processes: z.array(process).default([]),
  units: z.record(text, unit).default({}),
  /** `tcp ADDRESS:PORT PROGRAM`: what listens. */
  sockets: lines.default([]),
  /** kubectl binaries by path, with the version that each prints. */
  kubectl: z.record(text, text).default({}),
});

export type NodeDescription = z.infer<typeof description>;
export type DescribedProcess = NodeDescription["processes"][number];
export type DescribedUnit = NodeDescription["units"][string];

/** Makes texts of the mappings below `texts`. Quotes stay: a label `"true"` is text, without them it would be none. */
function writeTexts(document: Document.Parsed): void {
  visit(document, { Alias: (_, alias) => alias.resolve(document) });
  visit(document, { Value: (_, node) => void delete node.anchor });
  visit(document, {
    Pair: (_, { key, value }) => {
      if (!isScalar(key) || key.value !== "texts" || !isMap(value)) return;
      for (const item of value.items) {
        if (isMap(item.value))
          item.value = document.createNode(String(new Document(item.value, { schema: "failsafe" })));
      }
    },
  });
}

/** Reads a description; a key that it does not know is an error, not ignored. */
export function readDescription(yaml: string): NodeDescription {
  const document = parseDocument(yaml, { schema: "failsafe" });
  const [error] = document.errors;
  if (error !== undefined) throw error;
  writeTexts(document);
  return description.parse(document.toJS());
}
