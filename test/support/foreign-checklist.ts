/** A rule as another tool writes it; a field that is undefined is left out. */
export type ForeignRule = Readonly<
  Partial<
    Record<
      | "vulnId"
      | "ruleId"
      | "stigId"
      | "check"
      | "severity"
      | "status"
      | "details"
      | "comments"
      | "override"
      | "justification",
      string
    >
  >
>;

const usualRule: ForeignRule = {
  vulnId: "V-242376",
  ruleId: "SV-242376r960759_rule",
  stigId: "CNTR-K8-000150",
  check: "Look at it.\nTwice.",
  severity: "medium",
  status: "Open",
  details: "Seen.",
  comments: "Said.",
  override: "",
  justification: "",
};

/** What plimsoll reads of that rule. */
export const answered = {
  vulnId: "V-242376",
  ruleId: "SV-242376r960759_rule",
  stigId: "CNTR-K8-000150",
  checkText: "Look at it.\nTwice.",
  status: "open",
  details: "Seen.",
  comments: "Said.",
  severity: "medium",
};

const escapedXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const element = (name: string, text: string | undefined): string =>
  text === undefined ? "" : `<${name}>${escapedXml(text)}</${name}>`;

const stigData = (name: string, text: string | undefined): string =>
  text === undefined
    ? ""
    : `<STIG_DATA>${element("VULN_ATTRIBUTE", name)}${element("ATTRIBUTE_DATA", text)}</STIG_DATA>`;

/** A VULN of a CKL. */
export const vulnOf = (changed: ForeignRule = {}): string => {
  const rule = { ...usualRule, ...changed };
  return `<VULN>${stigData("Vuln_Num", rule.vulnId)}${stigData("Severity", rule.severity)}${stigData("Rule_ID", rule.ruleId)}${stigData("Rule_Ver", rule.stigId)}${stigData("Check_Content", rule.check)}${stigData("CCI_REF", "CCI-1")}${stigData("CCI_REF", "CCI-2")}${element("STATUS", rule.status)}${element("FINDING_DETAILS", rule.details)}${element("COMMENTS", rule.comments)}${element("SEVERITY_OVERRIDE", rule.override)}${element("SEVERITY_JUSTIFICATION", rule.justification)}</VULN>`;
};

export const usualInfo: Readonly<Record<string, string | undefined>> = {
  version: "2",
  customname: undefined,
  stigid: "Kubernetes_STIG",
  releaseinfo: "Release: 5 Benchmark Date: 05 Jan 2026",
  title: "Kubernetes Security Technical Implementation Guide",
};

/** An iSTIG of a CKL; what is undefined in `info` has a SID_NAME only. */
export const iStigOf = (
  body: string = vulnOf(),
  info: Readonly<Record<string, string | undefined>> = usualInfo,
): string => {
  const pairs = Object.entries(info).map(
    ([name, text]) => `<SI_DATA>${element("SID_NAME", name)}${element("SID_DATA", text)}</SI_DATA>`,
  );
  return `<iSTIG><STIG_INFO>${pairs.join("")}</STIG_INFO>${body}</iSTIG>`;
};

/** A whole CKL. */
export const cklOf = (stigs: string = iStigOf(), asset = "<HOST_NAME>web-1</HOST_NAME>"): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<!--Some tool :: 1.0-->\n<CHECKLIST><ASSET>${asset}</ASSET><STIGS>${stigs}</STIGS></CHECKLIST>\n`;

/** A rule of a CKLB, by the format's own keys; `changed` may leave out (undefined) or say anything. */
export const jsonRule = (changed: Readonly<Record<string, unknown>> = {}) => ({
  group_id_src: "V-242376",
  group_id: "V-242376",
  group_tree: [{ id: "V-242376", title: "SRG", description: "" }],
  severity: "medium",
  rule_id_src: "SV-242376r960759_rule",
  rule_id: "SV-242376r960759",
  rule_version: "CNTR-K8-000150",
  check_content: "Look at it.\nTwice.",
  status: "open",
  overrides: {},
  comments: "Said.",
  finding_details: "Seen.",
  legacy_ids: [],
  ccis: ["CCI-000213"],
  ...changed,
});

/** A STIG of a CKLB. */
export const jsonStig = (
  rules: unknown = [jsonRule()],
  changed: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> => ({
  stig_name: "Kubernetes Security Technical Implementation Guide",
  display_name: "Kubernetes",
  stig_id: "Kubernetes_STIG",
  release_info: "Release: 5 Benchmark Date: 05 Jan 2026",
  version: "2",
  reference_identifier: "5376",
  rules,
  ...changed,
});

/** A whole CKLB. */
export const jsonChecklist = (
  stigs: unknown = [jsonStig()],
  target: unknown = { host_name: "web-1" },
): Readonly<Record<string, unknown>> => ({
  title: "one",
  id: "2f6fe9e0-8242-11ee-8b44-13c1c13d16bb",
  active: false,
  mode: 1,
  has_path: true,
  target_data: target,
  stigs,
  cklb_version: "1.0",
});

export const cklbOf = (...given: Parameters<typeof jsonChecklist>): string =>
  JSON.stringify(jsonChecklist(...given), null, 2);
