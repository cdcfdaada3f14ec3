// Prints a CycloneDX SBOM of what an audit runs: npm's own, without what is only there for development. Not by npm's
// --omit=dev, which leaves out what both need (zod, yaml: npm 10 and 11). The name is npm's of the folder otherwise.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const npm = ["sbom", "--sbom-format=cyclonedx", "--sbom-type=application", "--package-lock-only"];
const sbom = JSON.parse(execFileSync("npm", npm, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }));
const isUsed = ({ properties = [] }) => !properties.some(({ name }) => name === "cdx:npm:package:development");
const components = sbom.components.filter(isUsed);
const known = new Set([sbom.metadata.component["bom-ref"], ...components.map((component) => component["bom-ref"])]);
const dependencies = sbom.dependencies
  .filter(({ ref }) => known.has(ref))
  .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((other) => known.has(other)) }));
const { name } = JSON.parse(readFileSync("package.json", "utf8"));
const metadata = { ...sbom.metadata, component: { ...sbom.metadata.component, name } };
process.stdout.write(`${JSON.stringify({ ...sbom, metadata, components, dependencies }, null, 2)}\n`);
