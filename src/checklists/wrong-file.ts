import { localName, type XmlElement } from "../xml/xml-tree.ts";
import { shown } from "../yaml-file/shown.ts";

const wanted = "not a checklist: give the CKL or CKLB";

const xmlKinds: Readonly<Record<string, string>> = {
  Benchmark: "an XCCDF file",
  TestResult: "an XCCDF result",
  "asset-report-collection": "an ARF report",
  "data-stream-collection": "a SCAP data stream",
  testsuites: "a JUnit report",
  html: "a web page",
};

/** What an XML of another kind is, and what is wanted. */
export function otherXml({ name }: XmlElement): string {
  const kind = new Map(Object.entries(xmlKinds)).get(localName(name));
  return kind === undefined
    ? `is ${wanted} (its root element is ${shown(name)}, not "CHECKLIST")`
    : `is ${kind}, ${wanted}`;
}

/** What a JSON without `stigs` is, as far as its keys say, and what is wanted. */
export function otherJson(value: unknown): string {
  const keys = typeof value === "object" && value !== null ? Object.keys(value) : [];
  const has = (...names: readonly string[]): boolean => names.every((name) => keys.includes(name));
  if (has("benchmarks", "findings")) return `is an assessment of plimsoll's, ${wanted}`;
  if (has("platform", "profiles")) return `is an HDF report, ${wanted}`;
  if (has("$schema", "runs")) return `is a SARIF report, ${wanted}`;
  return `is JSON, but ${wanted} (it has no list "stigs")`;
}
