/**
 * Node's arguments that print whether V8 refuses the code that was kept of a program, by the path of its whole-program.js;
 * "none" where it is given none.
 */
export const askRefusal = (path: string): readonly string[] => [
  "--input-type=module",
  "--eval",
  `import { compileWhole } from "${path}"; console.log(compileWhole().script.cachedDataRejected ?? "none");`,
];
