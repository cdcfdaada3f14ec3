// Which part of src may know which other. Checked by test/unit/architecture/imports.test.ts; by hand:
// npx depcruise --config .dependency-cruiser.mjs src

/** What each folder may import beside itself: other folders, single files (without .ts), "node" for Node's own modules. */
const mayImport = {
  "yaml-file": ["error-code", "node"],
  // Of Node its bytes, nothing else.
  "large-json": ["yaml-file/shown", "node"],
  inventory: ["yaml-file", "node"],
  evidence: [],
  benchmark: [],
  "brought-file": ["error-code", "node"],
  xml: ["brought-file/refusal", "yaml-file/shown"],
  xccdf: ["benchmark", "brought-file", "xml", "yaml-file/shown", "node"],
  checklists: ["benchmark", "brought-file", "findings", "large-json", "xml", "yaml-file/shown"],
  findings: ["benchmark", "inventory", "evidence/observed"],
  "ssh-config": ["inventory", "connect/known-hosts/host-patterns", "error-code", "node"],
  connect: [
    "inventory",
    "evidence/wildcards",
    "large-json",
    "error-code",
    "own-files",
    "process-group",
    "secret-variables",
    "node",
  ],
  probes: ["connect/session", "evidence", "inventory", "node"],
  rules: ["evidence", "findings", "benchmark", "inventory"],
  decisions: ["yaml-file", "evidence/site", "evidence/waivers", "benchmark", "node"],
  assess: ["rules", "evidence", "findings", "benchmark", "inventory"],
  review: ["findings", "evidence/site", "evidence/waivers", "evidence/wildcards", "benchmark", "node"],
  draft: ["evidence/wildcards", "inventory", "yaml-file/shown"],
  fleet: ["assess", "draft/draft", "evidence", "inventory", "yaml-file/shown"],
  preflight: ["slots", "assess", "benchmark", "causes", "connect", "evidence", "fleet", "inventory", "probes", "rules"],
  "carry-forward": ["checklists", "findings", "benchmark", "reports", "review/unseen", "xccdf/check-text"],
  compare: ["findings", "benchmark"],
  print: ["node"],
  causes: ["evidence/observed"],
  reports: ["causes", "findings", "review/expired", "benchmark", "inventory", "large-json", "own-files", "node"],
  notify: [
    "findings",
    "benchmark",
    "connect/api/agent",
    "connect/api/exchange",
    "connect/api/proxy",
    "connect/api/retry",
    "reports/changes",
    "reports/count-of",
    "reports/diff/json",
    "reports/first-of",
    "reports/visible-text",
    "process-group",
    "run-folder/write-whole",
    "secret-variables",
    "node",
  ],
  schedule: ["inventory", "node"],
  "run-folder": ["evidence", "findings", "inventory", "large-json", "error-code", "node"],
};

/** Where everything meets: these, and the files directly in src, may import anything of src but the bin. */
const mayImportAnything = ["cli", "demo"];

/** What commands do and what they share, from above; beside it stands what is declared, which knows them by types. */
const cliOrder = ["commands", "scheduled", "run", "access", "given", "progress", "results", "terminal"];

/**
 * What is loaded whatever is typed, --help and a mistyped option included: files, folders with a slash. All else of src is
 * imported when a command is done, by `import()`.
 */
const loadedAlways = [
  "main.ts",
  "whole-program.ts",
  "error-code.ts",
  "own-files.ts",
  "secret-variables.ts",
  "tool-version.ts",
  "cli/start.ts",
  "cli/program.ts",
  "cli/declared/",
  "cli/terminal/ask-terminal.ts",
  "cli/terminal/redraws.ts",
  "cli/exit-codes.ts",
  "cli/usage-error.ts",
  "cli/engine.ts",
  // Whose digest --version says.
  "connect/reader.ts",
  "benchmark/kubernetes-stig/release-names.ts",
  "findings/checklist-settings.ts",
  "inventory/inventory.ts",
  "inventory/shard.ts",
  "reports/report-format.ts",
  "schedule/moment.ts",
  "reports/visible-text.ts",
  // Errors that are told in one sentence.
  "checklists/checklist-file-error.ts",
  "connect/api/kubeconfig-error.ts",
  "print/chromium.ts",
  "print/print-page.ts",
  "run-folder/output-error.ts",
  "run-folder/run-folder-error.ts",
  "xccdf/xccdf-file-error.ts",
  "yaml-file/yaml-file-error.ts",
];

/** The only files that may import a library; one that is not listed here is nobody's. */
const libraryOwners = {
  ssh2: ["connect/ssh2/", "connect/keys/identity.ts", "demo/"],
  "@kubernetes/client-node": ["connect/api/choose-context.ts"],
  hpagent: ["connect/api/agent.ts"],
  "socks-proxy-agent": ["connect/api/agent.ts"],
  "p-limit": ["slots.ts", "ssh-config/answer.ts", "probes/cluster/configz.ts"],
  // Of what writes the declarations down, types only.
  commander: ["cli/program.ts", "cli/declared/", "cli/commands/completion.ts", "cli/completion/described-command.ts"],
  pino: ["cli/progress/logger.ts"],
  handlebars: ["reports/"],
  yaml: ["connect/api/choose-context.ts", "draft/", "yaml-file/", "probes/", "demo/"],
  saxes: ["xml/"],
  yauzl: ["xccdf/zip.ts"],
  "node-forge": ["demo/"],
  // Types only.
  sarif: ["reports/sarif/"],
  zod: ["yaml-file/", "inventory/", "decisions/", "findings/", "run-folder/", "probes/"],
};

/** The parts of src that a folder must not know. */
const folderRules = Object.entries(mayImport).map(([folder, others]) => {
  const allowed = [folder, ...others.filter((other) => other !== "node")];
  return {
    name: `${folder}-knows-only-its-own`,
    comment: `src/${folder} may import of src: ${allowed.join(", ")}.`,
    severity: "error",
    from: { path: `^src/${folder}/` },
    to: { path: "^src/", pathNot: allowed.map(insideSrc) },
  };
});

const purityRules = Object.entries(mayImport)
  .filter(([, others]) => !others.includes("node"))
  .map(([folder]) => ({
    name: `${folder}-is-pure`,
    comment: `src/${folder} touches neither files nor network nor clock: Node's modules are not for it.`,
    severity: "error",
    from: { path: `^src/${folder}/` },
    to: { dependencyTypes: ["core"] },
  }));

const ownerRules = Object.entries(libraryOwners).map(([library, owners]) => ({
  name: `${library}-has-one-owner`,
  comment: `Only ${owners.join(", ")} may import ${library}.`,
  severity: "error",
  from: { path: "^src/", pathNot: owners.map(startsWith) },
  to: { path: inPackage(library) },
}));

/** What a folder of cli must not know: those before it. */
const cliRules = cliOrder.slice(1).map((folder, before) => ({
  name: `cli-${folder}-knows-only-what-is-beneath`,
  comment: `Of ${cliOrder.join(", ")} each may know those after it.`,
  severity: "error",
  from: { path: `^src/cli/${folder}/` },
  to: { path: `^src/cli/(${cliOrder.slice(0, before + 1).join("|")})/` },
}));

/** A path of src without ".ts" is a folder or a file. */
function insideSrc(path) {
  return `^src/${escaped(path)}(/|\\.ts$)`;
}

/** A path of src: a file, or all below a folder that ends in a slash. */
function startsWith(path) {
  return `^src/${escaped(path)}`;
}

function inPackage(library) {
  return `(^|/)node_modules/(@types/)?${escaped(library)}/`;
}

function escaped(text) {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** @type {import("dependency-cruiser").IConfiguration} */
const configuration = {
  forbidden: [
    ...folderRules,
    ...purityRules,
    ...ownerRules,
    ...cliRules,
    {
      name: "every-folder-has-its-line",
      comment: "A new folder of src gets its line in the table of .dependency-cruiser.mjs.",
      severity: "error",
      from: {
        path: "^src/[^/]+/",
        pathNot: [...Object.keys(mayImport), ...mayImportAnything].map((folder) => `^src/${folder}/`),
      },
      to: {},
    },
    {
      name: "no-other-library",
      comment: "A library gets its line in the table of .dependency-cruiser.mjs before it is imported.",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "(^|/)node_modules/", pathNot: Object.keys(libraryOwners).map(inPackage).concat(inPackage("node")) },
    },
    {
      name: "a-rule-knows-no-rule",
      comment: "What two rules share belongs in rules/kit.",
      severity: "error",
      from: { path: "^src/rules/(stig|stig-v1r11|nsa-cisa|kit)/" },
      to: { path: "^src/rules/(stig/|stig-v1r11/|nsa-cisa/|(index|rules-of)\\.ts$)" },
    },
    {
      name: "help-loads-little",
      comment: `What is loaded whatever is typed imports of src only its like, of libraries commander: ${loadedAlways.join(", ")}.`,
      severity: "error",
      from: { path: loadedAlways.map(startsWith) },
      to: {
        path: ["^src/", "(^|/)node_modules/"],
        pathNot: [...loadedAlways.map(startsWith), inPackage("commander"), inPackage("node")],
        dependencyTypesNot: ["type-only", "dynamic-import"],
      },
    },
    {
      name: "nobody-knows-the-bin",
      comment: "main.ts starts the one file that is made of cli/start.ts, which alone touches argv and exits.",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^src/(main|cli/start)\\.ts$" },
    },
    {
      name: "src-knows-only-src",
      comment: "Tests, templates and other folders are not there once the package is installed.",
      severity: "error",
      from: { path: "^src/" },
      to: { path: ".", pathNot: ["^src/", "(^|/)node_modules/"], dependencyTypesNot: ["core"], couldNotResolve: false },
    },
    {
      name: "nothing-unresolvable",
      comment: "An import that leads nowhere.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "no-cycles",
      comment: "Types included: two files that need each other are one file, or three.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
  },
};

export default configuration;
