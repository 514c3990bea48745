import {
  subject,
  type Change,
  type Endpoint,
  type EngineEvent,
  type Problem,
  type Skipped,
  type Zone,
} from '@org/dns-core';
import type { Log, LogFields } from './log.ts';

const verbs = { create: 'Created', update: 'Updated', delete: 'Deleted' } as const;

/** Writes what the engine says as log lines: changes at info, what stands in the way at warning or error, the rest at debug. */
export function createEventLog(log: Log): (event: EngineEvent) => void {
  let upToDate = false;
  /** A full pass has changes to make, which a dry run does not write. */
  let pending = false;
  return (event) => {
    switch (event.kind) {
      case 'source-synced':
        log.write('info', `Source ${event.source} is in step`, { objects: event.objects });
        return;
      case 'source-behind':
        log.write(
          'warning',
          `Source ${event.source} is not in step, nothing is deleted for it: ${event.problem.message}`,
        );
        return;
      case 'problem':
        log.write('warning', event.problem.message, problemFields(event.problem));
        return;
      case 'problem-solved':
        log.write('info', `Solved: ${event.problem.message}`, problemFields(event.problem));
        return;
      case 'zone-read':
        log.write('debug', `Read ${event.records} records`, {
          ...zoneFields(event.zone),
          durationMs: Math.round(event.durationMs),
        });
        return;
      case 'zone-failed':
        log.write(
          'error',
          `${event.error.message}; next attempt in ${Math.ceil(event.retryAfterMs / 1000)}s`,
          event.zone === undefined ? {} : zoneFields(event.zone),
        );
        return;
      case 'planned':
        if (event.scope === 'full' && event.plan.changes.length > 0) pending = true;
        logPlan(log, event);
        return;
      case 'held':
        log.write(
          'error',
          `Held: ${event.reason}. These deletions wait until they are released with SIGHUP, --release-holds or the file of --release-holds-file; other changes are made`,
          { ...zoneFields(event.zone), deletions: event.deletions, names: heldNames(event) },
        );
        return;
      case 'released':
        log.write('info', 'Held plan released', zoneFields(event.zone));
        return;
      case 'applied':
        if (!log.enabled('info')) return;
        for (const change of event.changes)
          log.write(
            change.role === 'marker' ? 'debug' : 'info',
            verbs[change.kind],
            changeFields(event.zone, change),
          );
        return;
      case 'failed':
        log.write('error', `${event.changes.length} changes failed: ${event.error.message}`, {
          ...zoneFields(event.zone),
        });
        for (const change of event.changes)
          log.write(
            'debug',
            `Not ${verbs[change.kind].toLowerCase()}`,
            changeFields(event.zone, change),
          );
        return;
      case 'quarantined':
        log.write(
          'error',
          `Set aside until ${new Date(event.untilMs).toISOString()}: ${event.error.message}`,
          { ...zoneFields(event.zone), name: event.name },
        );
        return;
      case 'pass-ended':
        if (event.scope === 'full' && event.inStep && !event.wrote && !pending)
          log.write(upToDate ? 'debug' : 'info', 'All records are already up to date');
        upToDate = event.inStep && !event.wrote && !pending;
        if (event.scope === 'full') pending = false;
        return;
    }
  };
}

function logPlan(log: Log, event: Extract<EngineEvent, { readonly kind: 'planned' }>): void {
  if (!log.enabled('debug')) return;
  const { changes, skipped, unchanged } = event.plan;
  log.write('debug', `Planned ${changes.length} changes`, {
    ...zoneFields(event.zone),
    scope: event.scope,
    skipped: skipped.length,
    unchanged,
  });
  for (const change of changes)
    log.write('debug', `To ${change.kind}`, changeFields(event.zone, change));
  for (const left of skipped)
    log.write('debug', `Left alone: ${skipSentence(left)}`, endpointFields(left.endpoint));
}

/** Why something was left alone, as the end of a sentence. */
function skipSentence({ because }: Skipped): string {
  switch (because.code) {
    case 'outside-domain-filter':
      return 'outside of the domain filter';
    case 'type-not-managed':
      return 'its type is not among --managed-record-types';
    case 'not-owned':
      return because.owner === undefined
        ? 'the record has no owner'
        : `the record belongs to owner "${because.owner}"`;
    case 'blocked-by-foreign':
      return `a ${because.foreign.type} record of somebody else has this name`;
    case 'policy':
      return `--policy=${because.policy} allows no ${because.kind}`;
    case 'lost-conflict':
      return `another object has the name: ${because.winner.labels['resource'] ?? because.winner.targets.join(', ')}`;
    case 'invalid':
      return because.message;
    case 'waiting':
      return 'its object lost its addresses and is waited for';
    case 'zone-apex':
      return 'records of this type at the top of a zone are left to the zone itself';
    case 'kept-for':
      return `kept until what replaces it can be written: ${skipSentence({ endpoint: because.wanted, because: because.because })}`;
  }
}

function heldNames({ names, deletions }: Extract<EngineEvent, { readonly kind: 'held' }>): string {
  return deletions > names.length ? `${names.join(',')},…` : names.join(',');
}

function problemFields(problem: Problem): LogFields {
  const { object } = problem;
  if (object === undefined) return { code: problem.code };
  const name = object.namespace === '' ? object.name : `${object.namespace}/${object.name}`;
  return { code: problem.code, object: `${object.kind}/${name}`, source: object.source };
}

function zoneFields(zone: Zone): LogFields {
  return zone.name === '' ? {} : { zone: zone.name };
}

function changeFields(zone: Zone, change: Change): LogFields {
  return { ...zoneFields(zone), ...endpointFields(subject(change)) };
}

function endpointFields(endpoint: Endpoint): LogFields {
  return {
    record: endpoint.spelling,
    type: endpoint.type,
    targets: endpoint.targets.join(','),
    ...(endpoint.ttlSeconds > 0 ? { ttl: endpoint.ttlSeconds } : {}),
    ...(endpoint.setIdentifier === '' ? {} : { setIdentifier: endpoint.setIdentifier }),
  };
}
