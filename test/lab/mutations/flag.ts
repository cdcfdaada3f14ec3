import { type Changes, type Mutation, manifests } from "./mutation.ts";

type Edit = { readonly manifest: string; readonly process: string };

const inBoth = (
  component: string,
  what: string,
  { manifest, process }: Edit,
  literal: Changes,
  effective: Changes,
): Mutation => {
  const files = [`${manifests}/${component}.yaml`, `/usr/local/lib/plimsoll-lab/pods/${component}.argv`];
  return {
    what: `${component}: ${what}`,
    node: "cp1",
    files,
    change: `sed -i '${manifest}' ${files[0]}; sed -i '${process}' ${files[1]}; restart_pod ${component}`,
    undo: `restart_pod ${component}`,
    literal,
    effective,
  };
};

/** The flag is taken out of the manifest, and the component restarted. */
export const without = (component: string, name: string, literal: Changes, effective = literal): Mutation =>
  inBoth(component, `no --${name}`, { manifest: `/- --${name}=/d`, process: `/^--${name}=/d` }, literal, effective);

/** The flag that is there gets another value. */
export const set = (component: string, name: string, value: string, literal: Changes, effective = literal): Mutation =>
  inBoth(
    component,
    `--${name}=${value}`,
    { manifest: `s|- --${name}=.*|- --${name}=${value}|`, process: `s|^--${name}=.*|--${name}=${value}|` },
    literal,
    effective,
  );

/** Words in the place of a flag. */
export const replaced = (
  component: string,
  name: string,
  words: readonly string[],
  literal: Changes,
  effective = literal,
): Mutation =>
  inBoth(
    component,
    `${words.join(" ")} for --${name}`,
    {
      manifest: `s|^\\( *- \\)--${name}=.*|${words.map((word) => `\\1${word}`).join("\\n")}|`,
      process: `s|^--${name}=.*|${words.join("\\n")}|`,
    },
    literal,
    effective,
  );

/** A word more, before all others. */
export const added = (component: string, word: string, literal: Changes, effective = literal): Mutation =>
  inBoth(
    component,
    word,
    { manifest: `s|^\\( *\\)- ${component}$|&\\n\\1- ${word}|`, process: `1a ${word}` },
    literal,
    effective,
  );

/** The manifest alone: what runs keeps its flags until somebody restarts it. */
export const inManifest = (component: string, what: string, change: string, literal: Changes): Mutation => ({
  what: `${component}: ${what}, in the manifest alone`,
  node: "cp1",
  files: [`${manifests}/${component}.yaml`],
  change: `sed -i '${change}' "$F"`,
  literal,
  effective: {},
});
