import type { FileStat, Walk } from "../../../evidence/files.ts";
import type { NodeLayout } from "../../../evidence/layout.ts";
import type { NodeRoles } from "../../../evidence/node.ts";
import type { Known, Observed } from "../../../evidence/observed.ts";
import { notReviewed, type Verdict } from "../../../findings/verdict.ts";
import { noneOf } from "./no-files.ts";
import { type FileSelection, fileSelection, foundIn, inPlaceOf, only, resolved, type Selected } from "./selection.ts";

type Pki = { readonly parent: FileStat; readonly walk: Walk; readonly inPlaceOf?: string };
type Pick = (found: Pki) => readonly FileStat[];

const isFile = (entry: FileStat): boolean => resolved(entry).type === "file";

// `find` does not follow a link below its start: what is behind one was not seen.
const linkedDirectories = ({ walk }: Pki): readonly Verdict[] =>
  walk.entries
    .filter((entry) => entry.path !== walk.root && entry.type === "symlink" && resolved(entry).type === "directory")
    .map((entry) => notReviewed(`${entry.path} leads to a directory that was not walked.`));

const danglingStart = ({ walk }: Pki): readonly Verdict[] =>
  walk.entries[0]?.target === "dangling" ? [notReviewed(`${walk.root} is a link that leads nowhere.`)] : [];

const filesNamed =
  (suffix: string): Pick =>
  ({ walk }) =>
    walk.entries.filter((entry) => entry.path.endsWith(suffix) && isFile(entry));

type NodeSeen = { readonly role: Observed<NodeRoles>; readonly layout: Observed<NodeLayout> };
type Reading = { readonly behindLinks: boolean };

/** What is looked for, in words: in the distribution's own directory where that stands in for the text's. */
const namedIn = (pki: Known<Pki>, named: string): string =>
  pki.state === "present" && pki.value.inPlaceOf !== undefined
    ? named.replace(pki.value.inPlaceOf, pki.value.walk.root)
    : named;

const substituted = (pki: Known<Pki>, selected: Selected, named: string): Selected =>
  pki.state === "present" && pki.value.inPlaceOf !== undefined
    ? {
        ...selected,
        named: namedIn(pki, named),
        substitution: inPlaceOf(pki.value.inPlaceOf, pki.value.walk.root),
      }
    : selected;

function select(
  pki: Known<Pki>,
  { role, layout }: NodeSeen,
  named: string,
  pick: Pick,
  { behindLinks }: Reading,
): Selected {
  if (pki.state === "absent") return only(noneOf(named, role, layout));
  const entries = pick(pki.value);
  const others = [...danglingStart(pki.value), ...(behindLinks ? linkedDirectories(pki.value) : [])];
  if (entries.length > 0) return { found: foundIn(entries, pki.source), others };
  return others.length > 0 ? only(...others) : only(noneOf(named, role, layout));
}

const pkiFiles = (suffix: ".crt" | ".key", reading: Reading): FileSelection => {
  const named = `the ${suffix === ".crt" ? "certificates" : "keys"} (*${suffix}) below /etc/kubernetes/pki`;
  const command = `find /etc/kubernetes/pki/ -name '*${suffix}' -exec stat -L -c '%a %n' {} +`;
  return fileSelection(
    { named, command },
    ["stat.pki"],
    (facts) => {
      const pki = facts["stat.pki"];
      const seen = { role: facts["node.role"], layout: facts["node.layout"] };
      return substituted(pki, select(pki, seen, namedIn(pki, named), filesNamed(suffix), reading), named);
    },
    ["node.role", "node.layout"],
  );
};

/** Files named *.crt below /etc/kubernetes/pki (V-242466). */
export const pkiCertificates = pkiFiles(".crt", { behindLinks: false });
/** The same, where nothing may hide behind a link to a directory. */
export const allPkiCertificates = pkiFiles(".crt", { behindLinks: true });
/** Files named *.key below /etc/kubernetes/pki (V-242467). */
export const pkiKeys = pkiFiles(".key", { behindLinks: false });
/** The same, where nothing may hide behind a link to a directory. */
export const allPkiKeys = pkiFiles(".key", { behindLinks: true });

const holding = "the files below /etc/kubernetes/pki that hold a private key";

/** Files below /etc/kubernetes/pki that hold a private key, whatever they are called. */
export const pkiKeysByContent: FileSelection = fileSelection(
  { named: holding, command: "grep -rl 'PRIVATE KEY' /etc/kubernetes/pki/" },
  ["stat.pki", "keys.pki"],
  (facts) => {
    const pki = facts["stat.pki"];
    const holders = facts["keys.pki"];
    const none = noneOf(namedIn(pki, holding), facts["node.role"], facts["node.layout"]);
    if (pki.state === "absent") return only(none);
    if (holders.state === "absent") return only(notReviewed("Which files hold a private key was not seen."));
    const entries = pki.value.walk.entries.filter(({ path }) => holders.value.includes(path));
    const missed = holders.value.filter((path) => !entries.some((entry) => entry.path === path));
    const others = missed.map((path) => notReviewed(`The mode of ${path}, which holds a private key, was not seen.`));
    const isNone = entries.length + others.length === 0;
    return substituted(pki, isNone ? only(none) : { found: foundIn(entries, pki.source), others }, holding);
  },
  ["node.role", "node.layout"],
);

const noFile = ({ walk }: Pki): Verdict => notReviewed(`${walk.root} holds no file.`);

const everything = (pick: Pick, reading: Reading): FileSelection => {
  const named = "the entries of /etc/kubernetes/pki";
  return fileSelection(
    { named, command: "ls -laR /etc/kubernetes/pki/" },
    ["stat.pki"],
    (facts) => {
      const pki = facts["stat.pki"];
      const seen = { role: facts["node.role"], layout: facts["node.layout"] };
      const selected = substituted(pki, select(pki, seen, namedIn(pki, named), pick, reading), named);
      const holdsFile = pki.state === "present" && pki.value.walk.entries.some(isFile);
      return pki.state === "absent" || holdsFile ? selected : { ...selected, whenFine: noFile(pki.value) };
    },
    ["node.role", "node.layout"],
  );
};

/** All that the listing of the check text shows: everything below, `.` and `..` (V-242451). */
export const pkiEntriesAndParent = everything(({ parent, walk }) => [parent, ...walk.entries], { behindLinks: false });
/** Everything below /etc/kubernetes/pki and the directory itself. */
export const pkiEntries = everything(({ walk }) => walk.entries, { behindLinks: true });
