import { z } from "zod";
import { hostRoles } from "../inventory/inventory.ts";
import { carriedFromSchema } from "./carried-from.ts";
import { findingSchema } from "./finding.ts";
import { comparedWithSchema } from "./history.ts";

const connection = z.strictObject({
  client: z
    .enum(["ssh2", "openssh"])
    .exactOptional()
    .describe("Who spoke SSH; left out in evidence of older versions."),
  viaJump: z.boolean().describe("A jump host stood between."),
  hostKey: z.string().exactOptional().describe("SHA-256 fingerprint of the host's key."),
  hostKeyTrust: z
    .enum(["known", "certificate", "accepted-new"])
    .exactOptional()
    .describe("known: known_hosts has it; certificate: signed by an authority there; accepted-new: nobody knew it."),
  algorithms: z
    .strictObject({ kex: z.string(), hostKey: z.string(), cipher: z.string(), mac: z.string() })
    .exactOptional()
    .describe("What client and server agreed on."),
});

const coveredNode = z.strictObject({
  name: z.string(),
  address: z.string(),
  role: z.string().describe("What it is declared to be."),
  roles: z
    .array(z.enum(hostRoles))
    .readonly()
    .exactOptional()
    .describe("What node, API and the site's decisions show it to be; left out where nobody knows."),
  state: z.enum(["read", "unread", "not-in-inventory"]),
  cause: z.string().exactOptional(),
  message: z.string().exactOptional(),
  console: z
    .strictObject({ file: z.string(), sha256: z.string(), takenAt: z.string() })
    .exactOptional()
    .describe("The file of answers taken at the node's console; without it the node was asked over SSH."),
  connection: connection.exactOptional().describe("How it was asked over SSH; only where that came to be."),
});

const unreadQuestion = z.strictObject({
  request: z.string().describe("The GET that was not answered, or not whole."),
  cause: z.string(),
  message: z.string().describe("The right that is missing, or what went wrong."),
  rules: z.array(z.string()).readonly().describe("Vuln IDs of the rules that name what it would have shown."),
});

const text = z.string().exactOptional();
/** A document of the site, or of its provider, and who signed it. */
const signed = { document: text, version: text, approvedBy: text, date: text, expires: text };
const exception = z.strictObject({
  namespace: z.string(),
  kind: z.string(),
  name: z.string(),
  justification: z.string(),
});
const decisions = z
  .strictObject({
    file: z.string().describe("Name of the file."),
    sha256: z.string(),
    options: z
      .strictObject({
        dualRoleIsWorker: z.boolean().exactOptional(),
        sshUnreachableIsNotAFinding: z.boolean().exactOptional(),
        v242436Always: z.boolean().exactOptional(),
        psaExemptNamespaces: z.array(z.string()).readonly().exactOptional(),
        singleNodeByDesign: z.boolean().exactOptional(),
        sensitiveExceptions: z.array(exception).readonly().exactOptional(),
      })
      .describe("Those that differ from their defaults."),
    ppsm: z.strictObject(signed).exactOptional().describe("Whose list of approved ports, protocols and services."),
    systemPods: z
      .strictObject({ document: text, complete: z.boolean(), patterns: z.int().describe("How many.") })
      .exactOptional()
      .describe("Whose list of pods that belong to the cluster."),
    supportTable: z
      .strictObject({ asOf: z.string(), source: text })
      .exactOptional()
      .describe("Whose table of supported releases, in place of plimsoll's own."),
    secretAccess: z.strictObject(signed).exactOptional().describe("Whose list of approved access to Secrets."),
    providerAttestation: z
      .strictObject({
        ...signed,
        rules: z.int().describe("How many."),
      })
      .exactOptional()
      .describe("Whose word on rules that are the provider's."),
    waivers: z.int().exactOptional().describe("How many, of whatever rules."),
    attestations: z.int().exactOptional().describe("How many, of whatever rules."),
  })
  .describe("What the site decided. Not there: it gave no file.");

/** The only thing that a report reads. Its JSON Schema is published beside this file. */
export const assessmentSchema = z
  .strictObject({
    schemaVersion: z.literal(2),
    tool: z.strictObject({ name: z.literal("plimsoll"), version: z.string(), readerSha256: z.string() }),
    cluster: z.string(),
    collected: z.strictObject({
      from: z.string(),
      to: z.string(),
      resumed: z
        .array(z.string())
        .readonly()
        .exactOptional()
        .describe("When the run was gone on with: evidence from before and after that stands side by side."),
    }),
    comparedWith: comparedWithSchema.exactOptional(),
    carriedFrom: z.array(carriedFromSchema).readonly().exactOptional(),
    decisions: decisions.exactOptional(),
    profile: z
      .strictObject({ name: z.string(), title: z.string(), provider: z.string(), source: z.string() })
      .exactOptional()
      .describe("Who runs the cluster for whom, as the inventory says."),
    benchmarks: z
      .strictObject({
        stig: z
          .strictObject({
            id: z.string(),
            title: z.string(),
            version: z.string(),
            release: z.string(),
            releaseInfo: z.string(),
            targetKey: z.string(),
            fileName: z.string(),
            file: z
              .strictObject({ name: z.string(), sha256: z.string() })
              .exactOptional()
              .describe("The file that the user brought; without it the release is built in."),
          })
          .exactOptional(),
        "nsa-cisa": z.strictObject({ title: z.string(), version: z.string() }).exactOptional(),
      })
      .describe("What was judged by: at least one."),
    coverage: z.strictObject({
      nodes: z.array(coveredNode).readonly(),
      api: z.strictObject({
        state: z
          .enum(["read", "partly-read", "unread", "not-configured"])
          .describe("partly-read: an answer that rules needed did not come, or not whole."),
        server: z.string().exactOptional(),
        version: z.string().exactOptional(),
        cause: z.string().exactOptional(),
        message: z.string().exactOptional(),
        unread: z
          .array(unreadQuestion)
          .readonly()
          .exactOptional()
          .describe("What else rules needed of the API and was not read; left out where nothing was read."),
        via: z
          .strictObject({ host: z.string(), kubeconfigOnNode: z.string().exactOptional() })
          .exactOptional()
          .describe("The host through which it was reached over SSH, and the kubeconfig there where that was used."),
        unverifiedTls: z
          .literal(true)
          .exactOptional()
          .describe("The server's certificate was not verified, because the inventory says so."),
      }),
      fips: z
        .literal(true)
        .exactOptional()
        .describe("Hosts and API server were offered FIPS-approved algorithms only (--fips)."),
      complete: z.boolean().describe("Every node was read, and of the API all that the rules needed."),
    }),
    findings: z.array(findingSchema).readonly(),
  })
  .describe("What plimsoll concluded about one cluster in one run.");

/** What plimsoll concluded about one cluster in one run. */
export type Assessment = Readonly<z.infer<typeof assessmentSchema>>;
/** The result of one requirement, over all its targets. */
export type Finding = Assessment["findings"][number];
/** The result of one rule of the STIG. */
export type StigFinding = Extract<Finding, { readonly benchmark: "stig" }>;
/** The result of one check of the NSA/CISA guidance. */
export type GuidanceFinding = Extract<Finding, { readonly benchmark: "nsa-cisa" }>;
/** Targets of a finding of which the same is concluded by the same evidence. */
export type FindingGroup = Finding["groups"][number];
/** What the site decided: its options that differ from their defaults, and how much of the rest there is. */
export type DecisionsUsed = NonNullable<Assessment["decisions"]>;
/** What of the cluster was read. */
export type Coverage = Assessment["coverage"];
/** What coverage says of a node. */
export type CoveredNode = Coverage["nodes"][number];

/** Whether a finding is of the STIG, and has what only its rules have. */
export const isOfStig = (finding: Finding): finding is StigFinding => finding.benchmark === "stig";

/** How many nodes were read, of how many. */
export const readNodes = ({ nodes }: Coverage): { readonly read: number; readonly all: number } => ({
  read: nodes.filter(({ state }) => state === "read").length,
  all: nodes.length,
});
