// npm run fake: the service in memory with one zone, to try the package with; Ctrl-C ends it.
import { startFakeMyDns, token } from './fake-my-dns.ts';

const service = await startFakeMyDns(['example.org']);
console.log(`endpoint=${service.url}`);
console.log(`token=${token}`);
