import { tlsVersionRule } from "../kit/sockets/tls-version.ts";

export const rule = tlsVersionRule("V-242376", "kube-controller-manager");
