/** Systems of a rule's identifiers, as DISA's XCCDF names them: what it serves, and what it was called before. */
export const cciSystem = "http://cyber.mil/cci";
export const legacySystem = "http://cyber.mil/legacy";
