import { runProgram } from './run-program.ts';

/** The answer of the DNS server on a loopback port, one string per record, sorted; empty when there is none. */
export async function dig(port: number, name: string, type: string): Promise<readonly string[]> {
  const text = await runProgram('dig', [
    '+short',
    '+tries=2',
    '+time=3',
    '@127.0.0.1',
    '-p',
    String(port),
    name,
    type,
  ]);
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith(';'))
    .sort();
}
