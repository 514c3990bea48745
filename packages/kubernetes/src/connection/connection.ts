import type { Secret } from '@org/dns-core';

/** PEM text, or a file that holds it and may be replaced while we run. */
export type Pem = { readonly text: Secret } | { readonly file: string };

/** A plugin or provider of credentials, handed to `@kubernetes/client-node` as the kubeconfig has it. */
export interface CredentialPlugin {
  readonly kind: 'exec' | 'auth-provider';
  /** The entry of the kubeconfig under `exec` or `auth-provider`; may hold secrets, so it is never printed. */
  readonly entry: Secret;
}

/** How to reach an API server and who we are there. */
export interface Connection {
  /** `https://host:port` with an optional path in front of `/api`, or `http://…`. */
  readonly server: string;
  readonly certificateAuthority?: Pem;
  /** The name in the server's certificate, where it differs from the host of `server`. */
  readonly tlsServerName?: string;
  readonly skipTlsVerify: boolean;
  /** `http://`, `https://` or `socks5://`. */
  readonly proxyUrl?: string;
  readonly clientCertificate?: { readonly certificate: Pem; readonly key: Pem };
  readonly token?: Secret;
  /** Read again every minute, and when the server refuses the token; wins over `token`. */
  readonly tokenFile?: string;
  readonly basic?: { readonly username: string; readonly password: Secret };
  readonly impersonate?: Impersonation;
  readonly plugin?: CredentialPlugin;
}

/** Sent as `Impersonate-*` headers. */
export interface Impersonation {
  readonly user: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra: Readonly<Record<string, readonly string[]>>;
}
