/** The variables of the environment that secrets of logins may be given in. No other program is to see them. */
export const secretVariables = {
  passphrase: "PLIMSOLL_PASSPHRASE",
  sshPassword: "PLIMSOLL_SSH_PASSWORD",
  sudoPassword: "PLIMSOLL_SUDO_PASSWORD",
} as const;
