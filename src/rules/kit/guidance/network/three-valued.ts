/** True, false, or undefined: it depends on what is not known. */
export type Maybe = boolean | undefined;

/** Whether all hold: one that does not decides, whatever is unknown. */
export const allOf = (values: readonly Maybe[]): Maybe => {
  if (values.includes(false)) return false;
  return values.includes(undefined) ? undefined : true;
};

/** Whether not. */
export const notOf = (value: Maybe): Maybe => (value === undefined ? undefined : !value);

/** Whether any holds. */
export const anyOf = (values: readonly Maybe[]): Maybe => notOf(allOf(values.map(notOf)));

/** What a label is: null where there is none, undefined where that is not known. */
export type LabelLookup = (key: string) => string | null | undefined;
