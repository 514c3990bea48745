import type { Log, LogFields } from '@org/dns-app-kit';
import { subject, type Change, type Endpoint } from '@org/dns-core';
import type { ServedRequest } from '../http/start-server.ts';
import type { ServiceEvent } from '../service/service-event.ts';

const done = { create: 'Created', update: 'Updated', delete: 'Deleted' } as const;

/** What the service says, as log lines: writes at info, what was refused at error with the record and the reason. */
export function createServiceLog(log: Log): (event: ServiceEvent) => void {
  return (event) => {
    switch (event.kind) {
      case 'written':
        if (!log.enabled('info')) return;
        for (const change of event.changes)
          log.write(change.role === 'marker' ? 'debug' : 'info', done[change.kind], {
            ...(event.zone.name === '' ? {} : { zone: event.zone.name }),
            ...recordFields(subject(change)),
          });
        return;
      case 'would-write':
        for (const change of event.group.changes)
          log.write(
            'info',
            `Dry run, not ${done[change.kind].toLowerCase()}`,
            changeFields(change),
          );
        return;
      case 'failed':
        log.write(
          'error',
          `${event.outcome === 'unknown' ? 'May not have been written' : 'Not written'}: ${event.error.message}`,
          { name: event.group.name, reason: event.error.reason },
        );
        return;
      case 'quarantined':
        log.write(
          'error',
          `Refused, set aside until ${new Date(event.untilMs).toISOString()}: ${event.error.message}`,
          { name: event.group.name, reason: event.error.reason },
        );
        return;
      case 'held-back':
        log.write(
          'debug',
          `Refused before, set aside until ${new Date(event.untilMs).toISOString()}`,
          {
            name: event.name,
          },
        );
        return;
      case 'unheld':
        log.write('debug', `Not held as it is wanted: ${event.why}`, recordFields(event.endpoint));
        return;
    }
  };
}

/** Requests at debug; those that broke off or failed at error. */
export function createRequestLog(log: Log): (served: ServedRequest) => void {
  return ({ method, path, status, durationMs, error }) => {
    const fields: LogFields = {
      method,
      path,
      status: status ?? 0,
      durationMs: Math.round(durationMs),
    };
    if (error === undefined) log.write('debug', 'Answered', fields);
    else
      log.write(
        'error',
        `${status === 500 ? 'Failed' : 'Cut off'}: ${error instanceof Error ? error.message : 'it failed'}`,
        fields,
      );
  };
}

function changeFields(change: Change): LogFields {
  return { ...recordFields(subject(change)), role: change.role };
}

function recordFields(endpoint: Endpoint): LogFields {
  return {
    record: endpoint.spelling,
    type: endpoint.type,
    targets: endpoint.targets.join(','),
    ...(endpoint.ttlSeconds > 0 ? { ttl: endpoint.ttlSeconds } : {}),
    ...(endpoint.setIdentifier === '' ? {} : { setIdentifier: endpoint.setIdentifier }),
  };
}
