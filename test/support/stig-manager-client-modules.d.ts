// The package's own declarations are under another module name.
declare module "@nuwcdivnpt/stig-manager-client-modules" {
  export type ParsedReview = {
    readonly ruleId: string;
    readonly result: string;
    readonly detail: string;
    readonly comment: string | null;
    readonly resultEngine?: {
      readonly product: string;
      readonly version: string;
      readonly time: string;
      readonly overrides?: readonly unknown[];
    } | null;
  };
  export type ParsedChecklist = {
    readonly benchmarkId: string;
    readonly revisionStr: string;
    readonly reviews: readonly ParsedReview[];
  };
  export type ParsedResults = {
    readonly target: {
      readonly name: string;
      readonly description: string | null;
      readonly ip: string | null;
      readonly fqdn: string | null;
    };
    readonly checklists: readonly ParsedChecklist[];
    readonly errors?: readonly string[];
  };
  type Given = Readonly<Record<string, unknown>> & { readonly data: string };
  export function reviewsFromCkl(given: Given): ParsedResults;
  export function reviewsFromCklb(given: Given): ParsedResults;
  export function reviewsFromXccdf(given: Given): ParsedResults;
  export class TaskObject {
    constructor(given: Readonly<Record<string, unknown>>);
    readonly taskAssets: ReadonlyMap<
      string,
      { readonly checklists: ReadonlyMap<string, readonly unknown[]>; readonly checklistsIgnored: readonly unknown[] }
    >;
  }
}
