import { readdirSync } from "node:fs";
import { mkdir, mkdtemp, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import configuration from "../../../.dependency-cruiser.mjs";
import { cruiseSource } from "./cruise.ts";

const root = join(import.meta.dirname, "../../..");

describe("the imports of src", () => {
  it("keep to .dependency-cruiser.mjs, in every file", async () => {
    const { modules, summary } = await cruiseSource(root);
    // A cruise that understood no file finds no violation either.
    const seen = modules.map(({ source }) => source).filter((path) => /^src\/.*\.ts$/.test(path));
    const written = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts"))
      .map((path) => `src/${path}`);
    expect(seen.filter((path) => written.includes(path)).toSorted()).toEqual(written.toSorted());
    expect(modules.filter(({ dependencies }) => dependencies.length > 0).length).toBeGreaterThan(written.length / 2);
    expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} imports ${to}`)).toEqual([]);
  });
});

/** A file that imports what it must not, and the rule that has to notice. */
const planted: readonly (readonly [file: string, imported: string, rule: string])[] = [
  ["yaml-file/a.ts", "../inventory/inventory.ts", "yaml-file-knows-only-its-own"],
  ["large-json/a.ts", "../run-folder/manifest.ts", "large-json-knows-only-its-own"],
  ["inventory/a.ts", "../evidence/observed.ts", "inventory-knows-only-its-own"],
  ["evidence/a.ts", "../inventory/inventory.ts", "evidence-knows-only-its-own"],
  ["benchmark/a.ts", "../findings/assessment.ts", "benchmark-knows-only-its-own"],
  ["brought-file/a.ts", "../xccdf/zip.ts", "brought-file-knows-only-its-own"],
  ["xml/a.ts", "../checklists/checklist-file.ts", "xml-knows-only-its-own"],
  ["xccdf/a.ts", "../checklists/checklist-file.ts", "xccdf-knows-only-its-own"],
  ["checklists/a.ts", "../reports/report.ts", "checklists-knows-only-its-own"],
  ["findings/a.ts", "../evidence/node.ts", "findings-knows-only-its-own"],
  ["connect/a.ts", "../evidence/observed.ts", "connect-knows-only-its-own"],
  ["decisions/a.ts", "../evidence/node.ts", "decisions-knows-only-its-own"],
  ["review/a.ts", "../rules/index.ts", "review-knows-only-its-own"],
  ["draft/a.ts", "../connect/session.ts", "draft-knows-only-its-own"],
  ["fleet/a.ts", "../collect.ts", "fleet-knows-only-its-own"],
  ["carry-forward/a.ts", "../rules/index.ts", "carry-forward-knows-only-its-own"],
  ["compare/a.ts", "../evidence/node.ts", "compare-knows-only-its-own"],
  ["print/a.ts", "../reports/report.ts", "print-knows-only-its-own"],
  ["notify/a.ts", "../run-folder/manifest.ts", "notify-knows-only-its-own"],
  ["schedule/a.ts", "../collect.ts", "schedule-knows-only-its-own"],
  ["causes/a.ts", "../connect/session.ts", "causes-knows-only-its-own"],
  ["preflight/a.ts", "../collect.ts", "preflight-knows-only-its-own"],
  ["ssh-config/a.ts", "../connect/ssh2/ssh2.ts", "ssh-config-knows-only-its-own"],
  ["probes/a.ts", "../connect/ssh2/ssh2.ts", "probes-knows-only-its-own"],
  ["rules/a.ts", "../probes/ask.ts", "rules-knows-only-its-own"],
  ["assess/a.ts", "../reports/html/report-page.ts", "assess-knows-only-its-own"],
  ["reports/a.ts", "../rules/index.ts", "reports-knows-only-its-own"],
  ["run-folder/a.ts", "../connect/session.ts", "run-folder-knows-only-its-own"],
  ["evidence/b.ts", "node:fs", "evidence-is-pure"],
  ["benchmark/b.ts", "node:path", "benchmark-is-pure"],
  ["findings/b.ts", "node:crypto", "findings-is-pure"],
  ["rules/b.ts", "node:os", "rules-is-pure"],
  ["assess/b.ts", "fs/promises", "assess-is-pure"],
  ["xml/b.ts", "node:fs", "xml-is-pure"],
  ["checklists/b.ts", "node:path", "checklists-is-pure"],
  ["draft/b.ts", "node:fs", "draft-is-pure"],
  ["fleet/b.ts", "node:fs", "fleet-is-pure"],
  ["preflight/b.ts", "node:dns", "preflight-is-pure"],
  ["carry-forward/b.ts", "node:crypto", "carry-forward-is-pure"],
  ["compare/b.ts", "node:fs", "compare-is-pure"],
  ["causes/b.ts", "node:os", "causes-is-pure"],
  ["probes/c.ts", "ssh2", "ssh2-has-one-owner"],
  ["connect/c.ts", "@kubernetes/client-node", "@kubernetes/client-node-has-one-owner"],
  ["connect/f.ts", "hpagent", "hpagent-has-one-owner"],
  ["connect/g.ts", "socks-proxy-agent", "socks-proxy-agent-has-one-owner"],
  ["cli/c.ts", "p-limit", "p-limit-has-one-owner"],
  ["reports/c.ts", "commander", "commander-has-one-owner"],
  ["connect/d.ts", "pino", "pino-has-one-owner"],
  ["cli/d.ts", "handlebars", "handlebars-has-one-owner"],
  ["rules/d.ts", "yaml", "yaml-has-one-owner"],
  ["reports/d.ts", "zod", "zod-has-one-owner"],
  ["connect/e.ts", "node-forge", "node-forge-has-one-owner"],
  ["reports/e.ts", "saxes", "saxes-has-one-owner"],
  ["cli/i.ts", "yauzl", "yauzl-has-one-owner"],
  ["checklists/c.ts", "sarif", "sarif-has-one-owner"],
  ["cli/e.ts", "ajv", "no-other-library"],
  ["rules/stig/V-1-a.ts", "./V-2-b.ts", "a-rule-knows-no-rule"],
  ["rules/nsa-cisa/a.ts", "../stig/V-2-b.ts", "a-rule-knows-no-rule"],
  ["rules/kit/a.ts", "../index.ts", "a-rule-knows-no-rule"],
  ["cli/j.ts", "commander", "commander-has-one-owner"],
  ["cli/k.ts", "pino", "pino-has-one-owner"],
  ["cli/scheduled/a.ts", "../commands/audit.ts", "cli-scheduled-knows-only-what-is-beneath"],
  ["cli/run/a.ts", "../commands/collect.ts", "cli-run-knows-only-what-is-beneath"],
  ["cli/access/a.ts", "../run/session.ts", "cli-access-knows-only-what-is-beneath"],
  ["cli/given/a.ts", "../access/reach.ts", "cli-given-knows-only-what-is-beneath"],
  ["cli/progress/a.ts", "../given/decisions.ts", "cli-progress-knows-only-what-is-beneath"],
  ["cli/results/a.ts", "../progress/logger.ts", "cli-results-knows-only-what-is-beneath"],
  ["cli/terminal/a.ts", "../results/result.ts", "cli-terminal-knows-only-what-is-beneath"],
  ["cli/declared/a.ts", "../commands/audit.ts", "help-loads-little"],
  ["cli/program.ts", "zod", "help-loads-little"],
  ["reports/visible-text.ts", "../findings/assessment.ts", "help-loads-little"],
  ["cli/f.ts", "../main.ts", "nobody-knows-the-bin"],
  ["cli/l.ts", "./start.ts", "nobody-knows-the-bin"],
  ["cli/g.ts", "../../test/x.ts", "src-knows-only-src"],
  ["cli/h.ts", "./nowhere.ts", "nothing-unresolvable"],
  ["elsewhere/a.ts", "../inventory/inventory.ts", "every-folder-has-its-line"],
  ["cli/circle-a.ts", "./circle-b.ts", "no-cycles"],
];

const local = ([file, imported]: readonly [string, string, string]): readonly string[] =>
  imported.startsWith(".") && !["./nowhere.ts", "./circle-b.ts"].includes(imported)
    ? [join("src", dirname(file), imported)]
    : [];

describe("the rules of .dependency-cruiser.mjs", () => {
  let violations: readonly string[] = [];

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), "planted-"));
    const write = async (path: string, text: string) => {
      await mkdir(join(folder, dirname(path)), { recursive: true });
      await writeFile(join(folder, path), text);
    };
    // The way back: a cycle is reported once, where it was met first.
    await write("src/cli/circle-b.ts", 'export type { U as T } from "./circle-a.ts";\n');
    await symlink(join(root, "node_modules"), join(folder, "node_modules"));
    for (const path of planted.flatMap(local)) await write(path, "export const T = 1;\n");
    for (const [file, imported, rule] of planted) {
      // Types are not loaded: for this rule it has to be more.
      const kind = rule === "help-loads-little" ? "import" : "import type";
      await write(join("src", file), `${kind} { T } from "${imported}";\nexport type U = typeof T;\n`);
    }
    const { summary } = await cruiseSource(folder);
    violations = summary.violations.map(({ rule, from }) => `${from} ${rule.name}`);
  });

  it("are all tried", () => {
    const tried = new Set(planted.map(([, , rule]) => rule));
    expect([...tried].toSorted()).toEqual((configuration.forbidden ?? []).map(({ name }) => name).toSorted());
  });

  it.each(planted)("see that %s imports %s", (file, _imported, rule) => {
    expect(violations).toContain(`src/${file} ${rule}`);
  });
});
