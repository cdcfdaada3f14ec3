import { describe, expect, it } from "vitest";
import { parseManifest } from "../../../src/run-folder/manifest.ts";
import { runManifest } from "../../support/run-manifest.ts";

/** Manifests that name a path in each of the places that have one. */
const naming = (path: string) =>
  [
    ["files", runManifest({ files: { [path]: "0" } })],
    ["hosts", runManifest({ hosts: [{ name: "w1", evidence: path }] })],
  ] as const;

describe("the names in a run's manifest", () => {
  it.each(["evidence/node-n1.json.gz", "checklists/..x.ckl", "a b.json", "previous/größe.ckl"])(
    "may lead into the folder: %s",
    (path) => {
      for (const [, manifest] of naming(path)) expect(parseManifest(JSON.stringify(manifest))).toEqual(manifest);
    },
  );

  it.each([
    ...["../x", "../../.bashrc", "evidence/../../x", ".", "..", "a/./b"],
    ...["/etc/passwd", "a//b", "", "a\\..\\b", "C:\\x", "a\0b"],
  ])("lead nowhere else: %j", (path) => {
    for (const [place, manifest] of naming(path)) {
      expect(() => parseManifest(JSON.stringify(manifest)), place).toThrow(new RegExp(`"path": \\[\\s+"${place}"`));
    }
  });
});
