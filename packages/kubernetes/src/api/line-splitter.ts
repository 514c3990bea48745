/**
 * Cuts a stream of bytes at line feeds. Works on bytes, so that a character that two chunks share stays whole; empty lines
 * are skipped, and what follows the last line feed is kept until its line ends.
 */
export function createLineSplitter(onLine: (line: Buffer) => void): (chunk: Buffer) => void {
  let pending: Buffer[] = [];
  return (chunk) => {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(10, start);
      if (end === -1) break;
      const tail = chunk.subarray(start, end);
      const line = pending.length === 0 ? tail : Buffer.concat([...pending, tail]);
      pending = [];
      start = end + 1;
      if (line.length > 0) onLine(line);
    }
    if (start < chunk.length) pending.push(chunk.subarray(start));
  };
}
