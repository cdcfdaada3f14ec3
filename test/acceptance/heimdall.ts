import { createRequire } from "node:module";

// Typed by hand: the packages are not there where types are checked.
const load = createRequire(import.meta.url);

type HeimdallResult = {
  readonly status: string;
  readonly code_desc: string;
  readonly message?: string | null;
  readonly skip_message?: string | null;
};

export type HeimdallControl = {
  readonly id: string;
  readonly title: string;
  readonly desc: string;
  readonly descriptions: readonly { readonly label: string; readonly data: string }[];
  readonly impact: number;
  readonly tags: Readonly<Record<string, unknown>>;
  readonly results: readonly HeimdallResult[];
};

export type HeimdallFile = {
  readonly profiles: readonly { readonly controls: readonly HeimdallControl[] }[];
};

/** A control as Heimdall shows it. */
export type ShownControl = {
  readonly data: HeimdallControl;
  readonly hdf: {
    readonly status: string;
    readonly severity: string;
    readonly waived: boolean;
    readonly attested: boolean;
    readonly descriptions: Readonly<Record<string, string>>;
    readonly parsedNistTags: readonly { readonly rawText: string }[];
    readonly finding_details: string;
  };
};

type Converters = {
  readonly ChecklistResults: new (
    given: string | HeimdallFile,
  ) => { readonly toHdf: () => HeimdallFile; readonly toCkl: () => string };
};

type InspecJs = {
  readonly convertFile: (text: string, keepErrors: boolean) => { readonly errors?: unknown };
  readonly convertFileContextual: (text: string) => {
    readonly contains: readonly { readonly contains: readonly ShownControl[] }[];
  };
};

const converters = (): Converters => load("@mitre/hdf-converters");
const inspecJs = (): InspecJs => load("inspecjs");

/** A checklist as Heimdall reads it. @throws Error where Heimdall refuses the file. */
export const heimdallReads = (checklist: string): HeimdallFile =>
  new (converters().ChecklistResults)(checklist).toHdf();

/** The checklist that Heimdall, and saf, make of an HDF file. */
export const heimdallWrites = (hdf: string): string => new (converters().ChecklistResults)(JSON.parse(hdf)).toCkl();

/** What Heimdall shows of an HDF file. @throws Error where the text is not one by its own schema. */
export function heimdallShows(hdf: string): readonly ShownControl[] {
  const kinds = Object.keys(inspecJs().convertFile(hdf, true));
  if (kinds.join() !== "1_0_ExecJson") throw new Error(`not an exec-json: ${kinds.join()}`);
  return inspecJs()
    .convertFileContextual(hdf)
    .contains.flatMap((profile) => profile.contains);
}

/** The text that is left of one when Heimdall shows it as HTML. */
export function heimdallKeeps(text: string): string {
  const sanitize: (html: string) => string = load("sanitize-html");
  return sanitize(text)
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}
