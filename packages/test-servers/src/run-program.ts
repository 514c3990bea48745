import { execFile } from 'node:child_process';
import { findProgram } from './find-program.ts';

/** Standard output of a program that ends by itself; its error output is in the error. */
export function runProgram(name: string, args: readonly string[], input?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      findProgram(name),
      args,
      { timeout: 30_000, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (error) reject(new Error(`${name} ${args.join(' ')}: ${stderr || error.message}`));
        else resolve(stdout);
      },
    );
    if (input !== undefined) child.stdin?.end(input);
  });
}
