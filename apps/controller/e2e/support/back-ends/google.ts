import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { startGoogleFake } from '@org/dns-provider-gcp/testing';
import { startFakeServer } from '@org/dns-provider-kit/testing';
import { createCertificates } from '@org/dns-test-servers';
import { toLine, zone, type BackEnd } from './back-end.ts';

/** A fake of Cloud DNS under its own name: a proxy leads there, and a metadata server gives the token. */
export async function startGoogleBackEnd(): Promise<BackEnd> {
  const certificates = await createCertificates({ hosts: ['dns.googleapis.com'] });
  const [cert, key] = await Promise.all([
    readFile(certificates.serverCert),
    readFile(certificates.serverKey),
  ]);
  const fake = await startGoogleFake({ cert, key });
  fake.addZone({ name: 'main', dnsName: `${zone}.` });
  const metadata = await startFakeServer(({ path }) => {
    const headers = { 'metadata-flavor': 'Google' };
    if (path.endsWith('/project/project-id')) return { headers, body: 'example-project' };
    if (path.endsWith('/universe/universe-domain')) return { headers, body: 'googleapis.com' };
    const token = { access_token: fake.token, expires_in: 3600, token_type: 'Bearer' };
    return { headers, json: path.endsWith('/token') ? token : {} };
  });
  const proxy = await startProxy(Number(new URL(fake.url).port));
  return {
    flags: ['--provider=google'],
    env: {
      GCE_METADATA_HOST: new URL(metadata.url).host,
      HTTPS_PROXY: proxy.url,
      NO_PROXY: '127.0.0.1,localhost',
      NODE_EXTRA_CA_CERTS: certificates.ca,
    },
    put: (name, type, value) => {
      fake.put('main', `${name}.${zone}.`, type, 300, type === 'TXT' ? `"${value}"` : value);
    },
    lines: async () =>
      [...(fake.zones.get('main')?.sets.values() ?? [])]
        .filter(({ type }) => type !== 'SOA' && type !== 'NS')
        .map(({ name, type, rrdatas }) => toLine(name, type, ...rrdatas))
        .toSorted(),
    atOnce: 1000,
    async remove() {
      proxy.stop();
      await metadata.stop();
      await fake.stop();
      await certificates.remove();
    },
  };
}

/** A proxy that leads every `CONNECT` to one port of this machine. */
async function startProxy(port: number): Promise<{ readonly url: string; stop(): void }> {
  const server = createServer();
  server.on('connect', (_request, socket) => {
    const target = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      target.pipe(socket).pipe(target);
    });
    socket.on('error', () => target.destroy());
    target.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
