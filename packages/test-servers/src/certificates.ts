import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runProgram } from './run-program.ts';

/** Paths of PEM files: one authority, a server certificate for localhost and 127.0.0.1, a client certificate. */
export interface Certificates {
  readonly ca: string;
  readonly serverCert: string;
  readonly serverKey: string;
  readonly clientCert: string;
  readonly clientKey: string;
  remove(): Promise<void>;
}

/** Certificates that are good for a day, made by openssl; the server's also for further host names. */
export async function createCertificates(
  options: { readonly hosts?: readonly string[] } = {},
): Promise<Certificates> {
  const folder = await mkdtemp(path.join(tmpdir(), 'certs-'));
  const file = (name: string) => path.join(folder, name);
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  await runProgram('openssl', [
    'req',
    '-x509',
    ...curve,
    '-days',
    '1',
    '-subj',
    '/CN=test-ca',
    '-keyout',
    file('ca.key'),
    '-out',
    file('ca.crt'),
  ]);
  const names = [
    'DNS:localhost',
    'IP:127.0.0.1',
    ...(options.hosts ?? []).map((host) => `DNS:${host}`),
  ];
  await writeFile(
    file('extensions'),
    `subjectAltName=${names.join(',')}\nextendedKeyUsage=serverAuth,clientAuth\n`,
  );
  for (const name of ['server', 'client']) {
    await runProgram('openssl', [
      'req',
      ...curve,
      '-subj',
      `/CN=${name}`,
      '-keyout',
      file(`${name}.key`),
      '-out',
      file(`${name}.csr`),
    ]);
    await runProgram('openssl', [
      'x509',
      '-req',
      '-days',
      '1',
      '-in',
      file(`${name}.csr`),
      '-CA',
      file('ca.crt'),
      '-CAkey',
      file('ca.key'),
      '-CAcreateserial',
      '-extfile',
      file('extensions'),
      '-out',
      file(`${name}.crt`),
    ]);
  }
  return {
    ca: file('ca.crt'),
    serverCert: file('server.crt'),
    serverKey: file('server.key'),
    clientCert: file('client.crt'),
    clientKey: file('client.key'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
