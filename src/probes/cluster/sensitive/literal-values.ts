const placeholders: readonly RegExp[] = [
  // Their ends may be cut off, where a brace or a blank ends the value.
  /^\$[({]/,
  /^\$[A-Z_][A-Z0-9_]*$/,
  /^\{\{/,
  /^<.*>$/s,
  /^\*+$/,
  /^x{3,}$/i,
  /^(?:changeme|redacted)$/i,
];

const notSecret: readonly RegExp[] = [
  /^(?:true|false|yes|no|on|off|null|none|nil|~)$/i,
  /^[-+]?\d+(?:\.\d+)?(?:ns|us|ms|s|m|h|d)?$/,
  // Paths.
  /^(?:\.{0,2}\/|~\/|[A-Za-z]:\\|file:)/,
  // The beginning of a block, a map or a list: the value is what follows.
  /^[|>[{][-+\d]?$/,
];

/** Whether a value stands for another one that is filled in later. */
export const isPlaceholder = (value: string): boolean => placeholders.some((pattern) => pattern.test(value));

/** Whether a value can be a secret itself: not empty, no reference, no path, no boolean and no number. */
export function isLiteral(value: string): boolean {
  const bare = value.trim();
  return bare !== "" && !isPlaceholder(bare) && !notSecret.some((pattern) => pattern.test(bare));
}

const secretName = /pass(?:word|wd)?|secret|token|api[_.-]?key|private[_.-]?key|credential|conn(?:ection)?[_.-]?str/i;
// They name where a secret is, or whether there is one.
const namesPlace = /(?:file|path|dir|name|ref|enabled)$/i;

/** Whether what is called so is a secret by its name. */
export const isSecretName = (name: string): boolean => secretName.test(name) && !namesPlace.test(name);
