import { XMLParser } from "fast-xml-parser";
import { z } from "zod";
import type { StigBenchmark } from "../../src/benchmark/requirement.ts";

// Text is kept as it stands: identifiers stay text, and a title's no-break spaces are part of it.
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  isArray: (name) => ["Group", "ident", "plain-text", "reference"].includes(name),
});

const rule = z.object({
  "@id": z.string(),
  "@severity": z.enum(["high", "medium", "low"]),
  version: z.string(),
  title: z.string(),
  reference: z.array(z.object({ "dc:identifier": z.string() })).length(1),
  ident: z.array(z.object({ "@system": z.string(), "#text": z.string() })),
});

const xccdf = z.object({
  Benchmark: z.object({
    "@id": z.string(),
    title: z.string(),
    version: z.string(),
    "plain-text": z.array(z.object({ "@id": z.string(), "#text": z.string() })),
    Group: z.array(z.object({ "@id": z.string(), title: z.string(), Rule: rule })).min(1),
  }),
});

const cciSystem = "http://cyber.mil/cci";

/**
 * Reads a STIG as DISA publishes it (XCCDF 1.1); prose is left behind.
 * @throws Error where the text is not such a document, or says two things of what a benchmark has one of.
 */
export function readXccdf(text: string, fileName: string): StigBenchmark {
  const { Benchmark: read } = xccdf.parse(parser.parse(text));
  const releaseInfo = theOne(
    read["plain-text"].filter((plain) => plain["@id"] === "release-info").map((plain) => plain["#text"]),
    "release-info",
  );
  const release = /^Release: (\d+) Benchmark Date: /.exec(releaseInfo)?.[1];
  if (release === undefined) throw new Error(`no release number in ${JSON.stringify(releaseInfo)}`);
  return {
    name: "stig",
    id: read["@id"],
    title: read.title,
    version: read.version,
    release,
    releaseInfo,
    targetKey: theOne(
      read.Group.flatMap(({ Rule }) => Rule.reference.map((reference) => reference["dc:identifier"])),
      "dc:identifier",
    ),
    fileName,
    requirements: read.Group.map((group) => ({
      id: group["@id"],
      ruleId: group.Rule["@id"],
      stigId: group.Rule.version,
      groupTitle: group.title,
      severity: group.Rule["@severity"],
      title: group.Rule.title,
      ccis: group.Rule.ident.filter((ident) => ident["@system"] === cciSystem).map((ident) => ident["#text"]),
    })),
  };
}

/** The one value that all of these are. */
function theOne(values: readonly string[], what: string): string {
  const [value, ...others] = new Set(values);
  if (value === undefined || others.length > 0) throw new Error(`${values.length} of ${what}, and not all the same`);
  return value;
}
