import { describe, expect, it } from "vitest";
import { parseManifest } from "../../../src/run-folder/manifest.ts";
import { brought } from "../../fuzz/brought-texts.ts";

const evidence = "evidence/node-n1.json.gz";
const naming = (path: string): string => brought.manifest.replaceAll(evidence, path.replaceAll("\\", "\\\\"));

describe("the names in a run's manifest", () => {
  it.each([evidence, "checklists/..x.ckl", "a b.json", "previous/größe.ckl"])(
    "may lead into the folder: %s",
    (path) => {
      expect(Object.keys(parseManifest(naming(path)).files)).toEqual([path]);
    },
  );

  it.each(["../x", "/etc/x", "evidence/../../x", "a//b", ".", "..", "a/./b", "", "a\\..\\b", "C:\\x"])(
    "lead nowhere else: %s",
    (path) => {
      expect(() => parseManifest(naming(path))).toThrow();
    },
  );
});
