import type { Endpoint } from '../model/endpoint.ts';
import { updateTest } from './name-draft.ts';
import type { PlanInput } from './plan.ts';
import type { RowsByName } from './rows.ts';
import { settleName } from './settle-name.ts';
import { settleShortly } from './settle-shortly.ts';
import type { Settlement, Settling } from './settlement.ts';

/**
 * What is done for all rows, name by name, so that a name is never left worse than it was: nothing is taken away for a
 * record that cannot come, a type change is one step, and no CNAME ever stands beside another type, whatever the set
 * identifiers.
 */
export function settleSafe(
  rows: RowsByName,
  bystanders: readonly Endpoint[],
  input: PlanInput,
): Settlement {
  const bystandersByName = Map.groupBy(bystanders, ({ name }) => name);
  const into = { changes: [], skipped: [], unchanged: 0 };
  const settling: Settling = { input, needsUpdate: updateTest(input), into };
  for (const [name, ofName] of rows) {
    const beside = bystandersByName.get(name) ?? noBystanders;
    if (!settleShortly(ofName, beside, settling)) settleName(name, ofName, beside, settling);
  }
  return into;
}

const noBystanders: readonly Endpoint[] = Object.freeze([]);
